import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { identified, only, STAR, startGate } from '../support/gate-flow.ts'
import { signProposal } from '../support/sign.ts'

const LOCK = { policyId: 'scam', action: 'lock' } as const
const REASON = 'It posts a new link each minute.'

test('an interim measure needs a reason and the latest preview', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const caseId = await gate.claim(STAR, ana)
  const asked = await gate.ask(caseId, ana, { action: 'deactivate' }, identified(STAR, 'otto_and_the_owls'))
  const waiting = only(asked.body.enforcements)
  const wish = { caseId, ...LOCK }
  const read = await gate.preview(caseId, ana, { ...LOCK, interim: true, reason: 'my own case' })
  assert.match(
    String(read.body.sentence),
    / now for 1 hour, until .* UTC.*\. It lasts longer if .*\. Anyone on duty can restore it\.$/,
  )
  const { signature } = await signProposal(desk, ana, { ...wish, interim: true })
  const take = (more: object) => gate.post(ana, '/v1/interim-measures', { ...wish, signature, ...more })
  for (const [more, status] of [
    [{}, 400],
    [{ reason: ' ' }, 400],
    [{ reason: REASON, previewToken: 'another' }, 422],
  ] as const) {
    const refused = await take(more)
    assert.equal(refused.status, status, JSON.stringify(refused.body))
  }
  const taken = await take({ reason: REASON, previewToken: String(read.body.token) })
  assert.equal(taken.status, 201, JSON.stringify(taken.body))
  assert.match(
    String(taken.body.sentence),
    /^Sent to the platform: .* until .*\d\d:\d\d UTC.* It lasts longer if .* can restore it\.$/,
  )
  const measure = String(taken.body.id)
  const listed = async (who: typeof ana) => {
    const { body } = await gate.get(who, '/v1/live')
    const enforcements = [...(body.moving as Listed[]), ...(body.standing as Listed[])]
    return enforcements.find(({ id }) => id === measure)
  }
  assert.equal((await listed(ana))?.reason, REASON)
  const own = await gate.get(ana, `/v1/enforcements/${measure}`)
  assert.deepEqual([own.status, own.body.reason], [200, REASON], JSON.stringify(own.body))
  await gate.post(ben, '/v1/approvals/next')
  assert.equal((await listed(ben))?.reason, null, `kept from whoever has yet to review ${waiting}`)
})

interface Listed {
  id: string
  reason: string | null
}

test('the application role stores no interim measure without a reason', async (t) => {
  const desk = await startGate(t)
  const eve = await desk.person()
  const insert = (reason: string | null) =>
    desk.desk.db.query(sql`
      insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by,
        expires_at, interim, interim_reason)
      values ('account:rosa', 'rosa', 'lock', 3600000, 'scam', 'person', ${`staff:${eve.id}`}, false, 'desk',
        desk_now() + interval '1 hour', true, ${reason})`)
  const because = (error: { message?: string }) => /needs its reason/.test(String(error.message))
  await desk.gate.claim({ kind: 'account', id: 'rosa' }, eve)
  for (const reason of [null, ' ']) await assert.rejects(insert(reason), because)
})
