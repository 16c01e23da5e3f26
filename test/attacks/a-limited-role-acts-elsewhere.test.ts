import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { routePlatforms } from '../../src/connectors/route-platforms.ts'
import { changeByTwo } from '../support/authority.ts'
import { givenAccount, givenCase } from '../support/cases.ts'
import { givenReport, send, violation } from '../support/desk-flow.ts'
import { identified, type Person, startGate } from '../support/gate-flow.ts'
import { givenPlatform } from '../support/platforms.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'
import { checkLedger } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const AT_FORUM = { kind: 'account', id: 'forum~rosa' } as const
const WEEK = { action: 'suspend', durationMs: 604_800_000 }
const STAR_AT_FORUM = { kind: 'account', id: 'forum~otto' } as const

/** A desk of two platforms, and a reviewer whose role two people limited to the forum. */
async function startTwoPlatforms(t: TestContext) {
  const desk = await startGate(t)
  await givenPlatform(desk.desk.db, 'forum')
  const { platform } = desk.desk
  const platforms = new Map([
    ['default', platform],
    ['forum', platform],
  ])
  Object.assign(desk.desk, { platform: routePlatforms(platforms) })
  const limit = (who: Person, role: 'reviewer' | 'senior' | 'lead', platforms: readonly string[] = ['forum']) =>
    changeByTwo(desk, { kind: 'role', op: 'grant', staffId: who.id, role, platforms: [...platforms] })
  const frida = await desk.person()
  await limit(frida, 'reviewer')
  return { ...desk, limit, frida }
}

test('a limited reviewer is given and decides cases of their platform alone', async (t) => {
  const desk = await startTwoPlatforms(t)
  const { frida, gate } = desk
  const ana = await desk.person()
  const elsewhere = await givenReport(desk, ROSA)
  const accountId = await givenAccount(desk.desk.db, { id: AT_FORUM.id })
  const theirs = await givenCase(desk.desk.db, { subject: `account:${accountId}`, accountId })
  const { items } = (await gate.get(frida, '/v1/cases')).body as { items: { id: string }[] }
  assert.deepEqual(
    items.map(({ id }) => id).filter((id) => id === elsewhere),
    [],
  )
  assert.equal((await gate.post(frida, `/v1/cases/${elsewhere}/claim`)).status, 404)
  assert.equal((await gate.get(frida, `/v1/cases/${elsewhere}`)).status, 404)
  assert.equal((await gate.post(frida, '/v1/cases/claim-next')).body.id, theirs)
  assert.equal((await gate.post(frida, '/v1/cases/claim-next')).body.id, undefined, 'the other case is not offered')
  assert.equal(
    (await gate.post(ana, '/v1/cases/claim-next')).body.id,
    elsewhere,
    'a role without a limit counts at each',
  )
  const closed = { conclusion: 'no_violation', rationale: 'Nothing here.' }
  assert.equal((await gate.post(frida, `/v1/cases/${theirs}/decisions`, closed)).status, 201)
})

test('a role limited during a claim decides the case no more', async (t) => {
  const desk = await startTwoPlatforms(t)
  const { gate, limit } = desk
  const ana = await desk.person({ roles: ['reviewer', 'policy'] })
  const caseId = await gate.claim(ROSA, ana)
  await limit(ana, 'reviewer')
  const refused = await gate.post(ana, `/v1/cases/${caseId}/decisions`, violation({ actions: [WEEK] }))
  assert.equal(refused.status, 403, 'policy reads the case, and a reviewer of the forum decides nothing here')
  assert.match(String(refused.body.detail), /limited to other platforms/)
  const preview = await gate.preview(caseId, ana, WEEK)
  assert.equal(preview.status, 403)
  const interim = await gate.post(ana, '/v1/interim-measures', { caseId, action: 'hide', reason: 'now' })
  assert.notEqual(interim.status, 201)
})

test('a limited approver answers nothing of another platform', async (t) => {
  const desk = await startTwoPlatforms(t)
  const { frida, gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const caseId = await gate.claim({ kind: 'account', id: 'otto' }, ana)
  const { body } = await gate.ask(caseId, ana, WEEK, identified({ id: 'otto' }, 'otto_and_the_owls'))
  const [enforcementId = ''] = body.enforcements as string[]
  assert.equal((await gate.post(frida, '/v1/approvals/next')).body.enforcementId, undefined)
  const why = await desk.desk.db.onlyValue<string>(
    sql`select approval_refusal(${enforcementId}, ${frida.id}, 'agree') as why`,
  )
  assert.equal(why, 'platform')
  assert.equal((await gate.approve(enforcementId, ben)).status, 200)
})

test('a limited higher role lifts no denial elsewhere', async (t) => {
  const desk = await startTwoPlatforms(t)
  const { gate, limit } = desk
  const ana = await desk.person({ roles: ['reviewer', 'senior'] })
  await limit(ana, 'senior')
  await changeByTwo(desk, { kind: 'action_denial', role: 'reviewer', actions: ['suspend'] })
  const denied = (subject: string) =>
    desk.desk.db.onlyValue<string[]>(sql`select denied_actions(${`staff:${ana.id}`}, ${subject}) as denied`)
  assert.deepEqual(await denied('account:forum~rosa'), [])
  assert.deepEqual(await denied('account:rosa'), ['deactivate', 'suspend'])
  const caseId = await gate.claim(ROSA, ana)
  const refused = await gate.post(ana, `/v1/cases/${caseId}/decisions`, violation({ actions: [WEEK] }))
  assert.equal(refused.status, 403, JSON.stringify(refused.body))
})

test('a limited role stops and restores at each platform', async (t) => {
  const desk = await startTwoPlatforms(t)
  const { frida } = desk
  desk.work()
  const { id } = await desk.enforcement({ subject: 'account:rosa', action: 'suspend' })
  await desk.enforcementIn(id, 'in_effect')
  const answer = await send(desk, frida.token, 'POST', `/v1/enforcements/${id}/restore`, { cause: 'mistake' })
  assert.ok(answer.status < 300, JSON.stringify(answer))
  await desk.enforcementIn(id, 'restored')
})

test('the application role forges no act of a limited person elsewhere', async (t) => {
  const desk = await startTwoPlatforms(t)
  const { frida } = desk
  const caseId = await givenReport(desk, ROSA)
  const thief = await stealRole(t, desk.database)
  const attacks = [
    `update staff set role_platforms = '{}' where id = '${frida.id}'`,
    `insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case)
      values ('${caseId}', '${frida.id}', 'forged', sha256(''), 'no_violation', 'Nothing.', 0)`,
    `insert into case_opening (case_id, staff_id, reason) values ('${caseId}', '${frida.id}', 'forged')`,
    `insert into enforcement (subject, account_id, action, policy_id, proposed_by, source, expires_at)
      values ('account:rosa', 'rosa', 'suspend', 'scam', 'staff:${frida.id}', 'person', desk_now() + interval '1 hour')`,
  ]
  for (const attack of attacks) await assert.rejects(thief.run(attack), isRefusal, attack)
})

test('a limited lead loosens protections of their platform alone', async (t) => {
  const desk = await startTwoPlatforms(t)
  const { gate, limit } = desk
  const lead = await desk.person({ roles: ['lead'] })
  await limit(lead, 'lead')
  await givenAccount(desk.desk.db, { id: STAR_AT_FORUM.id })
  const propose = (change: object) => gate.post(lead, '/v1/changes', { change, reason: 'as agreed' })
  const floor = (subject: object) => ({ kind: 'protection', subject, approvals: 1, holdMs: 0 })
  assert.equal((await propose(floor({ kind: 'account', id: 'rosa' }))).status, 403)
  assert.equal((await propose({ kind: 'review_times', everyDays: 30, graceDays: 7 })).status, 403)
  assert.ok((await propose(floor(STAR_AT_FORUM))).status < 300)
})

test('platforms of a role are granted by two people and named', async (t) => {
  const desk = await startTwoPlatforms(t)
  const { frida, gate, limit } = desk
  const admin = await desk.person({ roles: ['admin'], clearances: [] })
  desk.work()
  const propose = (change: object) => gate.post(admin, '/v1/changes', { change, reason: 'as agreed' })
  const of = (more: object) => ({ kind: 'role', op: 'grant', staffId: frida.id, ...more })
  assert.equal((await propose(of({ role: 'senior', platforms: ['shop'] }))).status, 400)
  assert.equal((await propose(of({ role: 'policy', platforms: ['forum'] }))).status, 400)
  assert.equal((await propose(of({ role: 'reviewer', platforms: ['forum'] }))).status, 409, 'it is so already')
  const wider = await propose(of({ role: 'reviewer' }))
  assert.deepEqual([wider.body.state, wider.body.direction], ['proposed', 'looser'])
  await limit(frida, 'reviewer', ['default', 'forum'])
  const { items } = (await gate.get(admin, '/v1/staff')).body as { items: { id: string; rolePlatforms: object }[] }
  assert.deepEqual(items.find(({ id }) => id === frida.id)?.rolePlatforms, { reviewer: ['default', 'forum'] })
  await checkLedger(desk.desk)
})
