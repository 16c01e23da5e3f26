import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type ConsoleDesk, type Sitting, startConsoleDesk } from '../support/console-desk.ts'
import { minutes, READING_MS } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const HANDLE = 'minister_vale'
/** The texts of the console that the story presses and waits for, in each language. */
const TEXTS = {
  en: {
    browser: {},
    takeNext: 'Take next case',
    violation: 'Violation',
    policy: 'Policy',
    action: 'Action',
    deactivate: 'deactivate',
    account: 'Account you mean',
    vale: /Ada Vale 43\.5M/,
    handle: 'Type the handle of this account',
    questions: ['Speaker', 'Public interest', 'Harm caused by the content', 'Less restrictive actions considered'],
    reason: 'Reason for the decision',
    ifApproved: ', if approved by ',
    ask: 'Ask to take offline without an end',
    decided: 'decided.',
    showNext: 'Show next request',
    conclusion: 'Conclusion',
    compare: 'Record conclusion and compare',
    approveIn: /^Approve in 00:\d\d$/,
    pass: 'Pass to another person',
    approve: 'Approve with passkey',
    signed: 'Signed.',
    progress: '2 of 2 approvals',
    duty: 'Confirmation duty',
    takeDuty: 'Take confirmation duty',
    dutyTaken: 'You hold the confirmation duty.',
    takesEffect: 'takes effect in',
    confirming: 'Awaiting confirmation 1',
    restoredIn: 'restored automatically in',
    restore: 'Restore',
  },
  de: {
    browser: { locale: 'de-DE', timezoneId: 'Europe/Berlin' },
    takeNext: 'Nächsten Fall übernehmen',
    violation: 'Verstoß',
    policy: 'Richtlinie',
    action: 'Aktion',
    deactivate: 'deaktivieren',
    account: 'Gemeintes Konto',
    vale: /Ada Vale 43,5\sMio\./,
    handle: 'Handle dieses Kontos eingeben',
    questions: ['Sprecher', 'Öffentliches Interesse', 'Schaden durch den Inhalt', 'Erwogene mildere Aktionen'],
    reason: 'Begründung der Entscheidung',
    ifApproved: ', falls genehmigt von ',
    ask: 'Unbefristet offline nehmen beantragen',
    decided: 'entschieden.',
    showNext: 'Nächsten Antrag zeigen',
    conclusion: 'Ergebnis',
    compare: 'Ergebnis festhalten und vergleichen',
    approveIn: /^Genehmigen in 00:\d\d$/,
    pass: 'An andere Person weitergeben',
    approve: 'Mit Passkey genehmigen',
    signed: 'Signiert.',
    progress: '2 von 2 Genehmigungen',
    duty: 'Bestätigungspflicht',
    takeDuty: 'Bestätigung übernehmen',
    dutyTaken: 'Sie haben die Bestätigung übernommen.',
    takesEffect: 'wird wirksam, noch',
    confirming: 'Warten auf Bestätigung 1',
    restoredIn: 'automatisch wiederhergestellt, wenn nicht bestätigt, noch',
    restore: 'Wiederherstellen',
  },
} as const
type Texts = (typeof TEXTS)[keyof typeof TEXTS]

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
async function propose({ page, keyboard, go }: Sitting, desk: ConsoleDesk, texts: Texts): Promise<string> {
  await go('/me')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await keyboard.press('g', 'r')
  await keyboard.push('button', texts.takeNext)
  await page.getByRole('heading', { level: 1, name: /case_\d+/ }).waitFor()
  await page.getByText(`@${HANDLE}`).first().waitFor()
  await desk.advance(LOOKING_MS)
  // Letters choose from what is there: it comes with the claim, a moment after the case.
  await page.getByRole('radio', { name: texts.violation, exact: true }).waitFor({ state: 'attached' })
  await keyboard.press('v')
  await keyboard.pick(texts.policy, 'Scams')
  await keyboard.choose(texts.action, texts.deactivate)
  await keyboard.choose(texts.account, texts.vale)
  await keyboard.fill(texts.handle, HANDLE)
  for (const question of texts.questions) await keyboard.fill(question, 'Weighed, and written down.')
  await keyboard.fill(texts.reason, 'It asks travellers for money.')
  const sentence = page.getByRole('status').filter({ hasText: texts.ifApproved })
  await sentence.waitFor()
  await page.locator('button:enabled', { hasText: texts.ask }).waitFor()
  await keyboard.press('Control+Shift+Enter')
  const enforcement = page.getByRole('link', { name: /^enf_\d+$/ }).first()
  await page.getByText(texts.decided).waitFor()
  await enforcement.waitFor()
  return (await enforcement.textContent()) ?? ''
}

/** An approver takes an offer, records their independent review, and is shown the proposal. */
async function consider({ page, keyboard, go }: Sitting, desk: ConsoleDesk, texts: Texts): Promise<void> {
  await go('/me')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await keyboard.press('g', 'c')
  await keyboard.push('button', texts.showNext)
  await page.getByRole('radiogroup', { name: texts.conclusion }).waitFor()
  await keyboard.press('v')
  await keyboard.choose(texts.account, texts.vale)
  await keyboard.fill(texts.reason, 'It does, as I read it.')
  await keyboard.push('button', texts.compare)
  await page.getByText(texts.ifApproved).waitFor()
  assert.ok(await page.getByRole('button', { name: texts.approveIn }).isDisabled(), 'nobody agrees at once')
  assert.ok(await page.getByRole('button', { name: texts.pass }).isEnabled())
  await desk.advance(READING_MS)
  await page.reload()
}

async function agree(sitting: Sitting, desk: ConsoleDesk, texts: Texts): Promise<void> {
  await consider(sitting, desk, texts)
  await sitting.keyboard.push('button', texts.approve)
  await sitting.page.getByText(texts.signed).waitFor()
  await sitting.page.getByText(texts.progress).waitFor()
}

/** All approvals are given: the confirm duty is offered without a review. */
async function takeDuty({ page, keyboard, go }: Sitting, texts: Texts): Promise<void> {
  await go('/me')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await keyboard.press('g', 'c')
  await keyboard.push('button', texts.showNext)
  await page.getByRole('heading', { name: texts.duty }).waitFor()
  await keyboard.push('button', texts.takeDuty)
  await page.getByText(texts.dutyTaken).waitFor()
}

/**
 * Holds an enforcement: a report, a proposal, two approvals with passkeys of two people, and a person with the confirm
 * duty.
 */
async function hold(t: TestContext, texts: Texts) {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit({}, texts.browser)
  await report(desk, HANDLE)
  const enforcementId = await propose(ana, desk, texts)
  // The second approval, by keyboard, does all that the first does.
  await desk.gate.approve(enforcementId, await desk.person({ roles: ['senior'], team: 'north' }))
  const cleo = await desk.sit({ roles: ['lead'], team: 'south' }, texts.browser)
  await agree(cleo, desk, texts)
  await takeDuty(await desk.sit({ roles: ['lead'], team: 'east' }, texts.browser), texts)
  await desk.enforcementIn(enforcementId, 'held')
  return { desk, ana, cleo, enforcementId }
}

test('by keyboard: a guarded enforcement is signed, held and stopped', async (t) => {
  const { desk, cleo, enforcementId } = await hold(t, TEXTS.en)
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
  const texts = TEXTS.de
  const { desk, ana, enforcementId } = await hold(t, texts)
  const { page: outside } = await desk.visitor()
  const profile = `${desk.demo.url}/@${HANDLE}`
  await outside.goto(profile)
  const before = await outside.locator('.quiet').nth(1).textContent()
  await desk.advance(minutes(20))
  await ana.go('/live') // A person who does nothing for half an hour is signed out.
  await ana.page.getByText(texts.takesEffect).waitFor()
  await ana.keyboard.press('s')
  await desk.advance(minutes(10))
  await desk.enforcementIn(enforcementId, 'in_effect')
  await outside.goto(profile)
  await outside.getByRole('heading', { name: 'This account is not available.' }).waitFor()
  const { page, keyboard } = ana
  // While it takes effect, it is in another part of the page; it moves once the page receives the event.
  await page.getByRole('rowgroup', { name: texts.confirming }).getByText(texts.restoredIn).waitFor()
  await page.locator(`main [aria-label="${texts.restore} ${enforcementId}"]:focus`).waitFor({ timeout: 2_000 }) // It moved with the row.
  await keyboard.press('r', 'Enter')
  await desk.enforcementIn(enforcementId, 'restored')
  await outside.goto(profile)
  await outside.getByRole('heading', { name: 'Ada Vale' }).waitFor()
  assert.equal(await outside.locator('.quiet').nth(1).textContent(), before, 'with everybody who followed')
  await checkLedger(desk.desk)
})
