// node desk.mjs URL FOLDER PLAN: drives the desk in headless Chromium as a writer would. PLAN is JSON: `essay` and `file`
// to be saved `saves` times, `byHand` commands to be timed in between, `linked` an essay whose ledger has a candidate, `book` a book
// of both, `title` a word of the title of the first.
// Prints what was seen as JSON; screenshots go into FOLDER.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const [url, folder, planned] = process.argv.slice(2)
const plan = JSON.parse(planned)
const axe = await readFile(fileURLToPath(new URL('./node_modules/@daisy/axe-core-for-ace/axe.min.js', import.meta.url)), 'utf8')
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync']
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
const seen = { errors: [], refused: [], saves: [], byHand: [], axe: {} }
const now = () => performance.timeOrigin + performance.now()

async function open(essay, options, panes) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options })
    const page = await context.newPage()
    page.on('console', message => { if (['error', 'warning'].includes(message.type())) seen.errors.push(message.text()) })
    page.on('pageerror', error => seen.errors.push(String(error)))
    page.on('request', request => { if (!request.url().startsWith(url) && !/^(blob|data|about):/.test(request.url())) seen.refused.push(request.url()) })
    await page.addInitScript(([panes]) => {
        localStorage.setItem('footlight-panes', JSON.stringify(panes))
        globalThis.told = []
        const moment = () => performance.timeOrigin + performance.now()
        addEventListener('footlight-text', event => globalThis.told.push({ what: 'text', at: moment(), ...event.detail }))
        addEventListener('footlight-page', event => globalThis.told.push({ what: 'page', at: moment(), ...event.detail }))
    }, [panes])
    await page.goto(`${url}/#${encodeURIComponent(essay)}`)
    await page.waitForFunction(() => document.querySelector('#pages').hidden || document.querySelector('.page[data-shown]'), null, { timeout: 120000 })
    return page
}

// saves: from the moment the file is written to the moment the browser shows it
const page = await open(plan.essay, {}, ['pages', 'text'])
await page.waitForFunction(() => document.querySelector('#status').textContent === 'Pages as written.', null, { timeout: 180000 })
const place = () => page.evaluate(() => document.querySelector('#pages').scrollTop)
await page.evaluate(number => {
    const item = document.querySelectorAll('.page')[number]
    document.querySelector('#pages').scrollTop = item.offsetTop + 40
}, plan.page)
await page.waitForTimeout(1500)
seen.place = [await place()]
for (let save = 0; save < plan.saves; save += 1) {
    if (plan.byHand.length) {
        const began = now()
        for (const command of plan.byHand) spawnSync(command[0], command.slice(1), { cwd: plan.hand, stdio: 'ignore' })
        seen.byHand.push(now() - began)
    }
    await page.evaluate(() => { globalThis.told = [] })
    const text = readFileSync(plan.file, 'utf8').replace(/ marked \d+ /, ` marked ${100 + save} `)
    const began = now()
    writeFileSync(plan.file, text)
    const words = ` marked ${100 + save} `
    await page.waitForFunction(([number, words]) => {
        const item = document.querySelectorAll('.page')[number]
        const set = [...item.querySelectorAll('.lines span')].map(line => line.textContent).join('')
        return set.includes(words) && globalThis.told.some(one => one.what === 'page' && one.number === number)
    }, [plan.page, words], { timeout: 60000, polling: 20 })
    const told = await page.evaluate(() => globalThis.told)
    seen.saves.push({
        text: told.find(one => one.what === 'text').at - began,
        pages: told.find(one => one.what === 'page' && one.number === plan.page).at - began,
        drawn: told.filter(one => one.what === 'page').length,
    })
    seen.place.push(await place())
    await page.waitForTimeout(plan.pause)
}
await page.screenshot({ path: join(folder, 'saved.png') })

// a note is followed, on the page and in the text
await page.evaluate(() => { document.querySelector('#pages').scrollTop = 0 })
const call = page.locator('.page a[href^="#fl-note-"]').first()
await call.click()
seen.note = await page.evaluate(() => ({
    target: document.querySelector('.page a[href^="#fl-note-"]').getAttribute('href'),
    flash: [...document.querySelectorAll('.page .flash')].length,
    visible: [...document.querySelectorAll('.page .flash')].some(box => {
        const { top, bottom } = box.getBoundingClientRect()
        return top > 0 && bottom < innerHeight
    }),
}))
await page.frameLocator('#text-frame').locator('.fl-call :is(a, button)').locator('visible=true').first().click()
seen.noteInText = await page.evaluate(() => {
    const note = document.querySelector('#text-frame').contentDocument.getElementById('fl-note-1')
    const { top, bottom, height } = note.getBoundingClientRect()
    return height > 0 && bottom > 0 && top < innerHeight
})

// a finding leads to its place
await page.locator('[data-pane="findings"]').click()
await page.locator('.finding button').first().waitFor({ timeout: 20000 })
seen.findings = await page.locator('.finding').allTextContents()
await page.locator('.finding button', { hasText: plan.finding }).click()
await page.waitForTimeout(200)
seen.found = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.page .flash')]
    const blocks = [...document.querySelector('#text-frame').contentDocument.querySelectorAll('[data-found]')]
    const inView = element => { const { top, bottom } = element.getBoundingClientRect(); return bottom > 0 && top < innerHeight }
    return { page: boxes.some(inView), pageNumber: boxes[0]?.parentElement.number ?? -1, text: blocks.some(inView), words: blocks.map(block => block.textContent).join(' ') }
})
await page.screenshot({ path: join(folder, 'finding.png') })

// the e-book follows the source, too, and keeps its place
const inEbook = (one, words) => one.waitForFunction(words => document.querySelector('#ebook-frame').contentDocument?.body?.textContent.includes(words), words, { timeout: 120000 })
const save = number => {
    const words = ` marked ${number} `
    writeFileSync(plan.file, readFileSync(plan.file, 'utf8').replace(/ marked \d+ /, words))
    return words
}
await page.locator('[data-pane="ebook"]').click()
await inEbook(page, ` marked ${100 + plan.saves - 1} `)
await page.waitForTimeout(1500) // until its faces are there, which move its lines
await page.evaluate(() => document.querySelector('#ebook-frame').contentWindow.scrollTo(0, 900))
const ebookPlace = () => page.evaluate(() => Math.round(document.querySelector('#ebook-frame').contentWindow.scrollY))
seen.ebookPlace = [await ebookPlace()]
await inEbook(page, save(300))
await page.waitForTimeout(1500)
seen.ebookPlace.push(await ebookPlace())
seen.ebook = await page.evaluate(() => document.querySelector('#ebook-frame').contentDocument.body.textContent.length)
seen.ebookSaid = await page.locator('#ebook-said').textContent()
await page.screenshot({ path: join(folder, 'ebook.png') })

// print facts
await page.locator('[data-pane="print"]').click()
seen.print = await page.locator('#print').textContent()
await page.keyboard.press('1')
seen.keys = await page.evaluate(() => document.querySelector('[data-pane="pages"]').getAttribute('aria-pressed'))
await page.close()

// a book follows its essays as well: pages, text and e-book, and its place stays
const book = await open(`book/${plan.book}`, {}, ['pages', 'text'])
const settled = () => book.waitForFunction(() => document.querySelector('#status').textContent === 'Pages as written.', null, { timeout: 180000 })
await settled()
await book.evaluate(() => { document.querySelector('#pages').scrollTop = document.querySelectorAll('.page')[4].offsetTop + 40 })
await book.waitForTimeout(600)
const bookPlace = () => book.evaluate(() => document.querySelector('#pages').scrollTop)
seen.bookPlace = [await bookPlace()]
const saved = save(400)
await book.waitForFunction(words => [...document.querySelectorAll('.page .lines')].some(lines => lines.textContent.includes(words))
    && document.querySelector('#text-frame').contentDocument.body.textContent.includes(words), saved, { timeout: 120000 })
await settled()
seen.bookPlace.push(await bookPlace())
seen.bookPages = await book.locator('.page').count()
seen.bookPictures = await book.evaluate(() => [...document.querySelectorAll('.page')].filter(page => page.near && page.dataset.shown === page.key).length)
await book.locator('[data-pane="ebook"]').click()
await book.locator('[data-pane="text"]').click()
await book.waitForFunction(() => document.querySelectorAll('#ebook-part option').length > 3, null, { timeout: 120000 })
await book.locator('#ebook-part').selectOption({ label: await book.locator('#ebook-part option').filter({ hasText: plan.title }).first().textContent() })
await inEbook(book, saved)
seen.bookParts = await book.locator('#ebook-part option').allTextContents()
await book.screenshot({ path: join(folder, 'book.png') })
await book.close()

// a link is accepted, and the decision undone
const linked = await open(plan.linked, {}, ['pages', 'links'])
await linked.locator('#links details').first().waitFor({ timeout: 60000 })
const ledger = () => readFileSync(plan.ledger, 'utf8')
seen.ledger = [ledger()]
const first = linked.locator('.link', { has: linked.locator('.chip.candidate') }).first()
await first.locator('summary').click()
await linked.screenshot({ path: join(folder, 'links.png') })
await first.locator('button', { hasText: /^Accept$/ }).first().click()
await linked.locator('.chip.accepted').first().waitFor({ timeout: 20000 })
seen.ledger.push(ledger())
// The list may be drawn anew before the answer to the click is there.
await linked.waitForFunction(() => document.querySelector('.undo [role="status"]').textContent)
seen.said = await linked.locator('.undo [role="status"]').textContent()
await linked.locator('.undo button').click()
await linked.locator('.chip.candidate').first().waitFor({ timeout: 20000 })
await linked.waitForFunction(() => document.querySelector('.undo button').disabled)
seen.ledger.push(ledger())
await linked.close()

// axe, in both schemes and widths, with each pane; and pictures to be looked at
for (const scheme of ['light', 'dark']) {
    for (const [width, height] of [[1280, 860], [390, 844]]) {
        for (const panes of [['pages', 'findings'], ['text', 'links'], ['ebook', 'print']]) {
            for (const shown of width < 720 ? panes.map(pane => [pane]) : [panes]) {
                const one = await open(plan.linked, { viewport: { width, height }, colorScheme: scheme }, shown)
                if (shown.includes('links')) await one.locator('#links summary').first().click()
                await one.waitForTimeout(700)
                const name = `${scheme}-${width}-${shown.join('-')}`
                await one.screenshot({ path: join(folder, `${name}.png`) })
                await one.evaluate(axe) // not as a script of the page, which its policy forbids
                const { violations } = await one.evaluate(() => globalThis.axe.run())
                seen.axe[name] = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => node.html).join(' | ')}`)
                seen.overflow = { ...seen.overflow, [name]: await one.evaluate(() => document.documentElement.scrollWidth > innerWidth) }
                await one.close()
            }
        }
    }
}
console.log(JSON.stringify(seen))
await browser.close()
