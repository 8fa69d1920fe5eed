// A walk through the demo as its users would take it: sign in, search, open an account, review, draft a
// referral, approve it as somebody else, see the outcome; every page at desktop and phone width, with
// axe-core finding no serious fault and the browser asking nobody but the dashboard.
//
// ROUTEWATCH_SCREENSHOTS=folder keeps the pictures (the README's are made so).
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'

const root = new URL('../..', import.meta.url).pathname
const program = process.env.ROUTEWATCH_BINARY ?? join(root, 'target/debug/routewatch')
const pictures = process.env.ROUTEWATCH_SCREENSHOTS
const folder = mkdtempSync(join(tmpdir(), 'routewatch-walk-'))
const desktop = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }
const passwords = {
  ada: 'demo-analyst-ada', ben: 'demo-approver-ben', vera: 'demo-viewer-vera', root: 'demo-admin-root',
}
let demo, base, browser
const pages = {}
const strangers = new Set()

before(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true })
  const words = ['demo', '--listen', '127.0.0.1:0', '--data', join(folder, 'data'), '--time-factor', '120']
  demo = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  base = await new Promise((resolve, reject) => {
    const lines = createInterface({ input: demo.stdout })
    lines.on('line', (line) => {
      const found = line.match(/dashboard\s+(http:\S+)/)
      if (found) resolve(found[1])
    })
    demo.on('exit', (code) => reject(new Error(`the demo ended with ${code}`)))
  })
  browser = await chromium.launch({
    executablePath: process.env.ROUTEWATCH_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
})

after(async () => {
  await browser?.close()
  demo?.kill('SIGTERM')
  await new Promise((resolve) => (demo ? demo.on('exit', resolve) : resolve()))
  rmSync(folder, { recursive: true, force: true })
})

// A browser window of somebody's own; whom it asks is noted.
async function signIn(who) {
  const context = await browser.newContext({ viewport: desktop, colorScheme: 'light' })
  const page = await context.newPage()
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) strangers.add(request.url())
  })
  page.on('pageerror', (error) => assert.fail(`script error on ${page.url()}: ${error}`))
  await page.goto(`${base}/sign-in`)
  if (who === 'ada') await picture(page, 'sign-in')
  await page.fill('input[name=name]', who)
  await page.fill('input[name=password]', passwords[who])
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith('/sign-in')), page.keyboard.press('Enter')])
  pages[who] = page
  return page
}

// Serious faults of accessibility on the page as it is.
async function examine(page, name) {
  const result = await new AxeBuilder({ page }).analyze()
  const serious = result.violations.filter((v) => ['serious', 'critical'].includes(v.impact))
  const told = serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`)
  assert.deepEqual(told, [], `${name} at ${page.url()}`)
}

async function picture(page, name) {
  for (const [width, viewport] of [['desktop', desktop], ['phone', phone]]) {
    await page.setViewportSize(viewport)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.ok(wide <= 0, `${name} is ${wide}px too wide at ${viewport.width}px`)
    await examine(page, `${name} (${width})`)
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}.png`) })
  }
  if (pictures) {
    await page.setViewportSize(desktop)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: join(pictures, `${name}-dark.png`) })
    await page.emulateMedia({ colorScheme: 'light' })
  }
  await page.setViewportSize(desktop)
}

// Reloads a page until it shows what is waited for.
async function until(page, path, seen, what) {
  const end = Date.now() + 120_000
  for (;;) {
    await page.goto(base + path)
    if (await seen(page)) return
    assert.ok(Date.now() < end, `${what} did not come within two minutes`)
    await page.waitForTimeout(500)
  }
}

test('the first adverts are on screen within a minute', async () => {
  const page = await signIn('ada')
  const begun = Date.now()
  const shows = async (p) => (await p.locator('article.post').count()) >= 20
  await until(page, '/search?label=offer', shows, 'twenty adverts')
  console.log(`adverts on screen after ${((Date.now() - begun) / 1000).toFixed(1)} s`)
  await until(page, '/search?label=offer', languages(12), 'adverts in twelve languages')
})

const languages = (least) => async (page) => (await page.locator('.facets a[href*="language="]').count()) >= least

test('every page can be read, at desktop and phone width', async () => {
  const page = pages.ada
  const all = {
    overview: '/', search: '/search?label=offer', review: '/review', accounts: '/accounts', adverts: '/adverts',
    networks: '/networks', cases: '/cases', referrals: '/referrals', watches: '/watches', sources: '/sources',
    reports: '/reports', model: '/model', help: '/help', 'watch-new': '/watches/new?label=offer', 'case-new': '/cases/new',
  }
  for (const [name, path] of Object.entries(all)) {
    const response = await page.goto(base + path)
    assert.equal(response.status(), 200, path)
    await picture(page, name)
  }
})

test('records can be opened from their lists', async () => {
  const page = pages.ada
  for (const list of ['adverts', 'networks', 'sources', 'watches']) {
    await page.goto(`${base}/${list}`)
    const first = await page.locator('[data-row]').first().getAttribute('data-href')
    const response = await page.goto(base + first)
    assert.equal(response.status(), 200, first)
    await picture(page, list === 'watches' ? 'watch' : list.replace(/s$/, ''))
  }
})

let account

test('an analyst finds an advert, opens its account, and reviews its posts', async () => {
  const page = pages.ada
  await page.goto(`${base}/accounts`)
  account = await page.locator('[data-row]').first().getAttribute('data-href')
  await page.goto(`${base}${account}?label=offer`)
  await picture(page, 'account')
  const posts = await page.locator('article.post').evaluateAll((all) => all.map((one) => one.id || one.dataset.post))
  assert.ok(posts.length >= 2, `${posts.length} posts`)
  const links = await page.locator('article.post a[href^="/posts/"]').evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('href').split(/[?#]/)[0]))])
  for (const link of links.slice(0, 2)) {
    await page.goto(base + link)
    if (link === links[0]) await picture(page, 'post')
    await page.goto(`${base}/review?post=${link.split('/').at(-1)}`)
    await page.keyboard.press('1')
    await page.waitForSelector('.flash')
    assert.match(await page.locator('.flash').first().innerText(), /Saved: offer/)
  }
})

test('an account goes into a case with a note, and evidence can be read', async () => {
  const page = pages.ada
  await page.goto(base + account)
  await page.click('text=Add to a case')
  await page.fill('input[name=title]', 'Boats of one family')
  await page.click('text=Open the case')
  await page.fill('textarea[name=text]', 'The same number stands in four accounts.')
  await page.click('text=Add the note')
  assert.match(await page.locator('main').innerText(), /The same number stands in four accounts/)
  await picture(page, 'case')
  await page.goto(base + account)
  const capture = await page.locator('a[href^="/captures/"]').first().getAttribute('href')
  assert.equal((await page.goto(base + capture)).status(), 200)
  await picture(page, 'capture')
  await page.goto(`${base}/open/account/${account.split('/').at(-1)}`)
  await picture(page, 'open')
})

let referral

test('a referral is drafted by one person and approved by another', async () => {
  const page = pages.ada
  await page.goto(base + account)
  await page.click('text=Draft a referral')
  await page.fill('textarea[name=statement]', 'The account sells irregular passage; each post names a price and a number.')
  await picture(page, 'referral-new')
  await page.click('text=Save the draft')
  await page.waitForURL(/\/referrals\/[0-9a-f-]+$/)
  referral = new URL(page.url()).pathname
  assert.equal(await page.locator('text=Approve and send').count(), 0, 'nobody approves their own draft')
  const ben = await signIn('ben')
  await ben.goto(base + referral)
  await picture(ben, 'referral-draft')
  await ben.click('text=Approve and send')
  await ben.waitForSelector('.flash')
})

test('the platform acts, and the outcome shows it', async () => {
  const page = pages.ben
  await until(page, referral, async (p) => /removed/.test(await p.locator('h1').innerText()), 'the takedown')
  await picture(page, 'referral-done')
})

test('a viewer may read and nothing else; an administrator keeps people', async () => {
  const vera = await signIn('vera')
  assert.equal((await vera.goto(`${base}/referrals/new?account=${account.split('/').at(-1)}`)).status(), 403)
  assert.equal((await vera.goto(`${base}/settings`)).status() === 200 && (await vera.locator('form[action*="people"]').count()), 0)
  const admin = await signIn('root')
  await admin.goto(`${base}/settings`)
  const person = await admin.locator('a[href^="/settings/people/"]').first().getAttribute('href')
  for (const [name, path] of [['settings', '/settings'], ['person', person], ['audit', '/audit']]) {
    assert.equal((await admin.goto(base + path)).status(), 200)
    await picture(admin, name)
  }
})

test('the browser asked nobody but the dashboard', () => {
  assert.deepEqual([...strangers], [])
})
