import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { textsIn } from '../support/catalogue-texts.ts'
import { type ConsoleDesk, type Sitting, startConsoleDesk } from '../support/console-desk.ts'
import { minutes, READING_MS } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const HANDLE = 'minister_vale'
type Say = ReturnType<typeof textsIn>
/** The condition in the sentence of an enforcement that people must approve. */
const APPROVED_BY = /, (if approved by|falls genehmigt von) /
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
async function propose({ page, keyboard, go }: Sitting, desk: ConsoleDesk, say: Say): Promise<string> {
  await go('/me')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await keyboard.press('g', 'r')
  await keyboard.push('button', say('console/review.next'))
  await page.getByRole('heading', { level: 1, name: /case_\d+/ }).waitFor()
  await page.getByText(`@${HANDLE}`).first().waitFor()
  await desk.advance(LOOKING_MS)
  // Letters choose from what is there: it comes with the claim, a moment after the case.
  await page
    .getByRole('radio', { name: say('console/review.conclusions.violation'), exact: true })
    .waitFor({ state: 'attached' })
  await keyboard.press('v')
  await keyboard.pick(say('console/review.policy'), 'Scams')
  await keyboard.choose(say('console/review.action'), say('console/actions.deactivate'))
  await keyboard.choose(say('console/review.whichAccount'), /Ada Vale 43[.,]5/)
  await keyboard.fill(say('console/review.typeHandle'), HANDLE)
  for (const question of ['whoSpeaks', 'publicInterest', 'harm'])
    await keyboard.fill(say(`console/review.${question}`), 'Weighed, and written down.')
  await keyboard.fill(say('console/review.alternatives'), 'A label was considered.')
  await keyboard.fill(say('console/review.why'), 'It asks travellers for money.')
  const sentence = page.getByRole('status').filter({ hasText: APPROVED_BY })
  await sentence.waitFor()
  await page.locator('button:enabled', { hasText: say('shared/action.ask.deactivate') }).waitFor()
  await keyboard.press('Control+Shift+Enter')
  const enforcement = page.getByRole('link', { name: /^enf_\d+$/ }).first()
  await page.getByText(/: (decided|entschieden)\./).waitFor()
  await enforcement.waitFor()
  return (await enforcement.textContent()) ?? ''
}

/** An approver takes an offer, records their independent review, and is shown the proposal. */
async function consider({ page, keyboard, go }: Sitting, desk: ConsoleDesk, say: Say): Promise<void> {
  await go('/me')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await keyboard.press('g', 'c')
  await keyboard.push('button', say('console/countersign.ask'))
  await page.getByRole('radiogroup', { name: say('console/countersign.find') }).waitFor()
  await keyboard.press('v')
  await keyboard.choose(say('console/review.whichAccount'), /Ada Vale 43[.,]5/)
  await keyboard.fill(say('console/review.why'), 'It does, as I read it.')
  await keyboard.push('button', say('console/countersign.record'))
  await page.getByText(APPROVED_BY).waitFor()
  assert.ok(
    await page.getByRole('button', { name: /^(Approve|Genehmigen) in 00:\d\d$/ }).isDisabled(),
    'nobody agrees at once',
  )
  assert.ok(await page.getByRole('button', { name: say('console/countersign.pass') }).isEnabled())
  await desk.advance(READING_MS)
  await page.reload()
}

async function agree(sitting: Sitting, desk: ConsoleDesk, say: Say): Promise<void> {
  await consider(sitting, desk, say)
  await sitting.keyboard.push('button', say('console/countersign.approve'))
  await sitting.page.getByText(/^(Signed|Signiert)\. /).waitFor()
}

/** All approvals are given: the confirm duty is offered without a review. */
async function takeDuty({ page, keyboard, go }: Sitting, say: Say): Promise<void> {
  await go('/me')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await keyboard.press('g', 'c')
  await keyboard.push('button', say('console/countersign.ask'))
  await page.getByRole('heading', { name: say('console/countersign.dutyTitle') }).waitFor()
  await keyboard.push('button', say('console/countersign.takeDuty'))
  await page.getByText(say('console/countersign.dutyTaken')).waitFor()
}

/**
 * Holds an enforcement: a report, a proposal, two approvals with passkeys of two people, and a person with the confirm
 * duty.
 */
async function hold(t: TestContext, language: 'en' | 'de') {
  const say = textsIn(language)
  const browser = { locale: language }
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit({}, browser)
  await report(desk, HANDLE)
  const enforcementId = await propose(ana, desk, say)
  await agree(await desk.sit({ roles: ['senior'], team: 'north' }, browser), desk, say)
  const cleo = await desk.sit({ roles: ['lead'], team: 'south' }, browser)
  await agree(cleo, desk, say)
  await takeDuty(await desk.sit({ roles: ['lead'], team: 'east' }, browser), say)
  await desk.enforcementIn(enforcementId, 'held')
  return { desk, ana, cleo, enforcementId, say }
}

test('by keyboard: a guarded enforcement is signed, held and stopped', async (t) => {
  const { desk, cleo, enforcementId } = await hold(t, 'en')
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

test('by keyboard, in German: an enforcement takes effect and is restored', async (t) => {
  const { desk, ana, enforcementId, say } = await hold(t, 'de')
  const { page: outside } = await desk.visitor()
  const profile = `${desk.demo.url}/@${HANDLE}`
  await outside.goto(profile)
  const before = await outside.locator('.quiet').nth(1).textContent()
  await desk.advance(minutes(20))
  await ana.go('/live') // A person who does nothing for half an hour is signed out.
  await ana.page.getByText('wird wirksam in').waitFor()
  await ana.keyboard.press('s')
  await desk.advance(minutes(10))
  await desk.enforcementIn(enforcementId, 'in_effect')
  await outside.goto(profile)
  await outside.getByRole('heading', { name: 'This account is not available.' }).waitFor()
  const { page, keyboard } = ana
  // While it takes effect, it is in another part of the page; it moves once the page receives the event.
  await page
    .getByRole('rowgroup', { name: `${say('console/enforcements.sections.confirming')} 1` })
    .getByText('automatisch wiederhergestellt in')
    .waitFor()
  await page
    .locator(`main [aria-label="${say('console/enforcements.restore')} ${enforcementId}"]:focus`)
    .waitFor({ timeout: 2_000 }) // It moved with the row.
  await keyboard.press('r', 'Enter')
  await desk.enforcementIn(enforcementId, 'restored')
  await outside.goto(profile)
  await outside.getByRole('heading', { name: 'Ada Vale' }).waitFor()
  assert.equal(await outside.locator('.quiet').nth(1).textContent(), before, 'with everybody who followed')
  await checkLedger(desk.desk)
})
