import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { staffRoutes } from './routes.ts'

test('200, 204, 400: language and time zone stay with the person', async (t) => {
  const { desk, app } = await startTestDesk(t, { routes: [staffRoutes] })
  const [ana, ben] = [await givenStaff(desk.db), await givenStaff(desk.db, { roles: ['admin'] })]
  const preferencesOf = async ({ token }: typeof ana) =>
    (await app.inject({ url: '/v1/me', headers: bearer(token) })).json().preferences
  const put = async (payload: object) =>
    (await app.inject({ method: 'PUT', url: '/v1/me/preferences', headers: bearer(ana.token), payload })).statusCode
  const ofBrowser = { language: null, timeZone: null, tourClosed: false, checklistClosed: false }
  const chosen = { language: 'de', timeZone: 'Asia/Tokyo', tourClosed: true, checklistClosed: true }
  assert.deepEqual(await preferencesOf(ana), ofBrowser)
  assert.equal(await put(chosen), 204)
  assert.equal(await put({ ...chosen, checklistClosed: false }), 204)
  assert.deepEqual(await preferencesOf(ana), { ...chosen, checklistClosed: false })
  assert.deepEqual(await preferencesOf(ben), ofBrowser)
  for (const wrong of [{ language: 'xx' }, { timeZone: 'Atlantis' }, { timeZone: '+01:00' }, { sound: true }])
    assert.equal(await put({ ...chosen, ...wrong }), 400, JSON.stringify(wrong))
  assert.equal(await put({ language: 'de' }), 400)
  assert.deepEqual(await preferencesOf(ana), { ...chosen, checklistClosed: false })
})
