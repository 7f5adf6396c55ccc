// node web.mjs EDITION.html FOLDER: opens a web edition in headless Chromium, in a wide and in a narrow window, light and
// dark; runs axe over each, calls notes and closes them, and prints it. Prints what was seen as JSON; screenshots go into
// FOLDER.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const [edition, folder] = process.argv.slice(2)
const axe = await readFile(createRequire(import.meta.url).resolve('@daisy/axe-core-for-ace/axe.min.js'), 'utf8')
const address = pathToFileURL(edition).href
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync']
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
const seen = { errors: [], asked: [], views: {}, violations: [], popped: [], jumps: [] }

const opened = async (width, colorScheme, bypassCSP) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP })
    const page = await context.newPage()
    page.setDefaultTimeout(10000)
    page.on('console', message => { if (message.type() === 'error') seen.errors.push(message.text()) })
    page.on('request', request => { if (!/^(data:|file:.*\.html$)/.test(request.url())) seen.asked.push(request.url()) })
    await page.goto(address)
    return page
}

for (const width of [1280, 390]) {
    for (const scheme of ['light', 'dark']) {
        const page = await opened(width, scheme, false)
        await page.screenshot({ path: join(folder, `${width}-${scheme}.png`), fullPage: true })
        seen.views[`${width}-${scheme}`] = await page.evaluate(() => ({
            overflow: document.documentElement.scrollWidth - window.innerWidth,
            face: [...document.fonts].filter(face => face.status === 'loaded').length,
            // Each note beside its text: its head, and how far it is below the head of its call's line; and its foot.
            notes: [...document.querySelectorAll('.fl-note')].map(note => {
                const call = document.querySelector(note.querySelector('.fl-back').getAttribute('href'))
                const [box, at] = [note.getBoundingClientRect(), call.getBoundingClientRect()]
                return { top: box.top, bottom: box.bottom, left: box.left, right: box.right, call: at.top,
                    text: document.querySelector('.fl-text').getBoundingClientRect().right }
            }),
        }))
        const judged = await opened(width, scheme, true)
        await judged.evaluate(axe)
        const found = await judged.evaluate(() => globalThis.axe.run(document))
        seen.violations.push(...found.violations.map(v => `${width} ${scheme} ${v.id}: ${v.nodes[0].html}`))
        if (width === 390) {
            for (const button of await page.locator('.fl-call button').all()) {
                await button.scrollIntoViewIfNeeded()
                const before = await page.evaluate(() => window.scrollY)
                await button.click()
                const note = page.locator('.fl-note:popover-open')
                const box = await note.boundingBox()
                await page.screenshot({ path: join(folder, `popped-${scheme}-${seen.popped.length}.png`) })
                if (seen.popped.length % 2) await page.keyboard.press('Escape')
                else await note.locator('.fl-shut').click()
                seen.popped.push({ bottom: Math.round(box.y + box.height), still: await note.count() })
                seen.jumps.push(await page.evaluate(() => window.scrollY) - before)
            }
        } else {
            const calls = page.locator('.fl-call a')
            for (const call of await calls.all()) {
                await call.click()
                const lit = await page.evaluate(() => document.querySelector(':target').id)
                const wanted = await call.getAttribute('href')
                if (wanted !== `#${lit}`) seen.errors.push(`the call to ${wanted} led to ${lit}`)
            }
        }
        await page.context().close()
        await judged.context().close()
    }
}
const page = await opened(1280, 'light', false)
await page.pdf({ path: join(folder, 'printed.pdf'), preferCSSPageSize: true })
console.log(JSON.stringify(seen))
await browser.close()
