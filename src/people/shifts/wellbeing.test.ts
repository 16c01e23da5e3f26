import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { staffRoutes } from '../staff/routes.ts'

test('200, 204, 400: media are blurred, grey and mute by default', async (t) => {
  const { desk, app } = await startTestDesk(t, { routes: [staffRoutes] })
  const [ana, ben] = [await givenStaff(desk.db), await givenStaff(desk.db, { roles: ['auditor'] })]
  const wellbeingOf = async ({ token }: typeof ana) =>
    (await app.inject({ url: '/v1/me', headers: bearer(token) })).json().wellbeing
  const putSettings = async (payload: object) =>
    (await app.inject({ method: 'PUT', url: '/v1/me/wellbeing', headers: bearer(ana.token), payload })).statusCode
  const everything = { blur: true, grey: true, mute: true }
  assert.deepEqual(await wellbeingOf(ana), everything)
  assert.equal(await putSettings({ blur: false, grey: true, mute: true }), 204)
  assert.equal(await putSettings({ blur: false, grey: true, mute: false }), 204)
  assert.deepEqual(await wellbeingOf(ana), { blur: false, grey: true, mute: false })
  assert.deepEqual(await wellbeingOf(ben), everything)
  for (const wrong of [{}, { ...everything, mute: 'yes' }, { ...everything, sound: true }])
    assert.equal(await putSettings(wrong), 400, JSON.stringify(wrong))
})
