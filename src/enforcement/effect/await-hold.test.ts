import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { send } from '../../../test/support/desk-flow.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, startGate } from '../../../test/support/gate-flow.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { findEnforcement, type EnforcementIn } from '../queries.ts'
import { findSubjectState } from '../desired-state/subject-state.ts'
import { findRestore } from './queries.ts'

/** An account with a public role: the platform itself holds an instruction to take it offline. */
const VALE = 'account:vale'
const HOLD_MS = minutes(10)
/** The desk looks again this long after the end of the hold. */
const LOOK_MS = 500

type HeldByPlatform = EnforcementIn<'releasing'> & { platformHeldUntil: Date }

const held = (working: WorkingDesk, enforcementId: string): Promise<HeldByPlatform> =>
  waitFor(`${enforcementId} to be held by its platform`, async () => {
    await working.advance(1_000)
    const enforcement = await findEnforcement(working.desk.db, enforcementId)
    if (enforcement?.state !== 'releasing') return undefined
    const { platformHeldUntil } = enforcement
    const { rows } = await working.desk.db.query(sql`
      select from job where kind = 'drive' and due_at > desk_now() + interval '1 minute'`)
    return platformHeldUntil && rows.length === 1 ? { ...enforcement, platformHeldUntil } : undefined
  })

const restAfter = (working: WorkingDesk, at: Date): Promise<number> =>
  working.desk.db
    .query<{ ms: number }>(sql`select extract(epoch from ${at}::timestamptz - desk_now())::float8 * 1000 as ms`)
    .then(({ rows }) => Number(rows[0]?.ms))

for (const { name, fault } of [
  { name: 'answers at once', fault: undefined },
  { name: 'fails at first', fault: { fault: 'failing' } },
  { name: 'applies it and reports a timeout at first', fault: { fault: 'applied_but_timed_out', socket: 'close' } },
] as const) {
  test(`a hold of a platform that ${name} is neither effect nor mismatch`, async (t) => {
    const working = await startWorkingDesk(t, { driven: true, platformHoldMs: HOLD_MS })
    if (fault) working.demo.faults.set({ ...fault, call: 'subject.apply', count: 1 })
    working.work()
    const { id } = await working.enforcement({ subject: VALE, action: 'suspend', durationMs: minutes(60) })
    const enforcement = await held(working, id)
    const until = enforcement.platformHeldUntil
    assert.equal(enforcement.state, 'releasing')
    assert.equal(enforcement.endsAt?.getTime(), until.getTime() + minutes(60))
    const state = await findSubjectState(working.desk.db, VALE)
    assert.deepEqual(
      state?.reverts.map(({ at }) => at),
      [enforcement.endsAt?.toISOString()],
    )
    assert.deepEqual([enforcement.needsAttention, state?.needsAttention], [null, null])
    await working.advance((await restAfter(working, until)) - 1)
    assert.equal(await working.visit(VALE), 200, 'a millisecond before the end of the hold')
    assert.equal((await findEnforcement(working.desk.db, id))?.needsAttention, null)
    await working.advance(1)
    assert.equal(await working.visit(VALE), 410)
    await working.advance(LOOK_MS)
    await working.enforcementIn(id, 'in_effect')
    await working.advance(minutes(60) - LOOK_MS - 1)
    assert.equal(await working.visit(VALE), 410, 'a millisecond before its end')
    await working.advance(1)
    assert.equal(await working.visit(VALE), 200)
    await working.enforcementIn(id, 'restored')
    assert.equal((await findRestore(working.desk.db, id))?.cause, 'ended')
    await checkLedger(working.desk)
  })
}

test("a restore during the platform's hold leaves no offline time", async (t) => {
  const working = await startWorkingDesk(t, { driven: true, platformHoldMs: HOLD_MS })
  working.work()
  const { id } = await working.enforcement({ subject: VALE, action: 'deactivate' })
  await held(working, id)
  const given = { onShift: true, tokenExpiresAt: new Date('2100-01-01T00:00:00Z') }
  const { token } = await givenStaff(working.desk.db, { roles: ['reviewer'], ...given })
  assert.equal((await send(working, token, 'POST', `/v1/enforcements/${id}/restore`, { cause: 'mistake' })).status, 202)
  await working.enforcementIn(id, 'restored')
  await working.advance(2 * HOLD_MS)
  assert.equal(await working.visit(VALE), 200)
  assert.deepEqual(working.demo.store.committed.all`select seq from effect where id = 'vale'`, [])
  await checkLedger(working.desk)
})

test("confirmation time counts from the end of the platform's hold", async (t) => {
  const desk = await startGate(t, { platformHoldMs: HOLD_MS })
  const { gate } = desk
  const ana = await desk.person()
  const [ben, cleo, dan] = [
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
  ]
  const caseId = await gate.claim(MINISTER, ana)
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, more)).body.enforcements)
  for (const other of [ben, cleo]) await gate.approve(enforcementId, other)
  await gate.sendAnswer(enforcementId, dan, 'duty')
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'releasing')
  const enforcement = await held(desk, enforcementId)
  const until = enforcement.platformHeldUntil
  assert.equal(enforcement.confirmBy?.getTime(), until.getTime() + minutes(5))
  const told = await send(desk, ana.token, 'GET', `/v1/enforcements/${enforcementId}`)
  const { body: list } = await send(desk, ana.token, 'GET', '/v1/enforcements')
  for (const one of [told.body, (list.items as Record<string, unknown>[])[0]]) {
    assert.deepEqual(
      [one?.platformHeldUntil, one?.confirmBy],
      [until.toISOString(), enforcement.confirmBy?.toISOString()],
    )
  }
  await desk.advance((await restAfter(desk, until)) + LOOK_MS)
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.equal(await desk.visit(VALE), 410)
  const { body: after } = await send(desk, ana.token, 'GET', `/v1/enforcements/${enforcementId}`)
  assert.deepEqual([after.platformHeldUntil, after.confirmBy], [null, enforcement.confirmBy?.toISOString()])
  await desk.advance(minutes(5) - LOOK_MS)
  assert.equal(await desk.visit(VALE), 200)
  await desk.enforcementIn(enforcementId, 'restored')
  assert.equal((await findRestore(desk.desk.db, enforcementId))?.cause, 'unconfirmed')
  await checkLedger(desk.desk)
})

test("the application role records a platform's hold once, for a limited time", async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const { id } = await working.enforcement({ subject: 'account:rosa', action: 'suspend' })
  const limited = await working.enforcement({ subject: 'account:hugo', action: 'limit' })
  const answerHold = (enforcementId: string, after: string) =>
    working.desk.db.query(sql`
      update enforcement set platform_held_until = desk_now() + ${after}::interval where id = ${enforcementId}`)
  const refused = { code: 'CS001', message: /is not held by its platform until then/ }
  await assert.rejects(answerHold(id, '66 minutes'), refused)
  await assert.rejects(answerHold(limited.id, '1 minute'), refused)
  await answerHold(id, '10 minutes')
  await assert.rejects(answerHold(id, '20 minutes'), refused)
  working.work()
  await working.enforcementIn(limited.id, 'in_effect')
})
