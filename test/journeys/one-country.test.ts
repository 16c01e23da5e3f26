import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenReport, violation } from '../support/desk-flow.ts'
import { problemsOf } from '../support/escalation-flow.ts'
import { identified, only, STAR, startGate } from '../support/gate-flow.ts'
import { signatureFor } from '../support/sign.ts'

const POST = { kind: 'content', id: 'pills-1' } as const
const COURT = { policyId: 'court-order' }
const DE = { ...COURT, actions: [{ action: 'hide', countries: ['DE', 'AT'] }] }

test('a court order hides content in one country until two undo', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person({ roles: ['reviewer', 'lead'] }), await desk.person({ roles: ['lead'] })]
  const visit = async (country: string) =>
    (await fetch(`${desk.demo.url}/posts/${POST.id}`, { headers: { 'x-visitor-country': country } })).status
  const seen = () => Promise.all(['DE', 'at', 'FR'].map(visit))
  const caseId = await givenReport(desk, POST)
  await gate.post(ana, '/v1/cases/claim-next')
  const decide = (more: object) => gate.post(ana, `/v1/cases/${caseId}/decisions`, violation({ ...more }))
  for (const actions of [[{ action: 'hide', countries: ['de'] }], [{ action: 'hide', countries: [] }]])
    assert.equal((await decide({ ...COURT, actions })).status, 400)
  const mistyped = await decide({ ...COURT, actions: [{ action: 'hide', countries: ['IE', 'UK'] }] })
  assert.equal(mistyped.status, 400)
  assert.match(JSON.stringify(mistyped.body), /actions\/0\/countries\/1.*UK is now GB/)
  const notLaw = await decide({ policyId: 'scam', actions: [{ action: 'hide', countries: ['DE'] }] })
  assert.equal(notLaw.status, 400, JSON.stringify(notLaw.body))
  const preview = await gate.preview(caseId, ana, { action: 'hide', countries: ['DE', 'AT'] }, COURT)
  assert.match(String(preview.body.sentence), /will be blocked in Germany \(DE\) and Austria \(AT\)/)
  const decided = await decide(DE)
  const enforcementId = only(decided.body.enforcements)
  desk.work()
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.deepEqual(await seen(), [451, 451, 200])
  assert.deepEqual((await gate.get(ana, `/v1/enforcements/${enforcementId}`)).body.countries, ['AT', 'DE'])
  await assert.rejects(
    desk.desk.db.query(
      sql`update subject_state set generation = generation + 1, desired = desired || '{"blockedCountries": ["FR"]}'`,
    ),
    /nothing ordered that/,
  )
  const undo = { cause: 'mistake', reason: 'the court lifted it' }
  assert.equal((await gate.signed(ben, `/v1/enforcements/${enforcementId}/restore`, undo)).body.state, 'in_effect')
  assert.deepEqual(await seen(), [451, 451, 200], 'the law asked for it: one alone undoes nothing')
  const carl = await desk.person({ roles: ['lead'] })
  assert.equal((await gate.signed(carl, `/v1/enforcements/${enforcementId}/restore`, undo)).body.state, 'restoring')
  await desk.enforcementIn(enforcementId, 'restored')
  assert.deepEqual(await seen(), [200, 200, 200])
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

test('hiding an account in its own country counts as offline', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const caseId = await gate.claim(STAR, ana)
  const needs = async (action: object) => {
    const { status, body } = await gate.preview(caseId, ana, action, COURT)
    assert.equal(status, 200, JSON.stringify(body))
    return body.requirement
  }
  const home = { action: 'deactivate', countries: ['PT'] }
  assert.deepEqual(await needs(home), await needs({ action: 'deactivate' }))
  const { body } = await gate.preview(caseId, ana, home, COURT)
  const signed = await signatureFor(desk, ana, { caseId, ...COURT, ...home })
  const named = { ...home, ...signed, ...identified(STAR, 'otto_and_the_owls'), previewToken: String(body.token) }
  const asked = await gate.post(ana, `/v1/cases/${caseId}/decisions`, violation({ ...COURT, actions: [named] }))
  const enforcementId = only(asked.body.enforcements)
  assert.equal((await gate.approve(enforcementId, await desk.person())).body.state, 'held')
  const { rows } = await desk.desk.db.query<{ core: string }>(sql`select core from approval`)
  assert.deepEqual(JSON.parse(rows[0]?.core ?? '{}').countries, ['PT'], 'what was signed says where')
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})
