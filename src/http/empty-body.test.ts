import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { givenKey, givenStaff } from '../../test/support/people.ts'
import { startTestDesk } from '../../test/support/server.ts'
import { intakeRoutes } from '../intake/routes.ts'

test('400: a body that must say something is missed by the name of its first field', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: [intakeRoutes] })
  const { token } = await givenKey(desk.db, ['report'])
  for (const headers of [{}, { 'content-type': 'application/json' }]) {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/reports',
      headers: { ...headers, authorization: `Bearer ${token}` },
    })
    assert.equal(response.statusCode, 400)
    assert.match(response.body, /"field":"id"/)
  }
})

test('a request without a body is taken as one that says nothing', async (t) => {
  const said: unknown[] = []
  const routes = () => (app: Parameters<ReturnType<typeof intakeRoutes>>[0], _options: object, done: () => void) => {
    app.post('/v1/me/shift/break', { schema: { body: Type.Object({}) } }, async ({ body }) => void said.push(body))
    done()
  }
  const { app, desk } = await startTestDesk(t, { routes: [routes] })

  const { token } = await givenStaff(desk.db, { onShift: true })
  for (const headers of [{}, { 'content-type': 'application/json' }]) {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/me/shift/break',
      headers: { ...headers, authorization: `Bearer ${token}` },
    })
    assert.equal(response.statusCode, 200, response.body)
  }
  assert.deepEqual(said, [{}, {}])
})
