import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { findProblems } from '../../../test/support/changes.ts'
import { startDeskBeforeOpening } from '../../../test/support/desk-before-opening.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { bearer } from '../../../test/support/server.ts'
import { makeSecret } from './tokens.ts'

/** A desk after its set-up, with an administrator, and a key that two people made. */
async function startWithKey(t: TestContext) {
  const office = await startDeskBeforeOpening(t)
  const [admin, lead] = [await office.person(['admin']), await office.person(['lead'])]
  await office.open()
  const { text: token, hash } = makeSecret('key')
  const change = { kind: 'key', name: 'report form', scopes: ['report'], fingerprint: hash.toString('hex') }
  const asked = await office.proposeAs(admin, change)
  assert.deepEqual([asked.status, asked.body.state], [201, 'proposed'])
  const agreed = await office.agreeAs(office.crane, String(asked.body.id))
  assert.equal(agreed.status, 200, JSON.stringify(agreed.body))
  if (agreed.body.state === 'agreed') await office.pass({ id: String(asked.body.id) })
  const report = async (id: string) =>
    (
      await office.app.inject({
        ...{ method: 'POST', url: '/v1/reports', headers: { authorization: `Bearer ${token}` } },
        payload: reportOf({ id }),
      })
    ).statusCode
  const list = async () => (await office.get(admin, '/v1/keys')).body.items as Record<string, unknown>[]
  return { ...office, admin, lead, report, list }
}

test('200: a key is listed with its proposer and its last use', async (t) => {
  const { admin, list, report } = await startWithKey(t)
  const [before] = await list()
  assert.deepEqual([before?.createdBy, before?.usedAt, before?.source], [admin.pseudonym, null, null])
  assert.equal(await report('first'), 201)
  const [after] = await list()
  assert.ok(typeof after?.usedAt === 'string' && after.usedAt >= String(after.createdAt))
})

test('204, 400, 403, 404: an administrator revokes a key with a reason', async (t) => {
  const { admin, lead, post, list, report, db, app } = await startWithKey(t)
  const [key] = await list()
  const url = `/v1/keys/${String(key?.id)}/revoke`
  const reason = 'The form was switched off.'
  assert.equal((await post(lead, url, { reason })).status, 403, 'a lead asks an administrator')
  for (const body of [{}, { reason: ' ' }, { reason: 'x'.repeat(1_501) }]) {
    assert.equal((await post(admin, url, body)).status, 400)
  }
  assert.equal((await post(admin, '/v1/keys/key_999/revoke', { reason })).status, 404)
  assert.deepEqual([(await post(admin, url, { reason })).status, (await list()).length], [204, 0])
  assert.equal(await report('later'), 401)
  assert.equal((await post(admin, url, { reason: 'Again.' })).status, 204, 'it is revoked already')
  const { rows } = await db.query(`select to_role, why from alert where kind = 'key_revoked' order by id`)
  const named = `in the name of ${admin.pseudonym}: "report form" (${String(key?.id)})`
  const why = `An API key was revoked ${named}. Check the ledger. The reason given: ${reason}`
  assert.deepEqual(rows, [
    { to_role: 'lead', why },
    { to_role: 'admin', why },
  ])
  const headers = { ...bearer(lead.token), 'accept-language': 'de' }
  const [alert] = (await app.inject({ url: '/v1/alerts', headers })).json().items
  const german = `Im Namen von ${admin.pseudonym} wurde ein API-Schlüssel widerrufen: „report form“ (${String(key?.id)}). Prüfen Sie das Protokoll. Angegebener Grund: ${reason}`
  assert.deepEqual([alert.why, alert.language], [german, 'de'])
  assert.deepEqual(await findProblems(db), [])
})
