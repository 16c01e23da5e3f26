import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { givenKey, givenStaff } from '../../../../test/support/people.ts'
import { startTestDesk } from '../../../../test/support/server.ts'
import { intakeRoutes } from '../../../cases/intake/routes.ts'
import type { App } from '../../../policy/desk.ts'

test('400: a missing request body names its first required field', async (t) => {
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

test('a request without a body counts as an empty object', async (t) => {
  const said: unknown[] = []
  const routes = (app: App) => {
    app.post('/v1/me/shift/break', { schema: { body: Type.Object({}) } }, async ({ body }) => void said.push(body))
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

test('400: a body of ambiguous length is refused with its cause', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: [intakeRoutes] })
  const { token } = await givenKey(desk.db, ['report'])
  for (const [payload, field, detail] of [
    ['{"id":"a","id":"b"}', 'id', 'is present more than once'],
    ['{"subject":{"kind":"account","id":"a","id":"b"}}', 'subject/id', 'is present more than once'],
    ['{"subject":{"__proto__":{"kind":"account"}}}', 'subject/__proto__', 'is not a known field'],
    [Buffer.from('{"id":"\xff"}', 'latin1'), 'The body', 'is not UTF-8'],
    ['{"id":"a"', 'The body', 'is not JSON'],
    ['\ufeff{"id":"a"}', 'The body', 'is not JSON'],
  ] as const) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const response = await app.inject({ method: 'POST', url: '/v1/reports', headers, payload })
    const [error] = response.json().errors
    assert.deepEqual([response.statusCode, error.field, error.detail], [400, field, detail])
  }
})

test('415: a content type that only another route takes is refused', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: [intakeRoutes] })
  const { token } = await givenKey(desk.db, ['report'])
  for (const [url, type] of [
    ['/v1/reports', 'application/x-ndjson'],
    ['/v1/reports/batch', 'application/json'],
  ] as const) {
    const headers = { 'content-type': type, authorization: `Bearer ${token}` }
    const response = await app.inject({ method: 'POST', url, headers, payload: '{}\n' })
    assert.equal(response.statusCode, 415)
    assert.match(response.json().detail, /The body must be sent with/)
  }
})
