import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startAppeals, VIOLATION } from '../support/appeals.ts'
import { only, type Person, startGate } from '../support/gate-flow.ts'
import { REFUSED, stealRole } from '../support/role-thief.ts'
import { postAndSign } from '../support/sign.ts'
import { checkLedger } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const DAY_MS = 86_400_000
const LESS = { action: 'suspend', durationMs: DAY_MS }
const WISHED = { conclusion: 'violation', policyId: 'scam', wished: LESS, rationale: 'A day is enough.' }
const REASON = 'A day is enough.'

/** An appeal against an enforcement that two people undo, whose first judge wants a shorter one in its place. */
async function startLessened(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const appeals = await startAppeals(desk)
  const ana = await desk.person()
  const asked = await gate.ask(await gate.claim(ROSA, ana), ana, { action: 'deactivate' })
  const enforcementId = only(asked.body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  await desk.advance(73 * 3_600_000)
  const [cleo, dan] = [await desk.person(), await desk.person()]
  const lead = await desk.person({ roles: ['lead'] })
  const sent = await appeals.appeal({ enforcementId })
  const caseId = await appeals.next(cleo)
  assert.equal((await appeals.conclude(cleo, caseId, WISHED)).status, 200)
  const lessen = (who: Person, lesser: object, more: object = {}) =>
    gate.post(who, `/v1/cases/${caseId}/appeal`, { outcome: 'lessen', reason: REASON, lesser, ...more })
  const first = await lessen(cleo, LESS)
  assert.deepEqual([first.status, first.body.state], [200, 'open'], JSON.stringify(first.body))
  const states = () =>
    desk.desk.db.list<{ action: string; state: string }>(sql`
      select action, state from enforcement where subject = 'account:rosa' order by proposed_at, id`)
  const sign = (who: Person, lesser?: object) =>
    postAndSign(desk, who, { act: 'restore_second', about: enforcementId, ...(lesser && { lesser }) })
  return { ...desk, ...appeals, ana, cleo, dan, lead, enforcementId, sent, caseId, lessen, states, sign }
}

const UNTOUCHED = [{ action: 'deactivate', state: 'in_effect' }]

test('a wish for less is no half of a restore', async (t) => {
  const desk = await startLessened(t)
  const { gate, lead, dan, cleo, enforcementId, states, sign } = desk
  assert.equal((await sign(lead)).prepared.status, 409, 'no person asked for the restore')
  const asked = await gate.post(lead, `/v1/enforcements/${enforcementId}/restore`, { cause: 'mistake', reason: 'Odd.' })
  assert.equal(asked.status, 202, JSON.stringify(asked.body))
  assert.deepEqual(await states(), UNTOUCHED, 'the lead is the first person who asks for it')
  assert.equal(await desk.next(dan), desk.caseId)
  assert.equal((await desk.conclude(dan, desk.caseId, VIOLATION)).status, 200)
  const seen = (await gate.get(dan, `/v1/cases/${desk.caseId}`)).body.appeal as { firstJudgement: { lesser: object } }
  assert.deepEqual(seen.firstJudgement.lesser, { policyId: 'scam', ...LESS, label: null })
  const longer = { ...LESS, durationMs: 2 * DAY_MS }
  const other = await desk.lessen(dan, longer)
  assert.deepEqual([other.status, other.body.state], [200, 'open'], JSON.stringify(other.body))
  assert.deepEqual(await states(), UNTOUCHED, 'two days are not a day')
  const { signature } = await sign(cleo)
  assert.ok(signature, 'the restore that the lead asked for')
  const back = await gate.post(cleo, `/v1/enforcements/${enforcementId}/restore`, { cause: 'mistake', signature })
  assert.equal(back.status, 202, JSON.stringify(back.body))
  await desk.enforcementIn(enforcementId, 'restored')
  await checkLedger(desk.desk)
})

test('the second judge signs the lesser action that the first chose', async (t) => {
  const desk = await startLessened(t)
  const { gate, lead, dan, caseId, enforcementId, states, sign, lessen } = desk
  await gate.post(lead, `/v1/enforcements/${enforcementId}/restore`, { cause: 'mistake', reason: 'Odd.' })
  assert.equal(await desk.next(dan), caseId)
  assert.equal((await desk.conclude(dan, caseId, WISHED)).status, 200)
  assert.equal((await lessen(dan, LESS)).status, 403, 'the second signs')
  const plain = await sign(dan)
  const wrong = await lessen(dan, LESS, { signature: plain.signature })
  assert.ok(wrong.status >= 400, 'a signature over the restore alone')
  assert.deepEqual(await states(), UNTOUCHED)
  const { prepared, signature } = await sign(dan, LESS)
  assert.match(String(prepared.body.text), /replaces this by a milder action[\s\S]*The milder action[\s\S]*suspend/)
  const done = await lessen(dan, LESS, { signature })
  assert.equal(done.body.state, 'lessened', JSON.stringify(done.body))
  await desk.enforcementIn(enforcementId, 'restored')
  assert.deepEqual(await states(), [
    { action: 'deactivate', state: 'restored' },
    { action: 'suspend', state: 'in_effect' },
  ])
  assert.equal((await desk.told(desk.sent)).state, 'lessened')
  await checkLedger(desk.desk)

  const fresh = await desk.person()
  const { rows } = await desk.database.ownerPool.query<{ id: string; judges: boolean; approval: string | null }>(sql`
    select staff.id, not is_appeal_party(lesser.id, staff.id) as judges, approver_refusal(lesser, staff, 'offer') as approval
    from staff cross join enforcement lesser where lesser.action = 'suspend'`)
  const answers = (who: Person) =>
    rows.filter(({ id }) => id === who.id).map(({ judges, approval }) => [judges, approval])
  assert.deepEqual([desk.cleo, fresh].map(answers), [[[false, 'replaced']], [[true, null]]])
  assert.deepEqual(
    [desk.ana, dan].map((who) => answers(who).map(([judges]) => judges)),
    [[false], [false]],
  )
})

test('the application role makes no restore of a wish for less', async (t) => {
  const desk = await startLessened(t)
  const { gate, lead, dan, cleo, enforcementId, sign } = desk
  await gate.post(lead, `/v1/enforcements/${enforcementId}/restore`, { cause: 'mistake', reason: 'Odd.' })
  const thief = await stealRole(t, desk.database)
  const backdated = `insert into restore_ask (enforcement_id, staff_id, cause, at)
    values ('${enforcementId}', '${dan.id}', 'mistake', desk_now() - interval '2 days')`
  await assert.rejects(thief.run(backdated), { code: '42501' })
  const { prepared, signature } = await sign(dan, LESS)
  assert.ok(signature)
  await desk.desk.db.query(sql`
    insert into signature (id, staff_id, credential_id, act, about, core, as_shown, client_data, authenticator_data, signature)
    select id, staff_id, ${signature.credentialId}, act, about, core, as_shown,
      ${Buffer.from(signature.clientDataJSON, 'base64url')}, ${Buffer.from(signature.authenticatorData, 'base64url')},
      ${Buffer.from(signature.signature, 'base64url')}
    from signing where id = ${String(prepared.body.signingId)}`)
  const restore = (asker: Person) => `
    insert into enforcement_restore (enforcement_id, cause, by, asked_by, signature_id)
    values ('${enforcementId}', 'mistake', 'staff:${dan.id}', '${asker.id}', '${prepared.body.signingId}')`
  await assert.rejects(thief.run(restore(lead)), { code: REFUSED, message: /did not ask for this restore/ })
  await assert.rejects(thief.run(restore(cleo)), { code: REFUSED, message: /without the lesser action/ })
})
