// A reading system on epub.js, which has no pop-ups: a note is taken from its document by the link of its call, as readers
// built on epub.js do it.
const popup = document.getElementById('popup')
const state = { opened: false, failed: null, popup: null, relocated: 0 }
const book = ePub(new URLSearchParams(location.search).get('book'), { openAs: 'epub' })
const rendition = book.renderTo('book', { width: '100%', height: '100%', flow: 'paginated', spread: 'none' })
globalThis.reader = { book, rendition, state }

// What such readers do in the dark: other colours for the ground and the text, and for nothing else.
rendition.themes.register('dark', { body: { background: '#111', color: '#eee' } })
if (matchMedia('(prefers-color-scheme: dark)').matches) rendition.themes.select('dark')

const wordsOf = async href => {
    const [file, id] = href.split('#')
    const section = book.spine.get(file)
    const root = await section.load(book.load.bind(book))
    const words = root.ownerDocument.getElementById(id)?.textContent.trim().replace(/\s+/g, ' ') ?? null
    section.unload()
    return words
}
rendition.hooks.content.register(contents => {
    for (const call of contents.document.querySelectorAll('a[role="doc-noteref"]')) {
        call.addEventListener('click', async event => {
            event.preventDefault()
            event.stopImmediatePropagation()
            const [file, id] = call.getAttribute('href').split('#')
            state.popup = await wordsOf(`${file || rendition.location.start.href}#${id}`)
            popup.textContent = state.popup
            popup.hidden = false
        }, true)
    }
})
reader.close = () => { popup.hidden = true; state.popup = null }
rendition.on('relocated', () => { state.relocated += 1 })
rendition.display().then(() => { state.opened = true }).catch(error => { state.failed = String(error) })
