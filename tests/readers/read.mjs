// node read.mjs BOOK.epub FOLDER [dark]: opens a book in foliate-js in headless Chromium, turns its pages, clicks each
// call, and follows the way back. Prints what was seen as JSON; screenshots go into FOLDER.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const [book, folder, scheme] = process.argv.slice(2)
const here = fileURLToPath(new URL('.', import.meta.url))
const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.epub': 'application/epub+zip' }
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync']

const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname))
    try {
        const data = await readFile(path === '/book.epub' ? book : join(here, path))
        response.writeHead(200, { 'Content-Type': kinds[extname(path)] ?? 'application/octet-stream' }).end(data)
    } catch {
        response.writeHead(404).end()
    }
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
const context = await browser.newContext({ viewport: { width: 480, height: 720 }, colorScheme: scheme === 'dark' ? 'dark' : 'light' })
const page = await context.newPage()
const seen = { errors: [], refused: [], screens: [], calls: [], pages: 0 }
page.on('console', message => { if (message.type() === 'error') seen.errors.push(message.text()) })
page.on('pageerror', error => seen.errors.push(String(error)))
page.on('request', request => {
    const url = request.url()
    if (!url.startsWith(origin) && !/^(blob|data|about):/.test(url)) seen.refused.push(url)
})
const state = () => page.evaluate(() => globalThis.reader.state)
const shot = async name => {
    await page.screenshot({ path: join(folder, `${name}.png`) })
    seen.screens.push(`${name}.png`)
}
const settled = async before => {
    await page.waitForFunction(n => globalThis.reader.state.relocated > n, before, { timeout: 10000 })
    await page.waitForTimeout(150)
}

await page.goto(`${origin}/reader.html?book=/book.epub`)
await page.waitForFunction(() => globalThis.reader?.state.opened || globalThis.reader?.state.failed, null, { timeout: 20000 })
seen.failed = (await state()).failed
seen.metadata = await page.evaluate(() => {
    const { metadata, toc, pageList, landmarks, sections, dir } = globalThis.reader.view.book
    return { title: metadata.title, language: metadata.language, author: metadata.author, toc: toc?.map(item => item.label),
        pages: pageList?.map(item => item.label) ?? [], landmarks: landmarks?.map(item => item.type), sections: sections.length, dir }
})
seen.cover = await page.evaluate(async () => (await globalThis.reader.view.book.getCover())?.type ?? null)
seen.start = (await state()).location
await shot('start')

// every page turned, to the end: the words of each
seen.words = []
for (let turn = 0; turn < 200; turn += 1) {
    const before = await state()
    seen.words.push(before.location.words)
    await page.evaluate(() => globalThis.reader.view.next())
    await page.waitForTimeout(120)
    const after = await state()
    if (after.location.fraction === before.location.fraction && after.location.index === before.location.index) break
    seen.pages += 1
}
await shot('end')

// each call, where it stands: clicked, its note pops up; its way back leads to it
const calls = await page.evaluate(async () => {
    const found = []
    const { sections } = globalThis.reader.view.book
    for (const [index, section] of sections.entries()) {
        const doc = await section.createDocument()
        for (const a of doc.querySelectorAll('[role="doc-noteref"]'))
            found.push({ index, id: a.id, words: a.textContent.trim(), href: a.getAttribute('href') })
    }
    return found
})
for (const call of calls) {
    await page.evaluate(({ index, id }) => globalThis.reader.view.renderer.goTo({ index, anchor: doc => doc.getElementById(id) }), call)
    await page.waitForTimeout(200)
    const frame = await page.evaluate(({ id }) => {
        const { doc } = globalThis.reader.view.renderer.getContents()[0]
        doc.getElementById(id).click()
        return doc.getElementById(id).getBoundingClientRect().height > 0
    }, call)
    await page.waitForFunction(() => globalThis.reader.state.popup || globalThis.reader.state.failed, null, { timeout: 10000 })
    const { popup, failed } = await state()
    const above = await page.evaluate(() => {
        const box = document.getElementById('popup').getBoundingClientRect()
        return Boolean(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.closest('#popup'))
    })
    if (seen.calls.length === 0) {
        await page.waitForTimeout(300)
        await shot('note')
    }
    seen.calls.push({ ...call, visible: frame, above, popup, failed })
    await page.evaluate(() => globalThis.reader.close())
}

// the ways back, from the section of notes
seen.back = []
for (const call of calls.slice(0, 5)) {
    const back = await page.evaluate(async ({ href, index }) => {
        const { view } = globalThis.reader
        const section = view.book.sections[index]
        const target = view.book.resolveHref(section.resolveHref(href))
        await view.renderer.goTo({ index: target.index, anchor: target.anchor })
        const { doc } = view.renderer.getContents()[0]
        const note = target.anchor(doc)
        const link = note.querySelector('[role="doc-backlink"]')
        link.click()
        return link.textContent.trim()
    }, call)
    await page.waitForTimeout(400)
    const where = await page.evaluate(({ id }) => {
        const { doc, index } = globalThis.reader.view.renderer.getContents()[0]
        return { index, there: Boolean(doc.getElementById(id)) }
    }, call)
    seen.back.push({ id: call.id, words: back, ...where })
}

// the page list: each entry leads to a place
seen.turned = []
for (const label of seen.metadata.pages.slice(0, 400)) {
    seen.turned.push(await page.evaluate(async wanted => {
        const { book } = globalThis.reader.view
        const item = book.pageList.find(entry => entry.label === wanted)
        const target = await book.resolveHref(item.href)
        const doc = await book.sections[target.index].createDocument()
        return { label: wanted, there: Boolean(target.anchor(doc)) }
    }, label))
}
console.log(JSON.stringify(seen))
await browser.close()
server.close()
