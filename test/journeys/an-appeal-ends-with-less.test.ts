import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { NO_VIOLATION, startAppeals } from '../support/appeals.ts'
import { only, type Person, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const DAY_MS = 86_400_000
const LESS = { action: 'suspend', durationMs: DAY_MS }
const WISHED = { conclusion: 'violation', policyId: 'scam', wished: LESS, rationale: 'A day is enough.' }

/** Lesser actions that are refused, with the field that is wrong. */
const REFUSED = [
  [{ action: 'suspend' }, 'lesser/durationMs'],
  [{ action: 'warn', durationMs: DAY_MS }, 'lesser/durationMs'],
  [{ action: 'label' }, 'lesser/label'],
  [{ ...LESS, label: 'spam' }, 'lesser/label'],
  [{ ...LESS, policyId: 'no-such-policy' }, 'lesser/policyId'],
] as const

const fieldsOf = (problem: Record<string, unknown>) => (problem.errors as { field: string }[]).map(({ field }) => field)

async function startAppealed(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const appeals = await startAppeals(desk)
  const [ana, cleo] = [await desk.person(), await desk.person()]
  const asked = await gate.ask(await gate.claim(ROSA, ana), ana, { action: 'deactivate' })
  const enforcementId = only(asked.body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  const sent = await appeals.appeal({ enforcementId })
  const caseId = await appeals.next(cleo)
  const lessen = (who: Person, lesser: object | undefined, more: object = {}) =>
    gate.post(who, `/v1/cases/${caseId}/appeal`, { outcome: 'lessen', reason: 'A day is enough.', lesser, ...more })
  const states = () =>
    desk.desk.db.list<{ action: string; state: string }>(sql`
      select action, state from enforcement where subject = 'account:rosa' order by proposed_at, id`)
  return { ...desk, ...appeals, ana, cleo, enforcementId, sent, caseId, lessen, states }
}

test('a lesser enforcement takes the place of an appealed one', async (t) => {
  const desk = await startAppealed(t)
  const { cleo, caseId, lessen, conclude, states } = desk
  const seen = (await desk.gate.get(cleo, `/v1/cases/${caseId}`)).body.appeal as {
    enforcement: { lesserActions: string[] }
  }
  assert.ok(['limit', 'lock', 'suspend', 'warn'].every((action) => seen.enforcement.lesserActions.includes(action)))
  assert.equal((await conclude(cleo, caseId, WISHED)).status, 200)
  assert.equal((await lessen(cleo, undefined)).status, 400, 'without an action')
  assert.equal((await lessen(cleo, { action: 'deactivate' })).status, 400, 'the same takes no less')
  assert.ok(!seen.enforcement.lesserActions.includes('deactivate'), 'it has no end that is earlier')
  for (const [lesser, field] of REFUSED) {
    const { status, body } = await lessen(cleo, lesser)
    assert.deepEqual([status, fieldsOf(body)], [400, [field]], JSON.stringify(lesser))
  }
  assert.deepEqual(await states(), [{ action: 'deactivate', state: 'in_effect' }], 'a refusal changes nothing')
  const both = await Promise.all([lessen(cleo, LESS), lessen(cleo, LESS)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409], 'one judgement')
  assert.equal((await lessen(cleo, LESS)).status, 200, 'said again it is the same')
  const lesserId = await desk.desk.db.onlyValue<string>(sql`select id from enforcement where action = 'suspend'`)
  await desk.enforcementIn(desk.enforcementId, 'restored')
  await desk.enforcementIn(lesserId, 'in_effect')
  assert.deepEqual(await states(), [
    { action: 'deactivate', state: 'restored' },
    { action: 'suspend', state: 'in_effect' },
  ])
  assert.equal((await desk.told(desk.sent)).state, 'lessened')
  const shown = await desk.desk.db.listValues<boolean>(sql`
    select (desired -> 'visible')::boolean from subject_state where subject = 'account:rosa'`)
  assert.deepEqual(shown, [false], 'the account is offline until the shorter end')
  const decided = await desk.desk.db.listValues<string>(sql`select case_id from decision order by decided_at`)
  assert.deepEqual(decided.at(-1), caseId, 'the judge decided in the case of the appeal')
  const isOverturned = await desk.desk.db.onlyValue<boolean>(sql`
    select is_decision_overturned(decision_id) as "isOverturned" from enforcement where id = ${desk.enforcementId}`)
  assert.equal(isOverturned, false, 'the judge found a violation too, so marks of the decision count on')
  await checkLedger(desk.desk)
  await desk.advance(DAY_MS + 60_000)
  await desk.enforcementIn(lesserId, 'restored')
})

test('a judge lessens nothing against their conclusion or rights', async (t) => {
  const desk = await startAppealed(t)
  const { cleo, ana, caseId, lessen, conclude, enforcementId } = desk
  assert.equal((await lessen(ana, LESS)).status, 403, 'the proposer')
  assert.equal((await lessen(cleo, LESS)).status, 409, 'before the conclusion')
  assert.equal((await conclude(cleo, caseId, NO_VIOLATION)).status, 200)
  assert.equal((await lessen(cleo, LESS)).status, 400, 'it differs without a reason')
  const lead = await desk.person({ roles: ['lead'] })
  assert.equal((await desk.gate.signed(lead, `/v1/staff/${cleo.id}/restrict`, { reason: 'odd' })).status, 200)
  const differs = { differsBecause: 'The evidence of the time tells more.' }
  assert.equal((await lessen(cleo, LESS, differs)).status, 403, 'a restricted person restricts no one')
  const forged = desk.desk.db.query(sql`
    update appeal set state = 'lessened', judged_by = ${cleo.id}, reason = 'So.', differs_because = 'So.'`)
  await assert.rejects(forged, { code: 'CS001' }, 'nor does the desk itself, without a lesser enforcement')
  assert.equal((await desk.gate.get(lead, `/v1/enforcements/${enforcementId}`)).body.state, 'in_effect')
})

/**
 * A deactivation that a suspension replaced. States are written as the owner, with triggers off, because a judgement and its
 * lesser enforcement are one act.
 */
async function startLessened(t: Parameters<typeof startGate>[0]) {
  const { cleo, caseId, lessen, conclude, database } = await startAppealed(t)
  assert.equal((await conclude(cleo, caseId, WISHED)).status, 200)
  assert.equal((await lessen(cleo, LESS)).status, 200)
  const owner = database.ownerPool
  await owner.query('alter table enforcement disable trigger user, drop constraint enforcement_progress')
  const setLesser = (state: string, action = 'suspend', label: string | null = null) =>
    owner.query(sql`
      update enforcement set state = ${state}, action = ${action}, label = ${label} where action <> 'deactivate'`)
  const isLessened = () =>
    owner.onlyValue<boolean>(sql`
      select is_lessened(appeal.id, judged_by, enforcement) as lessens from appeal
      join enforcement on enforcement.id = appeal.enforcement_id`)
  return { owner, setLesser, isLessened }
}

test('a lesser enforcement that ended before ends no appeal', async (t) => {
  const { setLesser, isLessened } = await startLessened(t)
  const lessens = async (state: string) => {
    await setLesser(state)
    return isLessened()
  }
  for (const state of ['awaiting_approval', 'held', 'releasing', 'in_effect'])
    assert.equal(await lessens(state), true, state)
  for (const state of ['declined', 'stopped', 'expired', 'failed', 'restored', 'superseded'])
    assert.equal(await lessens(state), false, state)
})

test('a lesser action takes nothing in further countries', async (t) => {
  const { owner, setLesser, isLessened } = await startLessened(t)
  await owner.query(sql`update enforcement set countries = '{DE}', legal_duty = true where action = 'deactivate'`)
  assert.equal(await isLessened(), false, 'the suspension is offline everywhere')
  const offered = await owner.onlyValue<string[]>(sql`
    select lesser_actions(enforcement) from enforcement where action = 'deactivate'`)
  assert.deepEqual(offered, ['label', 'suspend', 'warn'], 'a lock or limit acts in every country')
  await setLesser('in_effect', 'label', 'spam')
  assert.equal(await isLessened(), true, 'a label takes nothing anywhere')
})
