import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { CONSOLE, readCatalogue } from '../messages/read-catalogue.ts'
import { moveTo, openShown, signInto } from '../support/console-pages.ts'
import { openDemoGround } from '../support/demo-ground.ts'
import { OWN_TEXT, partsOf, TELLING_WORDS } from '../support/texts-of-a-page.ts'

const LEAD = 'egret'
/** Pages of a lead with texts of every kind: times, counts, states, forms. */
const PAGES = [
  ...['/live', '/team', '/changes', '/incidents', '/drills', '/inbox', '/bulk-actions', '/me'],
  ...['/guards', '/automation'],
]
/** The areas of the server's catalogue whose texts these pages show inside sentences. */
const PHRASES = /^(?:condition|requirement|budget|automation\.act|drill\.scenario)\./
const GERMAN: BrowserContextOptions = { locale: 'de-DE', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' }
const LANGUAGE_KEY = 'countersign-language'

/** The texts of a language that tell it from the other: whole sentences and phrases without parameters. */
function listTelling(language: string, other: string): string[] {
  const others = new Set(readCatalogue(other, CONSOLE).values())
  return [...readCatalogue(language, CONSOLE).values()].filter(
    (text) => !text.includes('{') && text.split(' ').length >= TELLING_WORDS && !others.has(text),
  )
}

/** The constant parts of the phrases that the server words, long enough to tell the language. */
const listPhrases = (language: string): string[] =>
  [...readCatalogue(language, ['server'])]
    .filter(([key]) => PHRASES.test(key))
    .flatMap(([, text]) => partsOf(text))
    .filter((part) => part.split(' ').length >= TELLING_WORDS)

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
    await moveTo(page, path)
    const shown = await page.evaluate<string>(OWN_TEXT)
    found.push(...texts.filter((text) => shown.includes(text)).map((text) => `${path}: ${text}`))
    const time = pattern.exec(shown)?.[0]
    if (time !== undefined) found.push(`${path}: ${time}`)
  }
  return found
}

test('a person who chooses English reads none of German', async () => {
  const { browser, origin } = await openDemoGround()
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
  const { browser, origin } = await openDemoGround()
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

test('a right-to-left language turns the page', async () => {
  const { browser, origin } = await openDemoGround()
  const context = await signInto(browser, origin, LEAD, { reducedMotion: 'reduce' })
  await context.addInitScript(`localStorage.setItem('${LANGUAGE_KEY}', 'ar-XB')`)
  const page = await context.newPage()
  await openShown(page, origin, '/live')
  assert.equal(await page.evaluate<string>('getComputedStyle(document.body).direction'), 'rtl')
  assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')) <= 0)
  await context.close()
})

/** Lists the labels of the vertical axis that leave their panel or stand on the line. */
const MISPLACED = `[...document.querySelectorAll('.recharts-yAxis-tick-labels text')].filter((label) => {
  const { left, right } = label.getBoundingClientRect()
  const panel = label.closest('section').getBoundingClientRect()
  const line = document.querySelector('.recharts-line-curve').getBoundingClientRect()
  return left < panel.left || right > line.left
}).map(({ textContent }) => textContent)`

test('the axis of an incident keeps its labels from right to left', async () => {
  const { browser, origin } = await openDemoGround()
  const context = await signInto(browser, origin, LEAD, { reducedMotion: 'reduce' })
  const answer = await context.request.get(`${origin}/v1/incidents`)
  const { items }: { items: { id: string }[] } = await answer.json()
  await context.addInitScript(`localStorage.setItem('${LANGUAGE_KEY}', 'ar-XB')`)
  const page = await context.newPage()
  await openShown(page, origin, `/incidents/${items[0]?.id}`)
  const labels = page.locator('.recharts-yAxis-tick-labels text')
  await labels.nth(1).waitFor()
  assert.equal(await labels.count(), 2)
  assert.deepEqual(await page.evaluate(MISPLACED), [])
  await context.close()
})
