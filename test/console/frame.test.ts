import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { updatePreferences } from '../../src/people/staff/preferences.ts'
import { runAxe } from '../support/axe.ts'
import { startConsole } from '../support/console.ts'
import { waitFor } from '../support/wait-for.ts'

const PHONE = { width: 390, height: 844 }
const OVERHANG = 'document.documentElement.scrollWidth - innerWidth'
const SMALLEST = { width: 320, height: 640 }
const DESK = { width: 1280, height: 800 }

/** Checks a page as it stands, on a desk and on a phone. */
async function checkFit(page: Page, name: string): Promise<void> {
  assert.deepEqual(await runAxe(page), [], name)
  await page.setViewportSize(PHONE)
  // The sidebar needs a moment to leave. A page that stays too wide ends the test here.
  await waitFor(`${name} to fit a phone`, async () => (await page.evaluate<number>(OVERHANG)) <= 0)
  await page.setViewportSize(DESK)
}

test('a person finds shift, language, help and tour in their menu', async (t) => {
  const { page, person, openAs, trouble } = await startConsole(t)
  await page.setViewportSize(DESK)
  const wren = await person(['reviewer'], { onShift: true })
  await openAs(wren, '/queue')
  const openMenu = () => page.getByRole('button', { name: wren.pseudonym }).click()
  const choose = (name: string) => page.getByRole('menuitem', { name }).click()

  await openMenu()
  for (const item of ['Start break', 'End shift', 'Language', 'Time zone', 'Theme', 'Settings', 'Show shortcuts'])
    await page.getByRole('menuitem', { name: item }).waitFor()
  await choose('Help')
  await page.getByRole('heading', { level: 1, name: 'Help' }).waitFor()
  await page.getByLabel('Find a word').fill('cooling')
  await page.getByText('No word matches “cooling”.').waitFor()
  await page.getByLabel('Find a word').fill('append-only')
  await page.getByRole('cell', { name: 'ledger', exact: true }).waitFor()
  assert.equal(await page.getByRole('cell', { name: 'enforcement', exact: true }).count(), 0)
  await page.getByRole('region', { name: 'Shortcuts' }).getByText('G Q').waitFor()
  await checkFit(page, '/help')

  await page.getByRole('button', { name: 'Take the tour' }).click()
  const tour = page.getByRole('region', { name: 'Tour of the console' })
  await tour.getByText('Step 1 of 5').waitFor()
  await checkFit(page, 'the tour')
  for (const title of ['Search and commands', 'Stop and restore', 'Alerts', 'You']) {
    await tour.getByRole('button', { name: 'Show next step' }).click()
    await tour.getByText(title, { exact: true }).waitFor()
  }
  await tour.getByRole('button', { name: 'Finish tour' }).click()
  await tour.waitFor({ state: 'detached' })

  await openMenu()
  await page.getByRole('menuitem', { name: 'Language' }).hover()
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click()
  await page.getByRole('heading', { level: 1, name: 'Hilfe' }).waitFor()
  await page.getByText('Die nur ergänzbare Aufzeichnung jedes Ereignisses', { exact: false }).waitFor()
  assert.deepEqual(trouble, [])
})

test('the tour starts at the first demo sign-in and stays closed', async (t) => {
  const { page, person, desk } = await startConsole(t)
  const { origin } = desk.relyingParty
  const wren = await person(['reviewer'], { onShift: true })
  const tour = page.getByRole('region', { name: 'Tour of the console' })
  const signIn = async () => {
    await page.goto(`${origin}/sign-in`)
    await page.getByRole('button', { name: wren.pseudonym }).click()
    await page.getByText('You hold no case.').waitFor()
  }
  await signIn()
  await tour.getByText('Step 1 of 5').waitFor()
  const stored = page.waitForResponse((answer) => answer.url().endsWith('/v1/me/preferences'))
  await tour.getByRole('button', { name: 'Close tour' }).click()
  assert.equal((await stored).status(), 204)
  await page.context().clearCookies()
  await signIn()
  assert.equal(await tour.count(), 0)
})

test('an administrator sees no foreign page, and hides the checklist', async (t) => {
  const { page, person, openAs } = await startConsole(t)
  await page.setViewportSize(DESK)
  const [admin, auditor] = [await person(['admin']), await person(['auditor'])]
  await openAs(admin, '/live')
  await page.getByRole('heading', { level: 1, name: 'Not a page of your role' }).waitFor()
  await page.getByText('Your role (administrator) does not see this page.', { exact: false }).waitFor()
  assert.equal(await page.getByRole('alert').count(), 0)
  await checkFit(page, '/live')
  await page.getByRole('main').getByRole('link', { name: 'People' }).click()
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()

  const checklist = page.getByRole('region', { name: 'Set up this desk' })
  await checklist.getByText('The rota names no person for now.').waitFor()
  await checklist.getByText('PostgreSQL neither archives its log', { exact: false }).waitFor()
  await checkFit(page, '/team')
  await checklist.getByRole('link', { name: 'Open help' }).click()
  await page.getByRole('heading', { level: 1, name: 'Help' }).waitFor()
  await page.goBack()
  await checklist.getByRole('button', { name: 'Hide checklist' }).click()
  await checklist.waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('table', { name: 'People' }).waitFor()
  assert.equal(await checklist.count(), 0)

  assert.equal(await page.getByRole('alert').count(), 0)
  await openAs(auditor, '/team')
  assert.equal(await checklist.count(), 0)
})

/** Lists the buttons and links of the bar that do not lie within the window. */
const OUTSIDE = `[...document.querySelectorAll('header :is(button, a)')].filter((each) => {
  const { left, right, width } = each.getBoundingClientRect()
  return width > 0 && (left < 0 || right > innerWidth)
}).map((each) => each.textContent || each.ariaLabel)`

test('the bar fits the smallest phone in German, also during a freeze', async (t) => {
  const { db, page, person, openAs, trouble } = await startConsole(t)
  const lead = await person(['lead'], { onShift: true })
  await updatePreferences(db, lead.id, { language: 'de', timeZone: null, tourClosed: true, checklistClosed: true })
  await page.setViewportSize(SMALLEST)
  await openAs(lead, '/live')
  await page.getByRole('button', { name: 'Stoppen', exact: true }).waitFor()
  assert.deepEqual(await page.evaluate(OUTSIDE), [])
  await page.getByRole('button', { name: 'Einschränkende Aktionen einfrieren' }).click()
  await page.getByRole('button', { name: 'Jetzt einfrieren' }).click()
  await page.getByRole('banner').getByText(/^bis /).waitFor()
  assert.deepEqual(await page.evaluate(OUTSIDE), [])
  assert.ok((await page.evaluate<number>(OVERHANG)) <= 0)
  assert.deepEqual(await runAxe(page), [])
  assert.deepEqual(trouble, [])
})
