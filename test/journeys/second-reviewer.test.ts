// Lessons that desks with a second reviewer learnt the hard way, each as a story of its own.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { listEffects } from '../../demo/record-routes.ts'
import { findEnforcement } from '../../src/enforcement/queries.ts'
import { endStaff } from '../../src/admin/offboarding/end-staff.ts'
import { send, violation } from '../support/desk-flow.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { postAndSign } from '../support/sign.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const OTTO = 'account:otto'
const named = identified(STAR, 'otto_and_the_owls')
const DEACTIVATE = { action: 'deactivate' }
const WEEK_MS = 7 * 86_400_000
const A_WEEK = { action: 'suspend', durationMs: WEEK_MS }

type Desk = Awaited<ReturnType<typeof startGate>>

/** Returns an enforcement that was proposed and approved, and is held for five minutes. */
async function givenHeld(t: TestContext, action: object = DEACTIVATE) {
  const desk = await startGate(t)
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const caseId = await desk.gate.claim(STAR, ana)
  const enforcementId = only((await desk.gate.ask(caseId, ana, action, named)).body.enforcements)
  assert.equal((await desk.gate.approve(enforcementId, ben)).body.state, 'held')
  return { desk, ana, ben, cleo, caseId, enforcementId }
}

const listHeld = async (desk: Desk, token: string) =>
  (await send(desk, token, 'GET', '/v1/enforcements?state=held')).body.items as { id: string }[]

for (const [name, action] of [
  ['without an end', DEACTIVATE],
  ['for a time', A_WEEK],
] as const) {
  test(`an early job applies no enforcement ${name} before its hold ends`, async (t) => {
    const { desk, enforcementId } = await givenHeld(t, action)
    const { db } = desk.desk
    await db.query(sql`update job set due_at = desk_now() where key = ${enforcementId} and kind = 'release'`)
    await db.query(sql`insert into job (kind, key, priority) values ('drive', ${OTTO}, 'effect')`)
    desk.work()
    await waitFor('both to be taken up', async () => {
      const { rows } = await db.query(sql`
        select from job where kind = 'drive' or kind = 'release' and due_at <= desk_now()`)
      return rows.length === 0
    })
    assert.equal((await findEnforcement(db, enforcementId))?.state, 'held')
    assert.deepEqual([await desk.visit(OTTO), listEffects(desk.demo.store, 0, 100).length], [200, 0])
    await desk.advance(minutes(5))
    await desk.enforcementIn(enforcementId, 'in_effect')
    await checkLedger(desk.desk)
  })
}

test('a stop records person and time and returns the case', async (t) => {
  const { desk, cleo, caseId, enforcementId } = await givenHeld(t)
  assert.deepEqual(
    (await listHeld(desk, cleo.token)).map(({ id }) => id),
    [enforcementId],
  )
  await desk.advance(minutes(1))
  const { body: me } = await send(desk, cleo.token, 'GET', '/v1/me')
  const stopped = await desk.gate.post(cleo, `/v1/enforcements/${enforcementId}/stop`, {
    reason: 'a band, not a fraud',
  })
  assert.deepEqual([stopped.status, stopped.body.state, stopped.body.heldUntil], [200, 'stopped', null])
  const { body: told } = await send(desk, cleo.token, 'GET', `/v1/enforcements/${enforcementId}`)
  assert.deepEqual((told.moves as unknown[]).at(-1), {
    from: 'held',
    to: 'stopped',
    by: me.pseudonym,
    at: '2026-05-04T09:01:50.000Z',
  })
  assert.deepEqual([told.heldUntil, await listHeld(desk, cleo.token)], [null, []])
  const { rows } = await desk.desk.db.query(sql`select state, returned from review_case where id = ${caseId}`)
  assert.deepEqual(rows, [{ state: 'open', returned: true }])
  desk.work()
  await desk.advance(minutes(10))
  assert.deepEqual(
    [(await findEnforcement(desk.desk.db, enforcementId))?.state, await desk.visit(OTTO)],
    ['stopped', 200],
  )
  await checkLedger(desk.desk)
})

test('a guarded enforcement takes effect by the recorded moves only', async (t) => {
  const { desk, enforcementId } = await givenHeld(t)
  const { db } = desk.desk
  await assert.rejects(db.query(sql`delete from enforcement where id = ${enforcementId}`), /permission denied/)
  await assert.rejects(db.query(sql`delete from verdict where enforcement_id = ${enforcementId}`), /permission denied/)
  await assert.rejects(
    db.query(sql`delete from enforcement_move where enforcement_id = ${enforcementId}`),
    /permission denied/,
  )
  await assert.rejects(db.query(sql`update enforcement set expires_at = desk_now()`), /permission denied/)
  await assert.rejects(
    db.query(sql`update enforcement set state = 'proposed' where id = ${enforcementId}`),
    /can't go from held/,
  )
  assert.equal((await findEnforcement(db, enforcementId))?.state, 'held')
})

test('labels, warnings and hiding under legal duty are never held', async (t) => {
  const desk = await startGate(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  const decide = async (subject: Parameters<Desk['gate']['claim']>[0], body: Record<string, unknown>) => {
    const caseId = await desk.gate.claim(subject, ana)
    const { status, body: decided } = await desk.gate.post(ana, `/v1/cases/${caseId}/decisions`, violation(body))
    assert.equal(status, 201, JSON.stringify(decided))
    return decided.enforcements as string[]
  }
  assert.equal((await desk.gate.post(ben, '/v1/freezes', { reason: 'somebody runs amok' })).status, 201)
  const enforcements = [
    ...(await decide(STAR, { actions: [{ action: 'warn' }, { action: 'label', label: 'disputed' }] })),
    ...(await decide(
      { kind: 'content', id: 'rosa-1' },
      { policyId: 'intimate-images', actions: [{ action: 'hide' }] },
    )),
  ]
  assert.equal(enforcements.length, 3)
  desk.work()
  for (const enforcementId of enforcements) await desk.enforcementIn(enforcementId, 'in_effect')
  const { rows } = await desk.desk.db.query(
    sql`select from enforcement_move where to_state in ('held', 'awaiting_approval')`,
  )
  assert.equal(rows.length, 0)
})

test("an approver's rights are checked when they sign", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo, dan] = [await desk.person(), await desk.person(), await desk.person(), await desk.person()]
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  for (const who of [ben, cleo, dan]) await gate.consider(enforcementId, who)
  const signatures = new Map<typeof ben, object | undefined>()
  for (const who of [ben, cleo, dan]) {
    signatures.set(who, (await postAndSign(desk, who, { act: 'agree', about: enforcementId })).signature)
  }
  const sign = (who: typeof ben) =>
    gate.post(who, `/v1/enforcements/${enforcementId}/approve`, { signature: signatures.get(who) })
  await endStaff(desk.desk, ben.id, { kind: 'desk' })
  assert.equal((await sign(ben)).status, 401)
  await desk.database.ownerPool.query(`update staff set roles = '{auditor}' where id = $1`, [cleo.id])
  assert.equal((await sign(cleo)).status, 403)
  assert.equal((await findEnforcement(desk.desk.db, enforcementId))?.state, 'awaiting_approval')
  assert.equal((await sign(dan)).body.state, 'held')
})

test("approvers' rights are checked again after the hold", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const ben = await desk.person({ roles: ['senior'], team: 'north' })
  const [cleo, dan] = [
    await desk.person({ roles: ['lead'], team: 'south' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
  ]
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(await gate.claim(MINISTER, ana), ana, DEACTIVATE, more)).body.enforcements)
  for (const who of [ben, cleo]) await gate.approve(enforcementId, who)
  assert.equal((await gate.sendAnswer(enforcementId, dan, 'duty')).body.state, 'held')
  await desk.database.ownerPool.query(`update staff set roles = '{reviewer}' where id = $1`, [ben.id])
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'awaiting_approval')
  assert.equal(await desk.visit('account:vale'), 200)
})

/** Suspends for a week and then for good, and says what the platform holds when only it is left and the week is over. */
async function takeOfflineTwice(
  desk: Desk,
  subject: { kind: 'account'; id: string },
  enforcement: (action: object) => Promise<string>,
) {
  const stop = desk.work()
  const week = await enforcement(A_WEEK)
  await desk.enforcementIn(week, 'in_effect')
  await desk.advance(minutes(60))
  const forGood = await enforcement(DEACTIVATE)
  await desk.enforcementIn(forGood, 'in_effect')
  await stop()
  await desk.advance(WEEK_MS)
  const read = await desk.desk.platform.readBack(subject)
  return { visit: await desk.visit(`account:${subject.id}`), generation: read?.generation }
}

test('a second decision about an offline account reaches the platform', async (t) => {
  const desk = await startGate(t)
  const rosa = { kind: 'account', id: 'rosa' } as const
  const ana = await desk.person({})
  const enforcement = async (action: object) =>
    only((await desk.gate.ask(await desk.gate.claim(rosa, ana), ana, action)).body.enforcements)
  const { visit, generation } = await takeOfflineTwice(desk, rosa, enforcement)
  assert.notEqual(visit, 200)
  assert.equal(generation, 2)
})

test('a second decision that others approved reaches the platform too', async (t) => {
  const desk = await startGate(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  const enforcement = async (action: object) => {
    const enforcementId = only(
      (await desk.gate.ask(await desk.gate.claim(STAR, ana), ana, action, named)).body.enforcements,
    )
    assert.equal((await desk.gate.approve(enforcementId, ben)).body.state, 'held')
    await desk.advance(minutes(5))
    return enforcementId
  }
  const { visit, generation } = await takeOfflineTwice(desk, STAR, enforcement)
  assert.notEqual(visit, 200)
  assert.equal(generation, 2)
})
