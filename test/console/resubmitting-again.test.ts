import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { openBreaker } from '../../src/enforcement/limits/breaker.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { type ConsoleDesk, type Sitting, startConsoleDesk } from '../support/console-desk.ts'
import { identified, minutes, only, STAR } from '../support/gate-flow.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const PILLS = { kind: 'account', id: 'pills' } as const
const WEEK = { action: 'suspend', durationMs: minutes(7 * 24 * 60) } as const
const SIGN = 'Sign with passkey'

async function openEnforcement({ page, go }: Sitting, enforcementId: string): Promise<void> {
  await go(`/enforcements/${enforcementId}`)
  await page.getByRole('heading', { level: 2, name: 'History' }).waitFor()
}

/** Opens what would be signed, reads it, and signs it. Answers what was read. */
async function signOpened({ page, keyboard }: Sitting, button: string): Promise<string> {
  await keyboard.push('button', button)
  const read = (await page.locator('[data-signed]').textContent()) ?? ''
  assert.ok(await page.getByRole('button', { name: button }).and(page.locator(':focus')).isVisible(), 'focus stays')
  await keyboard.push('button', SIGN)
  await page.getByText('Signed and done.').waitFor()
  return read
}

/** The enforcement that takes another up again, as the page names it. */
const madeOn = ({ page }: Sitting) =>
  page
    .getByRole('status')
    .getByRole('link', { name: /^enf_\d+$/ })
    .textContent()

const proposeFor = async ({ gate }: ConsoleDesk, ana: Sitting, ...[subject, action, more]: Asked): Promise<string> =>
  only((await gate.ask(await gate.claim(subject, ana), ana, action, more)).body.enforcements)
type Asked = [subject: { kind: 'account'; id: string }, action: object, more?: object]

test('a lead resubmits a stopped enforcement once', async (t) => {
  const desk = await startConsoleDesk(t)
  const { gate } = desk
  const [ana, lead] = [await desk.sit(), await desk.sit({ roles: ['lead'] })]
  const stopped = await proposeFor(desk, ana, STAR, WEEK, identified(STAR, 'otto_and_the_owls'))
  const restored = await proposeFor(desk, ana, PILLS, WEEK)
  await desk.enforcementIn(restored, 'in_effect')
  await gate.post(ana, `/v1/enforcements/${stopped}/stop`)
  await gate.post(ana, `/v1/enforcements/${restored}/restore`)
  await desk.enforcementIn(restored, 'restored')

  for (const [enforcementId, button, word] of [
    [stopped, 'Resume stopped enforcement …', 'stopped'],
    [restored, 'Reinstate restored enforcement …', 'restored'],
  ] as const) {
    await openEnforcement(ana, enforcementId)
    assert.equal(await ana.page.getByRole('button', { name: button }).count(), 0)
    await openEnforcement(lead, enforcementId)
    const read = await signOpened(lead, button)
    assert.match(
      read,
      new RegExp(
        `^You resubmit what was ${word}\\.\\nResubmission of: enf_\\d+\\n.* will be .*, if at least two other people approve`,
      ),
    )
    await desk.enforcementIn((await madeOn(lead)) ?? '', 'awaiting_approval')
    await openEnforcement(lead, enforcementId)
    await lead.keyboard.push('button', button)
    await lead.page.getByText(`Nothing was resubmitted. ${enforcementId} was resubmitted already.`).waitFor()
  }
  await checkLedger(desk.desk)
})

test('a second person extends a freeze and sees permitted acts', async (t) => {
  const desk = await startConsoleDesk(t)
  const [ana, ben] = [await desk.sit(), await desk.sit()]
  await desk.gate.post(ana, '/v1/freezes', { reason: 'many odd enforcements' })
  for (const [{ go, page }, may, mayNot] of [
    [ana, 'End freeze', 'Extend freeze …'],
    [ben, 'Extend freeze …', 'End freeze'],
  ] as const) {
    await go('/live')
    await page.getByRole('button', { name: may, exact: true }).waitFor()
    assert.equal(await page.getByRole('button', { name: mayNot, exact: true }).count(), 0)
  }
  assert.match(await signOpened(ben, 'Extend freeze …'), /many odd enforcements[\s\S]*From now on for: 4 hours/)
  await ana.page.getByText(`extended by ${ben.pseudonym}`).waitFor()
  const { rows } = await desk.desk.db.query<{ by: string }>(sql`
    select seconded_by as by from enforcement_freeze where until > desk_now() + interval '3 hours'`)
  assert.deepEqual(rows, [{ by: ben.id }])
  await closeBreaker(desk, ana, ben)
})

/** A breaker is seen on every page, with why and what waits; a lead asks that it is closed, and a reviewer is not shown how. */
async function closeBreaker(desk: ConsoleDesk, ana: Sitting, ben: Sitting): Promise<void> {
  const lead = await desk.sit({ roles: ['lead'] })
  const enforcement = await desk.enforcement({
    subject: 'account:rosa',
    action: 'label',
    by: { kind: 'staff', id: ana.id },
  })
  const spent = { enforcements: 90, reach: 1_200_000, withinMs: minutes(60), spending: 'open' } as const
  const of = { budget: 'person-offline', of: 'person', key: ana.id } as const
  await inTransaction(desk.desk.db, (tx) => openBreaker(tx, enforcement, { ...of, ...spent }))
  await ben.page.getByText('A breaker is open: restrictive enforcements by one person wait').waitFor()
  await ben.page.getByText('Leads can see the amount.').waitFor()
  assert.equal(await ben.page.getByRole('button', { name: 'Propose closing breaker' }).count(), 0)
  await lead.go('/me')
  await lead.page.getByText(`A breaker is open: restrictive enforcements by ${ana.pseudonym} wait`).waitFor()
  await lead.go('/live')
  const row = lead.page.getByRole('article', { name: 'Breaker open 1' })
  await row.getByText('90 enforcements in 1 h, on accounts with 1.2M followers in total').waitFor()
  await lead.keyboard.fill('Reason (required)', 'they were all fakes')
  await lead.keyboard.push('button', 'Propose closing breaker')
  await row.getByText('Closing proposed: chg_1').waitFor()
}

test('a lead restores all enforcements of one person and watches progress', async (t) => {
  const desk = await startConsoleDesk(t)
  const { gate } = desk
  const [ana, lead] = [await desk.sit(), await desk.sit({ roles: ['lead'] })]
  const offline = [
    await proposeFor(desk, ana, PILLS, WEEK),
    await proposeFor(desk, ana, { kind: 'account', id: 'rosa' }, WEEK),
  ]
  for (const enforcementId of offline) await desk.enforcementIn(enforcementId, 'in_effect')
  const { page, keyboard } = lead
  // With its events the desk tells what time it is there: the last hour is one of the desk's.
  const told = page.waitForResponse(/\/v1\/events\?/)
  await lead.go('/live')
  await told
  await page.getByRole('combobox', { name: 'Pseudonym of the person' }).fill(ana.pseudonym)
  await keyboard.push('button', 'Show enforcements to restore')
  await page.getByText(/2 enforcements, \d+ followers/).waitFor()
  await page.waitForURL(/\?restore=restore_\d+/)
  const set = page.getByRole('table', { name: 'Enforcements of the set' })
  for (const enforcementId of offline) await set.getByRole('link', { name: enforcementId }).waitFor()
  assert.equal(await desk.visit('account:rosa'), 410, 'nothing is undone by looking')
  const start = page.getByRole('button', { name: 'Restore 2 enforcements' })
  assert.ok(await start.isDisabled(), 'not without a reason')
  await keyboard.fill('Reason (required)', 'her laptop was stolen')
  await keyboard.push('button', 'Restore 2 enforcements')
  for (const enforcementId of offline) await desk.enforcementIn(enforcementId, 'restored')
  await waitFor('all of it to be undone', async () => {
    await desk.advance(1_000) // One stage of the set after the other.
    return (await page.getByText('All enforcements are restored.').count()) > 0
  })
  for (const account of ['account:rosa', `account:${PILLS.id}`]) assert.equal(await desk.visit(account), 200)

  const reviewer = await desk.sit()
  await reviewer.go('/live')
  await reviewer.page.getByText('A senior or a lead on duty').waitFor()
  const all = { by: { kind: 'staff', id: ana.pseudonym }, since: '2026-01-01T00:00:00Z' }
  assert.equal((await gate.post(reviewer, '/v1/restores', all)).status, 403)
  await checkLedger(desk.desk)
})

test("a second person confirms an hour's measure and extends it", async (t) => {
  const desk = await startConsoleDesk(t)
  const { gate } = desk
  const [ana, ben] = [await desk.sit(), await desk.sit()]
  const lock = { action: 'lock', on: 'account', durationMs: minutes(60) }
  const caseId = await gate.claim(STAR, ana)
  const hour = only((await gate.ask(caseId, ana, lock)).body.enforcements)
  await desk.enforcementIn(hour, 'in_effect')
  await openEnforcement(ana, hour)
  assert.equal(await ana.page.getByRole('button', { name: 'Show outcome' }).count(), 0)
  await openEnforcement(ben, hour)
  const { page, keyboard } = ben
  assert.ok(await page.getByRole('button', { name: 'Show outcome' }).isDisabled(), 'not without a reason')
  await keyboard.fill('Reason for access (required)', 'I was told of it.')
  await keyboard.push('button', 'Show outcome')
  await page.getByText(/ now for 1 day, until .*\. Restoring it takes two people\.$/).waitFor()
  await keyboard.push('button', 'Take the same measure: lock for up to 24 hours')
  await page.getByText('Measure taken.').waitFor()
  const { rows } = await desk.desk.db.query(sql`
    select duration_ms as "durationMs", proposed_by as by from enforcement where interim and id <> ${hour}`)
  assert.deepEqual(rows, [{ durationMs: minutes(24 * 60), by: `staff:${ben.id}` }])
})
