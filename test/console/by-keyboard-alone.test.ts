import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type ConsoleDesk, type Sitting, startConsoleDesk } from '../support/console-desk.ts'
import { minutes, READING_MS } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const HANDLE = 'minister_vale'
/** The time that a decision about an account of some size takes at least. */
const LOOKING_MS = 30_000

/** A member of the public reports an account on its own page. */
async function report(desk: ConsoleDesk, handle: string): Promise<void> {
  const { page, keyboard } = await desk.visitor()
  await page.goto(`${desk.demo.url}/@${handle}`)
  await keyboard.go(page.locator('summary'))
  await keyboard.press('Enter')
  await keyboard.fill('Anything we should know?', 'They sell tickets for a train that is free.')
  await keyboard.push('button', 'Send report')
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/**
 * A reviewer claims the case, identifies the account, gives reasons, and proposes to take it offline. Returns the
 * enforcement.
 */
async function propose({ page, keyboard, go }: Sitting, desk: ConsoleDesk): Promise<string> {
  await go('/me')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await keyboard.press('g', 'r')
  await keyboard.push('button', 'Take next case')
  await page.getByRole('heading', { level: 1, name: /case_\d+/ }).waitFor()
  await page.getByText(`@${HANDLE}`).first().waitFor()
  await desk.advance(LOOKING_MS)
  // Letters choose from what is there: it comes with the claim, a moment after the case.
  await page.getByRole('radio', { name: 'Violation', exact: true }).waitFor({ state: 'attached' })
  await keyboard.press('v')
  await keyboard.pick('Policy', 'Scams')
  await keyboard.choose('Action', 'deactivate')
  await keyboard.choose('Account you mean', /Ada Vale 43\.5M/)
  await keyboard.fill('Type the handle of this account', HANDLE)
  for (const question of ['Speaker', 'Public interest', 'Harm caused by the content'])
    await keyboard.fill(question, 'Weighed, and written down.')
  await keyboard.fill('Less restrictive actions considered', 'A label was considered.')
  await keyboard.fill('Reason for the decision', 'It asks travellers for money.')
  const sentence = page.getByRole('status').filter({ hasText: ', if approved by ' })
  await sentence.waitFor()
  await page.locator('button:enabled', { hasText: 'Ask to take offline without an end' }).waitFor()
  await keyboard.press('Control+Shift+Enter')
  const enforcement = page.getByRole('link', { name: /^enf_\d+$/ }).first()
  await page.getByText('decided.').waitFor()
  await enforcement.waitFor()
  return (await enforcement.textContent()) ?? ''
}

/** An approver takes an offer, records their independent review, and is shown the proposal. */
async function consider({ page, keyboard, go }: Sitting, desk: ConsoleDesk): Promise<void> {
  await go('/me')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await keyboard.press('g', 'c')
  await keyboard.push('button', 'Show next request')
  await page.getByRole('radiogroup', { name: 'Conclusion' }).waitFor()
  await keyboard.press('v')
  await keyboard.choose('Account you mean', /Ada Vale 43\.5M/)
  await keyboard.fill('Reason for the decision', 'It does, as I read it.')
  await keyboard.push('button', 'Record conclusion and compare')
  await page.getByText(', if approved by ').waitFor()
  assert.ok(await page.getByRole('button', { name: /^Approve in 00:\d\d$/ }).isDisabled(), 'nobody agrees at once')
  assert.ok(await page.getByRole('button', { name: 'Pass to another person' }).isEnabled())
  await desk.advance(READING_MS)
  await page.reload()
}

async function agree(sitting: Sitting, desk: ConsoleDesk, progress: string): Promise<void> {
  await consider(sitting, desk)
  await sitting.keyboard.push('button', 'Approve with passkey')
  await sitting.page.getByText('Signed.').waitFor()
  await sitting.page.getByText(progress).waitFor()
}

/** All approvals are given: the confirm duty is offered without a review. */
async function takeDuty({ page, keyboard, go }: Sitting): Promise<void> {
  await go('/me')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await keyboard.press('g', 'c')
  await keyboard.push('button', 'Show next request')
  await page.getByRole('heading', { name: 'Confirmation duty' }).waitFor()
  await keyboard.push('button', 'Take confirmation duty')
  await page.getByText('You hold the confirmation duty.').waitFor()
}

/**
 * Holds an enforcement: a report, a proposal, two approvals with passkeys of two people, and a person with the confirm
 * duty.
 */
async function hold(t: TestContext) {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit()
  await report(desk, HANDLE)
  const enforcementId = await propose(ana, desk)
  await agree(await desk.sit({ roles: ['senior'], team: 'north' }), desk, '1 of 2 approvals')
  const cleo = await desk.sit({ roles: ['lead'], team: 'south' })
  await agree(cleo, desk, '2 of 2 approvals')
  await takeDuty(await desk.sit({ roles: ['lead'], team: 'east' }))
  await desk.enforcementIn(enforcementId, 'held')
  return { desk, ana, cleo, enforcementId }
}

test('by keyboard: a guarded enforcement is signed, held and stopped', async (t) => {
  const { desk, cleo, enforcementId } = await hold(t)
  const { page, keyboard } = cleo
  await keyboard.press('g', 'l')
  await page.getByText('takes effect in').waitFor()
  await keyboard.press('s', 'Enter')
  await desk.enforcementIn(enforcementId, 'stopped')
  await page.getByRole('main').getByText('stopped').waitFor()
  await desk.advance(minutes(31))
  assert.equal(await desk.visit('account:vale'), 200)
  await checkLedger(desk.desk)
})

test('by keyboard: an enforcement takes effect and is restored', async (t) => {
  const { desk, ana, enforcementId } = await hold(t)
  const { page: outside } = await desk.visitor()
  const profile = `${desk.demo.url}/@${HANDLE}`
  await outside.goto(profile)
  const before = await outside.locator('.quiet').nth(1).textContent()
  await desk.advance(minutes(20))
  await ana.go('/live') // A person who does nothing for half an hour is signed out.
  await ana.page.getByText('takes effect in').waitFor()
  await ana.keyboard.press('s')
  await desk.advance(minutes(10))
  await desk.enforcementIn(enforcementId, 'in_effect')
  await outside.goto(profile)
  await outside.getByRole('heading', { name: 'This account is not available.' }).waitFor()
  const { page, keyboard } = ana
  // While it takes effect, it is in another part of the page; it moves once the page receives the event.
  await page.getByRole('rowgroup', { name: 'Awaiting confirmation 1' }).getByText('restored automatically in').waitFor()
  await page.locator(`main [aria-label="Restore ${enforcementId}"]:focus`).waitFor({ timeout: 2_000 }) // It moved with the row.
  await keyboard.press('r', 'Enter')
  await desk.enforcementIn(enforcementId, 'restored')
  await outside.goto(profile)
  await outside.getByRole('heading', { name: 'Ada Vale' }).waitFor()
  assert.equal(await outside.locator('.quiet').nth(1).textContent(), before, 'with everybody who followed')
  await checkLedger(desk.desk)
})
