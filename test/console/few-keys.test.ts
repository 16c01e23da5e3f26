import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { CONSOLE_PAGES } from '../../src/app/http/console-pages.ts'
import { startConsoleDesk } from '../support/console-desk.ts'
import { moveTo } from '../support/console-pages.ts'
import { MINISTER, only } from '../support/gate-flow.ts'

const DECISION_KEYS_MAX = 6
/** Pages without the frame, and so without its shortcuts. */
const OUTSIDE = ['/', '/sign-in', '/enrol', '/sign']
/** The page whose field has the focus from the start: there a letter is typed text, and a chord stops. */
const SEARCH = '/search'

/** Counts every key that goes down in the page, modifiers included. */
async function countKeys(page: Page): Promise<() => Promise<number>> {
  await page.evaluate('window.keysDown = 0; addEventListener("keydown", () => { window.keysDown += 1 }, true)')
  return () => page.evaluate<number>('window.keysDown')
}

test('an ordinary decision takes six keys beside its reason', async (t) => {
  const desk = await startConsoleDesk(t)
  const { page, keyboard, go, ...ana } = await desk.sit()
  const caseId = await desk.gate.claim({ kind: 'content', id: 'pills-1' }, ana)
  await go(`/review/${caseId}`)
  await page.getByRole('radio', { name: 'Violation', exact: true }).waitFor({ state: 'attached' })
  const pressed = await countKeys(page)
  await keyboard.press('v')
  await page.getByRole('radiogroup', { name: 'Action' }).waitFor()
  await keyboard.press('4', 'c')
  await keyboard.type('It sells medicine without a licence.')
  await page.locator('button:enabled[data-variant=filled]', { hasText: 'Hide from everyone' }).waitFor()
  await keyboard.press('Control+Shift+Enter')
  await page.getByText(`${caseId}: decided.`).waitFor()
  assert.ok((await pressed()) <= DECISION_KEYS_MAX, `${await pressed()} keys`)
  await page.locator('button:focus', { hasText: 'Take next case' }).waitFor()
})

/** Starts a desk with an enforcement that awaits approval, and a lead at the console. */
async function startWaiting(t: TestContext, browser: BrowserContextOptions) {
  const desk = await startConsoleDesk(t)
  const ana = await desk.person()
  const { body } = await desk.gate.ask(await desk.gate.claim(MINISTER, ana), ana, { action: 'warn' })
  const enforcementId = only(body.enforcements)
  const lead = await desk.sit({ roles: ['lead'] }, browser)
  return { desk, enforcementId, lead, stop: lead.page.locator(`[aria-label="Stop ${enforcementId}"]:focus`) }
}

test('two keys stop an enforcement from every page', async (t) => {
  const { desk, enforcementId, lead, stop } = await startWaiting(t, { reducedMotion: 'reduce' })
  const { page, keyboard, go } = lead
  await go('/help')
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  for (const path of CONSOLE_PAGES.filter((each) => !each.includes(':') && !OUTSIDE.includes(each))) {
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await moveTo(page, path)
    await page.getByRole('button', { name: 'Stop / restore 1' }).waitFor()
    await keyboard.press(path === SEARCH ? 'Control+.' : 's')
    await stop.waitFor()
  }
  await keyboard.press('Enter')
  await desk.enforcementIn(enforcementId, 'stopped')
})

test('two keys stop an enforcement from a field, with motion', async (t) => {
  const { desk, enforcementId, lead, stop } = await startWaiting(t, { reducedMotion: 'no-preference' })
  const { page, keyboard, go } = lead
  await go(SEARCH)
  await page.getByRole('button', { name: 'Stop / restore 1' }).waitFor()
  await page.locator('input:focus').waitFor()
  await keyboard.press('Control+.')
  await stop.waitFor()
  await keyboard.press('Enter')
  await desk.enforcementIn(enforcementId, 'stopped')
})
