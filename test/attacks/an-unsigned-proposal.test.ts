import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { problemsOf } from '../support/escalation-flow.ts'
import { violation } from '../support/desk-flow.ts'
import { identified, only, type Person, STAR, startGate } from '../support/gate-flow.ts'
import { sendSigned, signatureFor } from '../support/sign.ts'

const DEACTIVATE = { action: 'deactivate' }
const LOCK = { action: 'lock' }

type Desk = Awaited<ReturnType<typeof startGate>>

/** Proposes a lock without an end: a signed hour begins at once, and the rest lacks its proposer's signature. */
async function lockPermanently({ gate, ...desk }: Desk, who: Person) {
  const caseId = await gate.claim(STAR, who)
  const { body } = await gate.preview(caseId, who, LOCK)
  const signed = await signatureFor(desk, who, { caseId, policyId: 'scam', ...LOCK })
  const actions = [{ ...LOCK, ...signed, previewToken: String(body.token) }]
  const decided = await gate.post(who, `/v1/cases/${caseId}/decisions`, violation({ actions }))
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  return only(decided.body.unsigned)
}

test('a stolen access token proposes nothing against a protected account', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const caseId = await gate.claim(STAR, ana)
  const { body } = await gate.preview(caseId, ana, DEACTIVATE)
  assert.equal(body.signs, true)
  const actions = [{ ...DEACTIVATE, ...identified(STAR, 'otto_and_the_owls'), previewToken: String(body.token) }]
  const refused = await gate.post(ana, `/v1/cases/${caseId}/decisions`, violation({ actions }))
  assert.deepEqual([refused.status, refused.body.why], [403, 'unsigned'], JSON.stringify(refused.body))
  const { rows } = await desk.desk.db.query(sql`select from enforcement`)
  assert.equal(rows.length, 0)
  const signed = await gate.ask(caseId, ana, DEACTIVATE, identified(STAR, 'otto_and_the_owls'))
  assert.equal(signed.status, 201, 'with the passkey it is proposed')
})

test("the application role releases no enforcement without its proposer's signature", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, eve, ben] = [await desk.person(), await desk.person(), await desk.person({ roles: ['lead'] })]
  const enforcementId = await lockPermanently(desk, ana)
  const { body: waiting } = await gate.get(ana, `/v1/enforcements/${enforcementId}`)
  assert.equal(waiting.state, 'proposed')
  assert.deepEqual((waiting.waits as { for: string }[])[0]?.for, 'signature', 'what is missing is told')
  assert.equal((await gate.post(ben, '/v1/approvals/next')).status, 204, 'nobody is asked')
  const release = () =>
    desk.desk.db.query(
      sql`update enforcement set state = 'releasing', generation = 1, moved_by = 'desk' where id = ${enforcementId}`,
    )
  await assert.rejects(release(), { code: 'CS001' })
  const other = await sendSigned(desk, eve, `/v1/enforcements/${enforcementId}/sign`)
  assert.equal(other.status, 403, 'another person signs it not')

  const signed = await sendSigned(desk, ana, `/v1/enforcements/${enforcementId}/sign`)
  assert.deepEqual([signed.status, signed.body.state], [200, 'awaiting_approval'], JSON.stringify(signed.body))
  const again = await sendSigned(desk, ana, `/v1/enforcements/${enforcementId}/sign`)
  assert.equal(again.status, 409, 'once')
  assert.equal((await gate.approve(enforcementId, ben)).status, 200)
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

test('an approved enforcement needs its proposer’s signature at the release', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const named = identified(STAR, 'otto_and_the_owls')
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  assert.equal((await gate.approve(enforcementId, ben)).body.state, 'held')
  // Only the owner of the schema can change what a signature is about; no role of the desk can.
  await desk.database.ownerPool.query(`
    alter table signature disable trigger user;
    update signature set about = 'enf_0' where act = 'propose';
    alter table signature enable trigger user`)
  await assert.rejects(
    desk.desk.db.query(
      sql`update enforcement set state = 'releasing', generation = 1, moved_by = 'desk' where id = ${enforcementId}`,
    ),
    /no proposer of enforcement enf_\d+ signed it/,
  )
})
