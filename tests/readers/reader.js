// A reading system as small as one can be: foliate-js shows the book, and a note pops up where its call is clicked.
import '/node_modules/foliate-js/view.js'
import { FootnoteHandler } from '/node_modules/foliate-js/footnotes.js'

const popup = document.getElementById('popup')
// What Foliate says to every book: it may be dark.
const styles = 'html { color-scheme: light dark } @media (prefers-color-scheme: dark) { a:link { color: lightblue } }'
const notes = new FootnoteHandler()
const view = document.createElement('foliate-view')
const state = { opened: false, popup: null, failed: null, relocated: 0, loaded: [] }
globalThis.reader = { view, state }

notes.addEventListener('before-render', ({ detail }) => {
    detail.view.renderer.setStyles(styles)
    popup.replaceChildren(detail.view)
})
notes.addEventListener('render', ({ detail }) => {
    state.popup = { type: detail.type, hidden: detail.hidden, text: detail.view.renderer.getContents()[0].doc.body.innerText }
    popup.hidden = false
})
view.addEventListener('link', event => {
    notes.handle(view.book, event)?.catch(error => { state.failed = String(error) })
})
view.addEventListener('load', ({ detail }) => state.loaded.push(detail.index))
view.addEventListener('relocate', ({ detail }) => {
    state.relocated += 1
    state.location = {
        fraction: detail.fraction, index: detail.index, words: detail.range?.toString().trim().slice(0, 200),
        page: detail.pageItem?.label ?? null, toc: detail.tocItem?.label ?? null,
    }
})
reader.close = () => { popup.hidden = true; popup.replaceChildren(); state.popup = null }

document.body.append(view)
try {
    await view.open(new URLSearchParams(location.search).get('book'))
    view.renderer.setStyles(styles)
    await view.init({ showTextStart: true })
    state.opened = true
} catch (error) {
    state.failed = String(error?.stack ?? error)
}
