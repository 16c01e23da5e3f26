import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page, Request, Route } from 'playwright-core'
import { openShown, signInto } from '../support/console-pages.ts'
import { openDemoGround } from '../support/demo-ground.ts'

const PHONE = { width: 390, height: 844 }
/** A page without places for what loads moves by 0.2 to 0.9, and so does one whose lines break anew with its font. */
const SHIFT_MAX = 0.05
/** The console shows parts below loading ones after this, which a busy machine may reach: here it never does. */
const STAYS_OPENING =
  'const later = setTimeout; window.setTimeout = (act, ms, ...more) => ms === 3000 ? 0 : later(act, ms, ...more)'
const COUNT_SHIFTS = `window.shifted = []
  new PerformanceObserver((seen) => {
    for (const { value, hadRecentInput, sources } of seen.getEntries())
      if (!hadRecentInput) window.shifted.push({ value, of: sources.map(({ node }) => String(node?.textContent ?? '').slice(0, 60)) })
  }).observe({ type: 'layout-shift', buffered: true })`

/** Opens a page of the demo on a phone, as this person. */
async function openOnPhone(who: string) {
  const { browser, origin } = await openDemoGround()
  const context = await signInto(browser, origin, who, { viewport: PHONE, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.addInitScript(`{ ${STAYS_OPENING} }`)
  await page.addInitScript(COUNT_SHIFTS)
  return { page, origin, close: () => context.close() }
}

/** The address of a case that Wren holds. */
async function findCase(): Promise<string> {
  const { pages } = await openDemoGround()
  return pages.find(({ name }) => name === '/cases/:caseId')?.path as string
}

const shiftsOf = (page: Page) => page.evaluate<{ value: number; of: string[] }[]>('window.shifted')

/** Keeps the page from learning that it was painted. */
const HOLDS_FRAMES = `{
  const frame = window.requestAnimationFrame
  const held = []
  window.requestAnimationFrame = (act) => held.push(act)
  window.showFrames = () => {
    window.requestAnimationFrame = frame
    for (const act of held) frame(act)
  }
}`
/** Two frames: what was rendered has been painted by then. */
const PAINTED = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'

/** Holds the fonts of a page and all data but the caller, and answers the last request first: parts above load last. */
async function holdAll(page: Page) {
  const data: Route[] = []
  const fonts: Route[] = []
  let holdsData = true
  // Unanswered: an event from before the page was opened would have its data read again.
  await page.route('**/v1/**', (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/v1/events') return
    if (holdsData && pathname !== '/v1/me') data.push(route)
    else void route.continue()
  })
  await page.route('**/*.woff2', (route) => void fonts.push(route))
  const answer = async (route: Route) => {
    await route.continue()
    await (await route.request().response())?.finished()
    await page.evaluate(PAINTED)
  }
  const answerData = async () => {
    const isShown = `document.querySelector('h1') !== null && document.querySelector('[role=status] .loading') === null`
    for (let last = data.pop(); last !== undefined || !(await page.evaluate(isShown)); last = data.pop()) {
      if (last === undefined) await page.evaluate(PAINTED)
      else await answer(last)
    }
    holdsData = false
  }
  const answerFonts = async () => {
    await page.locator('html.has-late-font').waitFor()
    await page.evaluate(PAINTED)
    for (const font of fonts) await answer(font)
    await page.evaluate('document.fonts.ready.then(() => undefined)')
    await page.evaluate(PAINTED)
  }
  return { fonts, answerData, answerFonts }
}

for (const [path, who] of [
  ['/start', 'wren'],
  ['/queue', 'wren'],
  ['/live', 'egret'],
  ['/guards', 'crane'],
  ['/ledger', 'finch'],
  ['/countersign', 'wren'],
  ['/team', 'egret'],
  [undefined, 'wren'],
] as const)
  test(`the page ${path ?? 'of a case'} opens on a phone without moving`, async () => {
    const { page, origin, close } = await openOnPhone(who)
    const { fonts, answerData, answerFonts } = await holdAll(page)
    await page.goto(`${origin}${path ?? (await findCase())}`, { waitUntil: 'commit' })
    await answerData()
    await answerFonts()
    assert.ok(fonts.length > 0)
    const shifts = await shiftsOf(page)
    assert.ok(shifts.reduce((sum, { value }) => sum + value, 0) < SHIFT_MAX, JSON.stringify(shifts))
    await close()
  })

test('a phone paints the evidence before what stands below it', async () => {
  const { page, origin, close } = await openOnPhone('wren')
  await page.addInitScript(HOLDS_FRAMES)
  await page.goto(origin + (await findCase()))
  const profile = page.locator('.profile')
  await profile.waitFor()
  assert.equal(await page.locator('.decision > *').count(), 0)
  await page.evaluate('window.showFrames()')
  await page.locator('.decision').getByRole('heading').first().waitFor()
  await close()
})

test('a decision that failed to load loads at the next press', async () => {
  const { page, origin, close } = await openOnPhone('wren')
  const code = '**/assets/beside-evidence-*.js'
  await page.route(code, (route) => route.abort())
  await page.goto(origin + (await findCase()))
  const decision = page.locator('.decision')
  await decision.getByRole('alert').waitFor()
  await page.locator('.profile').waitFor()
  await page.unroute(code)
  await decision.getByRole('button', { name: 'Try again' }).click()
  await decision.getByRole('heading', { name: 'Decision' }).waitFor()
  await close()
})

test('a part below one that still loads is hidden until then', async () => {
  const { page, origin, close } = await openOnPhone('egret')
  const held = Promise.withResolvers<void>()
  await page.route('**/v1/live', async (route) => {
    await held.promise
    await route.continue()
  })
  await page.goto(`${origin}/live`)
  const alerts = page.locator('[aria-label="Urgent alerts"]').locator('[data-row]').first()
  await alerts.waitFor({ state: 'attached' })
  assert.ok(!(await alerts.isVisible()))
  held.resolve()
  await alerts.waitFor()
  await close()
})

test('the queue opens on a phone without its fields', async () => {
  const { page, origin, close } = await openOnPhone('wren')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await openShown(page, origin, '/queue')
  await page.locator('[data-case]').first().waitFor()
  const isOfFields = (url: string) => /assets\/(?:components|filters)-/.test(url)
  assert.deepEqual(asked.filter(isOfFields), [])
  await page.getByRole('button', { name: 'Filters and order' }).click()
  await page.getByRole('combobox', { name: 'Category' }).waitFor()
  assert.ok(asked.some(isOfFields))
  await close()
})

test('a page requests texts, code and data before the first code runs', async () => {
  const { page, origin, close } = await openOnPhone('wren')
  const held = Promise.withResolvers<void>()
  await page.route('**/assets/first-*.js', async (route) => {
    await held.promise
    await route.continue()
  })
  const early = ['assets/texts-en-', 'assets/queue-page-', 'v1/me', 'v1/cases?'].map((name) =>
    page.waitForRequest((request) => request.url().includes(`/${name}`)),
  )
  await page.goto(`${origin}/queue`, { waitUntil: 'commit' })
  await Promise.all(early)
  held.resolve()
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await close()
})

test("a case's evidence is requested at once, its fonts later", async () => {
  const { page, origin, close } = await openOnPhone('wren')
  const path = await findCase()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const [code, profile] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await page.route('**/assets/first-*.js', async (route) => {
    await code.promise
    await route.continue()
  })
  await page.route('**/profile', async (route) => {
    await profile.promise
    await route.continue()
  })
  const early = ['', '/profile', '/lookalikes'].map((part) =>
    page.waitForRequest((request) => request.url().endsWith(`/v1${path}${part}`)),
  )
  await page.goto(origin + path, { waitUntil: 'commit' })
  await Promise.all(early)
  code.resolve()
  await page.locator('.decision').waitFor({ state: 'attached' })
  await page.evaluate(PAINTED)
  const isOfHandles = (each: string) => each.includes('jetbrains-mono')
  assert.ok(!asked.some(isOfHandles))
  profile.resolve()
  await page.waitForRequest((request) => isOfHandles(request.url()))
  await close()
})

/** Lighthouse counts the page itself and its fonts too. */
const REQUESTS_MAX = 20

for (const [path, who] of [
  ['/start', 'wren'],
  ['/queue', 'wren'],
  [undefined, 'wren'],
  ['/live', 'egret'],
  ['/countersign', 'wren'],
  ['/team', 'egret'],
] as const)
  test(`the page ${path ?? 'of a case'} opens with few requests, none twice`, async () => {
    const { page, origin, close } = await openOnPhone(who)
    // Unanswered: an event from before the page was opened would have its data read again.
    await page.route('**/v1/events*', () => undefined)
    const asked: string[] = []
    // Code that loads later is fetched, and then imported from the browser's cache, which a routed page doesn't use.
    const isFetchedCode = (request: Request) => request.resourceType() === 'fetch' && request.url().includes('/assets/')
    page.on('request', (request) => {
      if (!isFetchedCode(request)) asked.push(request.url())
    })
    await openShown(page, origin, path ?? (await findCase()))
    // An early answer that no query takes up was in vain.
    await page.waitForFunction('Object.keys(window.earlyAnswers).length === 0')
    await page.locator('html.has-late-font').waitFor()
    await page.evaluate('document.fonts.ready.then(() => undefined)')
    const once = [...new Set(asked)]
    assert.deepEqual(asked, once)
    assert.ok(once.length < REQUESTS_MAX, once.join('\n'))
    await close()
  })
