import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { listEffects, proposeSuspension } from '../support/kill-enforcement.ts'
import { type GivenPerson, givenStaff } from '../support/people.ts'
import { checkLedgerOf, type ProcessDesk, startProcessDesk } from '../support/process-desk.ts'
import { waitFor } from '../support/wait-for.ts'

/** The shortest duration. The platform's clock is moved by hand, so the test does not wait for it. */
const MINUTE_MS = 60_000
const DEAD_PARTS = ['worker', 'api', 'database'] as const

test('a desk that is down keeps no account offline forever', async (t) => {
  const desk = await startProcessDesk(t, ['--driven', '--now', new Date().toISOString()])
  const lead = await givenStaff(desk.db, { roles: ['lead'], onShift: true })
  await desk.addAccounts(['one', 'two'])

  await t.test('the platform restores the account of a killed desk on time', async () => {
    const endsAt = await givenOffline(desk, 'one', lead.id)
    await killDesk(desk)
    await setClock(desk, new Date(endsAt.getTime() - 1))
    assert.equal(await desk.visit('one'), 410, 'a millisecond before its end')
    await setClock(desk, endsAt)
    assert.equal(await desk.visit('one'), 200)
    await checkReturn(desk, 'one', lead)
  })

  await t.test('a platform restarted without a desk keeps its offline account offline', async () => {
    const endsAt = await givenOffline(desk, 'two', lead.id)
    await Promise.all([killDesk(desk), desk.kill('platform')])
    await desk.revive('platform', ['--now', new Date(endsAt.getTime() + MINUTE_MS).toISOString()])
    assert.equal(await desk.visit('two'), 200)
    await checkReturn(desk, 'two', lead)
  })
})

/** An account that is offline for a minute; answers until when. */
async function givenOffline(desk: ProcessDesk, accountId: string, staffId: string): Promise<Date> {
  const { id, endsAt } = await proposeSuspension(desk, { accountId, reach: 31, durationMs: MINUTE_MS, staffId })
  if (endsAt === null) throw new Error('the suspension has no end')
  await waitFor('it to be in effect', async () => (await stateOf(desk, id)) === 'in_effect')
  assert.equal(await desk.visit(accountId), 410)
  return endsAt
}

const killDesk = (desk: ProcessDesk) => Promise.all(DEAD_PARTS.map((part) => desk.kill(part)))

async function setClock(desk: ProcessDesk, now: Date): Promise<void> {
  const { status } = await desk.readFromPlatform('POST', '/clock', { now: now.toISOString() })
  assert.equal(status, 200)
}

/** Checks that a revived desk leaves the account online, although its own clock says that the time is not over. */
async function checkReturn(desk: ProcessDesk, accountId: string, { token }: GivenPerson): Promise<void> {
  await desk.revive('database')
  await Promise.all([desk.revive('api'), desk.revive('worker')])
  const { rows } = await desk.db.query<{ id: string }>(sql`
    select id from enforcement where account_id = ${accountId}`)
  const id = rows[0]?.id ?? 'none'
  const answer = await desk.ask(token, 'POST', `/v1/enforcements/${id}/restore`, {
    reason: 'looked at after the crash',
  })
  assert.ok([200, 202].includes(answer.status), JSON.stringify(answer))
  await waitFor('it to be restored', async () => (await stateOf(desk, id)) === 'restored', 2 * MINUTE_MS)
  assert.equal(await desk.visit(accountId), 200)
  assert.deepEqual(await listEffects(desk, accountId), ['offline: desk', 'up: self_revert'])
  await checkLedgerOf(desk)
}

async function stateOf({ db }: ProcessDesk, enforcementId: string): Promise<string | undefined> {
  const { rows } = await db.query<{ state: string }>(sql`select state from enforcement where id = ${enforcementId}`)
  return rows[0]?.state
}
