import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send } from '../../../test/support/desk-flow.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer } from '../../../test/support/server.ts'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'

test('200: a mistaken takedown is reported from the ledger by pseudonyms', async (t) => {
  const desk = await startWorkingDesk(t)
  desk.work()
  const lead = await givenStaff(desk.desk.db, { onShift: true, roles: ['lead'] })
  const enforcement = await desk.enforcement({ subject: 'account:pills', action: 'suspend' })
  await desk.enforcementIn(enforcement.id, 'in_effect')
  await send(desk, lead.token, 'POST', `/v1/enforcements/${enforcement.id}/restore`, { reason: 'liquorice' })
  await desk.enforcementIn(enforcement.id, 'restored')
  const listed = await send(desk, lead.token, 'GET', '/v1/incidents')
  assert.deepEqual(
    (listed.body.items as { id: string }[]).map(({ id }) => id),
    [enforcement.id],
  )
  const { status, body } = await send(desk, lead.token, 'GET', `/v1/incidents/${enforcement.id}`)
  assert.equal(status, 200)
  assert.ok(Number(body.offlineMs) > 0)
  assert.equal((body.offline as { until: string | null }[])[0]?.until === null, false)
  assert.doesNotMatch(JSON.stringify(body), new RegExp(lead.id))
  assert.doesNotMatch(String(body.public), /enf_\d|p-/)
  const headers = { ...bearer(lead.token), 'accept-language': 'de-AT' }
  const german = await desk.app.inject({ url: `/v1/incidents/${enforcement.id}`, headers })
  assert.match(german.json().public, /^Am .* lang zu Unrecht unsichtbar\..*UTC: Das Konto war wieder sichtbar\./s)
})

test('404: an enforcement that took no account offline is no incident', async (t) => {
  const desk = await startWorkingDesk(t, { deskOnly: true })
  const { token } = await givenStaff(desk.desk.db, { roles: ['auditor'] })
  assert.equal((await send(desk, token, 'GET', '/v1/incidents/enf_99')).status, 404)
})

test('403: a person with only the reviewer role lists no incidents', async (t) => {
  const desk = await startWorkingDesk(t, { deskOnly: true })
  const { token } = await givenStaff(desk.desk.db, { onShift: true })
  assert.equal((await send(desk, token, 'GET', '/v1/incidents')).status, 403)
})
