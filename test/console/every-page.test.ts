import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContextOptions, Page, Request } from 'playwright-core'
import { runAxe } from '../support/axe.ts'
import { moveTo, openShown, type ShownPage, signInto } from '../support/console-pages.ts'
import { type DemoGround, openDemoGround } from '../support/demo-ground.ts'
import { listEnglish, OWN_TEXT } from '../support/texts-of-a-page.ts'

const LEAD = 'egret'
/** Its words are the longer ones; what English needs of a page, all other tests of the console ask. */
const GERMAN: BrowserContextOptions = { locale: 'de-DE', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' }
const ENGLISH_TIME = /\b(?:\d+ (?:second|minute|hour|day)s? ago|yesterday)\b/

const SCHEMES = ['light', 'dark'] as const
/** In the second scheme a page differs only in its colours, and only those are checked. */
const ASKED = { light: {}, dark: { runOnly: ['color-contrast', 'link-in-text-block'] } } as const
/**
 * The single keys that could be shortcuts: letters, digits and function keys, but those that the browser itself uses.
 */
const KEYS = [...'abcdefghijklmnopqrstuvwxyz0123456789?', 'F2', 'F4', 'F8', 'F9', 'Delete', 'Backspace']
const SETTLED_MS = 15_000
const LOOK_AGAIN_MS = 150
/** More than 30 pages are opened, judged in two schemes and on a phone: minutes on a busy machine. */
const ALL_PAGES_MS = 900_000
/** Asked by POST because it says much, and changes nothing; and what a case that one is given or holds needs. */
const HARMLESS = /\/v1\/(enforcements\/preview|cases\/claim-next|cases\/[^/]+\/(claim\/renew|translation))$/

/** Pages without the frame, and so without its shortcuts; and the search, whose field has the focus from the start. */
const OUTSIDE: ReadonlySet<string> = new Set(['/sign-in', '/enrol', '/sign', '/search'])

type Visit = (page: Page, shown: ShownPage) => Promise<void>

/** Visits each page as a person who may open it, in one window per person, which loads the console once. */
async function visitAll({ browser, origin, pages: listed }: DemoGround, visit: Visit): Promise<void> {
  const pages = [...listed, { name: '/inbox', path: '/inbox', who: LEAD }]
  for (const who of new Set(pages.map((shown) => shown.who))) {
    const context = await signInto(browser, origin, who, GERMAN)
    const page = await context.newPage()
    const theirs = pages.filter((each) => each.who === who)
    for (const shown of theirs) {
      if (shown === theirs[0]) await openShown(page, origin, shown.path)
      else await moveTo(page, shown.path)
      await visit(page, shown)
    }
    await context.close()
  }
}

/** Returns the result once a page has settled: while one page replaces another, for a moment neither is there. */
async function atRest<T>(look: () => Promise<T>, isWell: (seen: T) => boolean): Promise<T> {
  const until = performance.now() + SETTLED_MS
  for (;;) {
    const seen = await look()
    if (isWell(seen) || performance.now() > until) return seen
    await pause(LOOK_AGAIN_MS)
  }
}

async function findViolations(page: Page, scheme: (typeof SCHEMES)[number]): Promise<string[]> {
  await page.emulateMedia({ colorScheme: scheme })
  return atRest(
    () => runAxe(page, ASKED[scheme]),
    (found) => found.length === 0,
  )
}

/** The overhang of the page, or of the bar above it, which can't be scrolled. */
const OVERHANG = `Math.max(document.documentElement.scrollWidth,
  ...[...document.querySelectorAll('header *')].map((each) => Math.ceil(each.getBoundingClientRect().right))) - innerWidth`

/** Returns by how many pixels a page is wider than the window. */
const findOverhang = (page: Page): Promise<number> =>
  atRest(
    () => page.evaluate<number>(OVERHANG),
    (over) => over <= 0,
  )

/** Counts the header's buttons that can't be pressed because the window is too small for them. */
const findCut = (page: Page): Promise<number> =>
  page.evaluate<number>(`[...document.querySelectorAll('header button')]
    .map((button) => button.getBoundingClientRect())
    .filter(({ width, left, right }) => width > 0 && (left < 0 || right > innerWidth)).length`)

interface Seen {
  /** The violations that axe found, and the parts too wide for a small phone. */
  unfit: string[]
  /** The pages that are too wide when they are written from right to left. */
  unfitRightToLeft: string[]
  /** The English sentences and times. */
  english: string[]
  /** The requests that the browser sent because of a key. */
  sent: string[]
}

let seen: Promise<Seen> | undefined

/** All that is asked of each page at one visit: to open it takes longer than most of that. */
function checkEachPage(): Promise<Seen> {
  seen ??= lookAtEachPage()
  return seen
}

async function lookAtEachPage(): Promise<Seen> {
  const found: Seen = { unfit: [], unfitRightToLeft: [], english: [], sent: [] }
  const ground = await openDemoGround()
  const english = listEnglish()
  await visitAll(ground, async (page, shown) => {
    const size = page.viewportSize()
    found.english.push(...(await findEnglish(page, shown, english)))
    found.unfitRightToLeft.push(...(await findUnfitRightToLeft(page, shown)))
    found.unfit.push(...(await findUnfit(page, shown)))
    if (size !== null) await page.setViewportSize(size)
    found.sent.push(...(await pressKeys(page, shown)))
  })
  return found
}

async function findEnglish(page: Page, { name }: ShownPage, english: readonly string[]): Promise<string[]> {
  assert.equal(await page.locator('html').getAttribute('lang'), 'de', name)
  const shown = await page.evaluate<string>(OWN_TEXT)
  const time = ENGLISH_TIME.exec(shown)?.[0]
  const found = [...english.filter((text) => shown.includes(text)), ...(time === undefined ? [] : [time])]
  return found.map((text) => `${name}: ${text}`)
}

/** Turns the page round and back: one that is loaded in such a language stands in languages.test.ts. */
async function findUnfitRightToLeft(page: Page, { name }: ShownPage): Promise<string[]> {
  await page.evaluate(`document.documentElement.dir = 'rtl'`)
  const over = await findOverhang(page)
  await page.evaluate(`document.documentElement.dir = 'ltr'`)
  return over > 0 ? [`${name} is ${over} px too wide`] : []
}

async function findUnfit(page: Page, { name }: ShownPage): Promise<string[]> {
  const found: string[] = []
  for (const scheme of SCHEMES)
    for (const violation of await findViolations(page, scheme)) found.push(`${name} ${scheme} ${violation}`)
  await page.setViewportSize({ width: 360, height: 780 })
  const over = await findOverhang(page)
  if (over > 0) found.push(`${name} is ${over} px too wide`)
  const cut = await findCut(page)
  if (cut > 0) found.push(`${name}: ${cut} of the header's buttons are cut off`)
  return found
}

interface Pressed {
  /** The number of keys pressed so far. */
  count: number
  isDialogOpen: boolean
}

/**
 * Presses and holds one key after the other, beginning after the first `from`, until one opens a dialog or leaves the page.
 * A field that a key puts the focus on is left again: in it, the next keys would only be typed text.
 * The page dispatches them itself: a call for each of 40 keys on each page would take most of the time of all tests.
 */
const PRESS_FROM = (from: number): string => `(async () => {
  const keys = ${JSON.stringify(KEYS)}, { pathname } = location
  const send = (type, key, more) => (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent(type, { bubbles: true, cancelable: true, key, ...more }))
  for (let count = ${from}; count < keys.length; count++) {
    const key = keys[count], before = document.activeElement
    send('keydown', key); send('keydown', key, { repeat: true }); send('keyup', key)
    await new Promise((done) => setTimeout(done, 4))
    const after = document.activeElement
    if (after !== before && after?.matches('input, textarea, select')) after.blur()
    const isDialogOpen = document.querySelector('[role=dialog]') !== null
    if (isDialogOpen || location.pathname !== pathname) return { count: count + 1, isDialogOpen }
  }
  return { count: keys.length, isDialogOpen: false }
})()`

/** Presses Escape until no dialog is open: one that has just opened does not have the focus yet, and misses the first. */
async function closeDialog(page: Page): Promise<void> {
  const open = await atRest(
    async () => {
      await page.keyboard.press('Escape')
      return page.getByRole('dialog').count()
    },
    (count) => count === 0,
  )
  assert.equal(open, 0, 'Escape closes no dialog')
}

const waitForDialog = (page: Page): Promise<number> =>
  atRest(
    () => page.getByRole('dialog').count(),
    (count) => count > 0,
  )

/** Presses every key, and leaves what a key opens. Returns the requests that the browser sent meanwhile. */
async function pressKeys(page: Page, { name, path }: ShownPage): Promise<string[]> {
  const sent: string[] = []
  const note = (request: Request) => {
    if (request.method() !== 'GET' && !HARMLESS.test(new URL(request.url()).pathname))
      sent.push(`${name}: ${request.method()} ${request.url()}`)
  }
  page.on('request', note)
  const { pathname } = new URL(page.url()) // Some give way to what is to be seen there.
  let opened = 0
  for (let done = 0; done < KEYS.length; ) {
    const { count, isDialogOpen } = await page.evaluate<Pressed>(PRESS_FROM(done))
    done = count
    if (isDialogOpen) {
      opened += 1
      await closeDialog(page)
    }
    if (new URL(page.url()).pathname !== pathname) await moveTo(page, path)
  }
  // On a busy machine a dialog appears after the last key.
  if (opened === 0 && !OUTSIDE.has(name)) {
    opened = await waitForDialog(page)
    await closeDialog(page)
  }
  page.off('request', note)
  return opened > 0 || OUTSIDE.has(name) ? sent : [...sent, `${name}: no key did anything`]
}

test('every page passes axe and fits a small phone', { timeout: ALL_PAGES_MS }, async () => {
  assert.deepEqual((await checkEachPage()).unfit, [])
})

test('a German browser shows no English sentence on any page', async () => {
  assert.deepEqual((await checkEachPage()).english, [])
})

test('every page fits a wide window from right to left', async () => {
  assert.deepEqual((await checkEachPage()).unfitRightToLeft, [])
})

test('dialogs pass the same accessibility checks as pages', async () => {
  const { browser, origin } = await openDemoGround()
  const found: string[] = []
  const context = await signInto(browser, origin, LEAD, { reducedMotion: 'reduce' })
  const page = await context.newPage()
  await openShown(page, origin, '/me')
  // The frame sets this mark with its keys: a key before that is lost.
  await page.locator('html.has-late-font').waitFor()
  for (const key of ['?', 's', 'f']) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    for (const scheme of SCHEMES)
      for (const violation of await findViolations(page, scheme)) found.push(`${key} ${scheme} ${violation}`)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await context.close()
  assert.deepEqual(found, [])
})

test('no single key press changes data on any page', async () => {
  assert.deepEqual((await checkEachPage()).sent, [])
})
