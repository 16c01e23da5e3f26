import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ASSESSMENT, identified, MINISTER, only, READING_MS, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }

test('an approver who named another account in the review cannot approve', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const [wrong, unsure, right] = [
    await desk.person({ roles: ['lead'], team: 'north' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
    await desk.person({ roles: ['senior'], team: 'east' }),
  ]
  const enforcementId = only(
    (await gate.ask(await gate.claim(MINISTER, ana), ana, { action: 'deactivate' }, more)).body.enforcements,
  )
  const fake = 'vale-imitator'
  for (const who of [wrong, unsure, right]) {
    const { body } = await gate.post(who, '/v1/approvals/next')
    assert.ok((body.candidates as { accountId: string }[]).some(({ accountId }) => accountId === MINISTER.id))
  }
  await desk.advance(READING_MS)

  const own = { conclusion: 'violation', rationale: 'as I see it' }
  const silent = await gate.post(wrong, `/v1/enforcements/${enforcementId}/independent-review`, own)
  assert.equal(silent.status, 400, 'which account it is is part of the review')
  const told = await gate.review(enforcementId, wrong, { account: fake })
  assert.equal((told.body.independentReview as { isOther: boolean }).isOther, true)
  await gate.review(enforcementId, unsure, { account: null })
  for (const who of [wrong, unsure]) {
    const refused = await gate.sendAnswer(enforcementId, who, 'approve')
    assert.deepEqual([refused.status, refused.body.why], [403, 'other_account'])
  }
  const { db } = desk.desk
  const forged = (set: string) =>
    db.query(
      `update enforcement_offer set ${set} where enforcement_id = '${enforcementId}' and staff_id = '${wrong.id}'`,
    )
  await assert.rejects(forged(`own_account = '${MINISTER.id}'`), { code: '42501' })
  await assert.rejects(forged('own_asked = false, own_account = null'))
  const agree = db.query(sql`
    insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash)
    select id, ${wrong.id}, 'agree', '{}', '{}', material_hash from enforcement where id = ${enforcementId}`)
  await assert.rejects(agree, { code: 'CS001', message: /other_account/ })

  await gate.review(enforcementId, right)
  assert.equal((await gate.sendAnswer(enforcementId, right, 'approve')).status, 200)
  const { rows } = await db.query<{ account: string | null }>(sql`
    select convert_from(payload, 'UTF8')::jsonb ->> 'account' as account from ledger_payload
    where kind = 'enforcement_independent_review' order by leaf_id`)
  assert.deepEqual(rows, [{ account: fake }, { account: null }, { account: MINISTER.id }])
  assert.equal((await gate.sendAnswer(enforcementId, wrong, 'decline', 'it is the minister herself')).status, 200)
  desk.work()
  await checkLedger(desk.desk)
})
