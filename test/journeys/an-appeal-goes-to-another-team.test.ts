import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { startAppeals } from '../support/appeals.ts'
import { only, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const SUSPEND = { action: 'suspend', durationMs: 604_800_000 }

test('an appeal waits half of its time for another team', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { appeal, next, judge } = await startAppeals(desk)
  const { gate } = desk
  const ana = await desk.person()
  const same = await desk.person()
  const given = async (subject: { kind: 'account'; id: string }) => {
    const enforcementId = only((await gate.ask(await gate.claim(subject, ana), ana, SUSPEND)).body.enforcements)
    await desk.enforcementIn(enforcementId, 'in_effect')
    assert.equal((await appeal({ enforcementId })).status, 201)
    return desk.desk.db.onlyValue<string>(
      sql`select id from review_case where appeal_id is not null and closed_at is null`,
    )
  }
  const first = await given(ROSA)
  assert.equal(await next(same), first, 'there is no other team')
  assert.equal((await judge(same, first, 'overturn')).body.state, 'overturned')
  const sameTeam = () =>
    desk.desk.db.listValues<boolean | null>(sql`
      select (convert_from(payload, 'UTF8')::jsonb ->> 'sameTeam')::boolean from ledger_payload
      where kind = 'appeal_ended' order by leaf_id`)
  assert.deepEqual(await sameTeam(), [true])

  const other = await desk.person({ team: 'north' })
  const second = await given({ kind: 'account', id: 'rosa' })
  assert.equal(await next(same), undefined)
  assert.equal((await gate.post(same, `/v1/cases/${second}/claim`)).status, 403, 'not by its id either')
  await assert.rejects(
    desk.desk.db.query(sql`
      update review_case set claimed_by = ${same.id}, claimed_at = desk_now(), claimed_until = desk_now() + interval '1 minute'
      where id = ${second}`),
    { code: 'CS001' },
    'nor as the desk itself',
  )
  const waits = () => desk.desk.db.listValues<boolean>(sql`select other_team_left from appeal where state = 'open'`)
  const { team } = await desk.desk.db.only<{ team: string | null }>(sql`select team from staff where id = ${ana.id}`)
  await desk.database.ownerPool.query(sql`update staff set team = ${team} where id = ${other.id}`)
  // A restore that has locked the appeal waits for no task, and the task waits for no restore.
  await inTransaction(desk.desk.restoreDb, async (tx) => {
    await tx.query(sql`select from appeal where state = 'open' for update`)
    await desk.desk.db.query(sql`select release_unjudged_teams()`)
  })
  assert.deepEqual(await waits(), [true], 'what is locked is left to the next run')
  await desk.desk.db.query(sql`select release_unjudged_teams()`)
  assert.deepEqual(await waits(), [false], 'no other team is left')
  await desk.database.ownerPool.query(sql`update staff set team = 'north' where id = ${other.id}`)
  await desk.desk.db.query(sql`select release_unjudged_teams()`)
  assert.deepEqual(await waits(), [true], 'it waits for them again')
  assert.equal(await next(other), second)
  assert.equal((await gate.post(other, `/v1/cases/${second}/claim/release`)).status, 204)
  const half = await desk.desk.db.onlyValue<number>(sql`
    select (extract(epoch from due_at - desk_now()) / 2 * 1000)::bigint from review_case where id = ${second}`)
  await desk.advance(half - 60_000)
  assert.equal(await next(await desk.person()), undefined)
  await desk.advance(120_000)
  const later = await desk.person()
  assert.equal(await next(later), second, 'then it goes to everyone who had no part')
  assert.equal((await judge(later, second, 'uphold')).body.state, 'upheld')
  assert.deepEqual(await sameTeam(), [true, true])
  await checkLedger(desk.desk)
})
