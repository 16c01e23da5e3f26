import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { CONSOLE, readCatalogue } from '../messages/read-catalogue.ts'
import { listPages, openShown, signInto } from '../support/console-pages.ts'
import { startDemoDesk } from '../support/demo-desk.ts'
import { launchBrowser } from '../support/launch-browser.ts'

const LEAD = 'egret'
/** Pages of a lead with texts of every kind: times, counts, states, forms. */
const PAGES = [
  ...['/live', '/team', '/changes', '/incidents', '/drills', '/inbox', '/bulk-actions', '/me'],
  ...['/guards', '/automation'],
]
/** The areas of the server's catalogue whose texts these pages show inside sentences. */
const PHRASES = /^(?:condition|requirement|budget|automation\.act|drill\.scenario)\./
const GERMAN: BrowserContextOptions = { locale: 'de-DE', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' }
const WINDOWS = [1280] as const
/** Shorter texts may stand in a name or in what a person wrote. */
const TELLING_WORDS = 3
/** A part of a sentence with parameters may stand in what a person or a policy file says. */
const PART_WORDS = 5
const ENGLISH_TIME = /\b(?:\d+ (?:second|minute|hour|day)s? ago|yesterday)\b/
const LANGUAGE_KEY = 'countersign-language'

type Ground = { browser: Browser; origin: string }

const endings: (() => Promise<void>)[] = []
let opened: Promise<Ground> | undefined

/** Starts one desk and one browser for all tests, in the first test that runs. */
function openGround(): Promise<Ground> {
  opened ??= open()
  return opened
}

async function open(): Promise<Ground> {
  const desk = await startDemoDesk()
  endings.unshift(desk.stop)
  const browser = await launchBrowser()
  endings.unshift(() => browser.close())
  return { browser, origin: desk.origin }
}
after(async () => {
  for (const end of endings) await end()
})

/** The texts of a language that tell it from the other: whole sentences and phrases without parameters. */
function listTelling(language: string, other: string): string[] {
  const others = new Set(readCatalogue(other, CONSOLE).values())
  return [...readCatalogue(language, CONSOLE).values()].filter(
    (text) => !text.includes('{') && text.split(' ').length >= TELLING_WORDS && !others.has(text),
  )
}

/** The text of a page without the parts that are marked as English: texts that the desk stored. */
const OWN_TEXT = `(() => {
  const body = document.body.cloneNode(true)
  for (const part of body.querySelectorAll('[lang="en"]')) part.remove()
  return body.textContent
})()`

/** The constant parts of the phrases that the server words, long enough to tell the language. */
const listPhrases = (language: string): string[] =>
  [...readCatalogue(language, ['server'])]
    .filter(([key]) => PHRASES.test(key))
    .flatMap(([, text]) => partsOf(text))
    .filter((part) => part.split(' ').length >= TELLING_WORDS)

/** The constant parts of a text, without its parameters and forms. */
const partsOf = (text: string): string[] => text.split(/\{[^{}]*\}|[{}]/).map((part) => part.trim())

/**
 * Every sentence of the English catalogue with its German, as constant parts that are long enough to be no words of a
 * person or of a policy file. A text counts that German words otherwise.
 */
function listEnglish(): string[] {
  const parts = [CONSOLE, ['server'] as const, ['shared'] as const].flatMap((audiences) => {
    const german = readCatalogue('de', audiences)
    return [...readCatalogue('en', audiences)].flatMap(([key, text]) => {
      const others = new Set(partsOf(german.get(key) ?? ''))
      const least = text.includes('{') ? PART_WORDS : TELLING_WORDS
      return partsOf(text).filter((part) => part.split(' ').length >= least && !others.has(part))
    })
  })
  return [...new Set(parts)]
}

/** Finds the page of an enforcement whose requirement is shown. */
async function findEnforcementPage(page: Page, origin: string): Promise<string> {
  const answer = await page.request.get(`${origin}/v1/enforcements?limit=100`)
  const { items }: { items: { id: string }[] } = await answer.json()
  for (const { id } of items) {
    const read = await page.request.get(`${origin}/v1/enforcements/${id}`)
    const { requirement }: { requirement: { approvals: unknown[] } | null } = await read.json()
    if ((requirement?.approvals.length ?? 0) > 0) return `/enforcements/${id}`
  }
  throw new Error('no enforcement of the demo desk requires an approval')
}

async function findTexts(page: Page, origin: string, texts: readonly string[], pattern: RegExp): Promise<string[]> {
  const found: string[] = []
  for (const path of [...PAGES, await findEnforcementPage(page, origin)]) {
    await openShown(page, origin, path)
    const shown = await page.evaluate<string>(OWN_TEXT)
    found.push(...texts.filter((text) => shown.includes(text)).map((text) => `${path}: ${text}`))
    const time = pattern.exec(shown)?.[0]
    if (time !== undefined) found.push(`${path}: ${time}`)
  }
  return found
}

test('a German browser shows no English sentence on any page', async () => {
  const { browser, origin } = await openGround()
  const pages = [...(await listPages(browser, origin)), { name: '/inbox', path: '/inbox', who: LEAD }]
  const english = listEnglish()
  const found: string[] = []
  for (const who of new Set(pages.map((each) => each.who))) {
    const context = await signInto(browser, origin, who, GERMAN)
    const page = await context.newPage()
    for (const { name, path } of pages.filter((each) => each.who === who)) {
      await openShown(page, origin, path)
      const shown = await page.evaluate<string>('document.body.textContent')
      found.push(...english.filter((text) => shown.includes(text)).map((text) => `${name}: ${text}`))
      const time = ENGLISH_TIME.exec(shown)?.[0]
      if (time !== undefined) found.push(`${name}: ${time}`)
      assert.equal(await page.locator('html').getAttribute('lang'), 'de', name)
    }
    await context.close()
  }
  assert.deepEqual(found, [])
})

test('a person who chooses English reads none of German', async () => {
  const { browser, origin } = await openGround()
  const context = await signInto(browser, origin, LEAD, GERMAN)
  const page = await context.newPage()
  await openShown(page, origin, '/me')
  await page.getByRole('radiogroup', { name: 'Sprache' }).getByText('English').click()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  const found = await findTexts(
    page,
    origin,
    [...listTelling('de', 'en'), ...listPhrases('de')],
    /\bvor \d+ (?:Sekunden?|Minuten?|Stunden?|Tagen?)\b|\bgestern\b/,
  )
  assert.deepEqual(found, [])
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  await context.close()
})

test('a chosen language and time zone follow the person to another browser', async () => {
  const { browser, origin } = await openGround()
  const context = await signInto(browser, origin, LEAD, GERMAN)
  const page = await context.newPage()
  await openShown(page, origin, '/me')
  await page
    .getByRole('radiogroup', { name: /Sprache|Language/ })
    .getByText('Deutsch')
    .click()
  await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor()
  await page.getByRole('combobox', { name: 'Zeitzone' }).fill('Asia/Tokyo')
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click()
  const inTokyo = /\d GMT\+9$/
  await page.getByRole('cell', { name: inTokyo }).first().waitFor()
  await context.close()
  const elsewhere = await signInto(browser, origin, LEAD, { locale: 'en-GB', reducedMotion: 'reduce' })
  const other = await elsewhere.newPage()
  await openShown(other, origin, '/me')
  await other.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor()
  await other.getByRole('cell', { name: inTokyo }).first().waitFor()
  await elsewhere.request.put(`${origin}/v1/me/preferences`, {
    data: { language: null, timeZone: null, tourClosed: false, checklistClosed: false },
    headers: { origin },
  })
  await elsewhere.close()
})

test('every page fits a wide window in a right-to-left language', async () => {
  const { browser, origin } = await openGround()
  const unfit: string[] = []
  const pages = await listPages(browser, origin)
  for (const who of new Set(pages.map((each) => each.who))) {
    const context = await signInto(browser, origin, who, { reducedMotion: 'reduce' })
    await context.addInitScript(`localStorage.setItem('${LANGUAGE_KEY}', 'ar-XB')`)
    const page = await context.newPage()
    for (const { name, path } of pages.filter((each) => each.who === who)) {
      await page.goto(`${origin}${path}`)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      assert.equal(await page.evaluate<string>('getComputedStyle(document.body).direction'), 'rtl', name)
      for (const width of WINDOWS) {
        await page.setViewportSize({ width, height: 780 })
        const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
        if (over > 0) unfit.push(`${name} at ${width} px is ${over} px too wide`)
      }
    }
    await context.close()
  }
  assert.deepEqual(unfit, [])
})
