// node read-epubjs.mjs BOOK.epub FOLDER [dark]: opens a book in epub.js in headless Chromium, goes to each call, takes up
// its note, follows the link there and the way back, and taps 10 px beside calls. Prints what was seen as JSON.
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
const seen = { errors: [], refused: [], calls: [] }
page.on('pageerror', error => seen.errors.push(String(error)))
page.on('request', request => {
    const url = request.url()
    if (!url.startsWith(origin) && !/^(blob|data|about):/.test(url)) seen.refused.push(url)
})
await page.goto(`${origin}/epubjs.html?book=/book.epub`)
await page.waitForFunction(() => globalThis.reader?.state.opened || globalThis.reader?.state.failed, null, { timeout: 20000 })
seen.failed = await page.evaluate(() => globalThis.reader.state.failed)
seen.title = await page.evaluate(async () => (await globalThis.reader.book.loaded.metadata).title)

const calls = await page.evaluate(async () => {
    const { book } = globalThis.reader
    const found = []
    for (const section of book.spine.spineItems) {
        const root = await section.load(book.load.bind(book))
        for (const call of root.ownerDocument.querySelectorAll('a[role="doc-noteref"]'))
            found.push({ href: section.href, id: call.id, words: call.textContent, note: call.getAttribute('href') })
        section.unload()
    }
    return found
})
const shown = async where => {
    await page.evaluate(target => globalThis.reader.rendition.display(target), where)
    await page.waitForTimeout(250)
}
for (const call of calls) {
    await shown(`${call.href}#${call.id}`)
    const frame = page.frames().at(-1)
    const link = frame.locator(`#${call.id}`)
    // the link under a finger that hits the figure, and under those that miss it by 6 to 8 px
    const tapped = await link.evaluate(element => {
        const { x, y, width, height } = element.getBoundingClientRect()
        const places = [[x + width / 2, y + height / 2], [x + width / 2, y - 8], [x + width / 2, y + height + 6], [x + width + 6, y + height / 2]]
        return places.map(([left, top]) => element.ownerDocument.elementFromPoint(left, top)?.closest('a')?.id ?? null)
    })
    await link.click({ force: true })
    await page.waitForFunction(() => globalThis.reader.state.popup !== null, null, { timeout: 5000 }).catch(() => {})
    const popup = await page.evaluate(() => globalThis.reader.state.popup)
    if (seen.calls.length === 0) await page.screenshot({ path: join(folder, 'epubjs-note.png') })
    await page.evaluate(() => globalThis.reader.close())
    const target = call.note.startsWith('#') ? call.href + call.note : call.note
    await shown(target)
    const id = call.note.split('#')[1]
    const back = page.frames().at(-1).locator(`[id="${id}"] a[role="doc-backlink"]`).first()
    const label = await back.getAttribute('aria-label')
    await back.evaluate(element => element.click())
    await page.waitForTimeout(300)
    const there = await page.frames().at(-1).evaluate(wanted => Boolean(document.getElementById(wanted)), call.id)
    seen.calls.push({ ...call, tapped, popup, label, there })
}
console.log(JSON.stringify(seen))
await browser.close()
server.close()
