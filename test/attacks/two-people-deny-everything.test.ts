import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import { ACTIONS, type Action, type Role, type StaffCaller } from '../../src/foundation/domain.ts'
import { changeByTwo, givenAuthority, orderOf, receivedOrder } from '../support/authority.ts'
import { agreeSigned, endSetup, REASON } from '../support/changes.ts'
import { givenClaim } from '../support/desk-flow.ts'
import { MINISTER, minutes, only, startGate } from '../support/gate-flow.ts'
import { startHijack } from '../support/hijack-desk.ts'
import { hideAlone, speech, startMinisterPosts } from '../support/acting-alone.ts'
import { stealRole } from '../support/role-thief.ts'

type GateDesk = Awaited<ReturnType<typeof startGate>>

const as = ({ id }: { id: string }, role: Role): StaffCaller => ({ kind: 'staff', id, pseudonym: id, roles: [role] })

/** Returns a function with which two people propose and agree to a denial. */
async function startDenying(desk: GateDesk) {
  const [pol, lea] = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['lead'] })]
  const propose = (actions: readonly Action[], about: { role: Role } | { staffId: string } = { role: 'reviewer' }) =>
    proposeChange(desk.desk, {
      wanted: { kind: 'action_denial', ...about, actions },
      reason: REASON,
      by: as(pol, 'policy'),
    })
  const agree = async (actions: readonly Action[]) =>
    (await agreeSigned(desk.desk, (await propose(actions)).id, as(lea, 'lead'))).state
  return { propose, agree, lea }
}

test('a denial leaves each action to a person who may take it', async (t) => {
  const desk = await startGate(t)
  const { propose, lea } = await startDenying(desk)
  await assert.rejects(propose(['hide'], { role: 'lead' }), /no person could take: .*Hide from everyone/)
  await changeByTwo(desk, { kind: 'action_denial', role: 'senior', actions: ['suspend'] })
  const { rows } = await desk.desk.db.query<{ id: string }>(sql`
    select id from staff where 'lead' = any (roles) and id <> ${lea.id} and ended_at is null`)
  for (const { id } of rows) await changeByTwo(desk, { kind: 'action_denial', staffId: id, actions: ['suspend'] })
  const leads = await desk.desk.db.listValues<string>(sql`
    select id from staff where 'lead' = any (roles) and not 'suspend' = any (denied_actions('staff:' || id, null))`)
  const untaken = (staffId: string) =>
    desk.desk.db.listValues<string>(sql`
      select action from unnest(list_actions_without_taker(null, ${staffId}, '{suspend}')) action`)
  assert.ok(leads.length > 1)
  assert.deepEqual(await untaken(lea.id), [], 'another lead is left')
  await desk.database.ownerPool.query(
    sql`update staff set ended_at = desk_now() where id = any (${leads}) and id <> ${lea.id}`,
  )
  assert.deepEqual(await untaken(lea.id), ['deactivate', 'suspend'])
})

test('a denial of the last day is undone at once', async (t) => {
  const desk = await startGate(t)
  const { agree, lea } = await startDenying(desk)
  await endSetup(desk.desk.db)
  assert.equal(await agree(ACTIONS), 'applied')
  assert.equal(await agree(['suspend', 'deactivate']), 'agreed', 'a list that was never in force waits')
  assert.equal(await agree([]), 'applied')
  assert.equal(await agree(ACTIONS), 'applied')
  await desk.advance(minutes(25 * 60))
  await desk.gate.post(lea, '/v1/me/shift', { plannedMinutes: 480 })
  assert.equal(await agree([]), 'agreed')
})

test('two denials that start from the same list do not both apply', async (t) => {
  const desk = await startGate(t)
  const { propose, lea } = await startDenying(desk)
  const other = await desk.person({ roles: ['lead'] })
  const [first, second] = [await propose(['suspend']), await propose(['deactivate'])]
  const ended = await Promise.allSettled([
    agreeSigned(desk.desk, first.id, as(lea, 'lead')),
    agreeSigned(desk.desk, second.id, as(other, 'lead')),
  ])
  assert.deepEqual(ended.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('an authenticated order is followed alone despite a denial', async (t) => {
  const desk = await startMinisterPosts(t, 2)
  const authority = await givenAuthority(desk)
  const ana = await desk.person()
  await changeByTwo(desk, { kind: 'action_denial', role: 'senior', actions: ['hide'] })
  desk.work()
  const ref = await receivedOrder(desk, authority.token, orderOf([speech(0).id]))
  const caseId = await givenClaim(desk, ana.token)
  const { decided } = await hideAlone(desk, ana, {
    ...{ subject: speech(0), policyId: 'public-danger', caseId },
    ground: { kind: 'order', ref },
  })
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  await desk.enforcementIn(only(decided.body.enforcements), 'in_effect')
})

test('a denied lock needs the report of a takeover', async (t) => {
  const desk = await startHijack(t)
  const ana = await desk.person()
  await changeByTwo(desk, { kind: 'action_denial', role: 'senior', actions: ['lock'] })
  const caseId = await desk.gate.claim(MINISTER, ana)
  const untouched = await desk.lock(ana, caseId)
  assert.deepEqual([untouched.status, untouched.body.why], [403, 'denied_action'], 'no report of a takeover')
  await desk.takeOver()
  const locked = await desk.lock(ana, caseId)
  assert.equal(locked.status, 201, JSON.stringify(locked.body))
})

test('a denial binds people without a reviewing role', async (t) => {
  const desk = await startGate(t)
  const [ida, ana] = [await desk.person({ roles: ['admin'] }), await desk.person()]
  await changeByTwo(desk, { kind: 'action_denial', role: 'reviewer', actions: ['suspend'] })
  const thief = await stealRole(t, desk.database)
  const insert = ({ id }: { id: string }, source: string) =>
    thief.run(`insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by, expires_at)
      values ('account:pills', 'pills', 'suspend', 86400000, 'scam', '${source}', 'staff:${id}', false, 'staff:${id}', desk_now() + interval '1 hour')`)
  await desk.database.ownerPool.query(sql`update staff set roles = '{auditor}' where id = ${ana.id}`)
  for (const who of [ida, ana])
    for (const source of ['person', 'schedule'])
      await assert.rejects(insert(who, source), { code: 'CS001', message: /is denied to/ })
})
