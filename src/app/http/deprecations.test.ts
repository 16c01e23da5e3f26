import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from './routes.ts'
import { buildServer } from './server.ts'

const OLD = { since: '2027-01-01T00:00:00Z', sunset: '2027-07-01T00:00:00Z', link: 'https://desk.example/docs#readMe' }

test('a deprecated route announces its end, refusals and HEAD included', async (t) => {
  const { desk } = await startTestDesk(t)
  const app = buildServer(desk, { routes: ROUTES, ready: () => true, deprecations: { 'GET /v1/me': OLD } })
  t.after(() => app.close())
  for (const method of ['GET', 'HEAD'] as const) {
    const { statusCode, headers } = await app.inject({ method, url: '/v1/me' })
    assert.deepEqual(
      [statusCode, headers.deprecation, headers.sunset, headers.link],
      [401, '@1798761600', 'Thu, 01 Jul 2027 00:00:00 GMT', `<${OLD.link}>; rel="deprecation"; type="text/html"`],
    )
  }
  assert.equal((await app.inject({ url: '/v1/keys' })).headers.deprecation, undefined)
  const { paths } = (await app.inject({ url: '/v1/openapi.json' })).json()
  assert.deepEqual([paths['/v1/me'].get.deprecated, paths['/v1/keys'].get.deprecated], [true, undefined])
  const [described, others] = ['/v1/me', '/v1/keys'].map((path) =>
    Object.keys(paths[path].get.responses['200'].headers),
  )
  for (const name of ['Deprecation', 'Sunset', 'Link']) {
    assert.deepEqual([described?.includes(name), others?.includes(name)], [true, false], name)
  }
})
