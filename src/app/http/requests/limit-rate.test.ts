import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenKey, givenStaff } from '../../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../../test/support/server.ts'
import { isNeverLimited, type Rates } from './limit-rate.ts'
import { RIGHTS } from '../rights.ts'
import { ROUTES } from '../routes.ts'
import type { StageRoutes } from '../../../policy/stage/stage.ts'
import { buildServer } from '../server.ts'

const FEW: Rates = { staff: { burst: 3, perSecond: 0.001 }, key: { burst: 2, perSecond: 0.001 } }

test('429: a caller over their rate waits; restores pass', async (t) => {
  const { desk } = await startTestDesk(t)
  const app = buildServer(desk, { routes: ROUTES, ready: () => true, rates: FEW })
  t.after(() => app.close())
  const [ana, ben, key] = [
    await givenStaff(desk.db, { onShift: true }),
    await givenStaff(desk.db),
    await givenKey(desk.db),
  ]
  const ask = async ({ token }: { token: string }, method: 'GET' | 'POST', url: string) => {
    const payload = method === 'POST' ? { payload: {} } : {}
    return app.inject({ method, url, headers: bearer(token), ...payload })
  }
  const seen = []
  for (let each = 0; each < 5; each++) seen.push((await ask(ana, 'GET', '/v1/me')).statusCode)
  assert.deepEqual(seen, [200, 200, 200, 429, 429])
  const refused = await ask(ana, 'GET', '/v1/me')
  assert.deepEqual([refused.json().type, refused.headers['retry-after']], ['urn:countersign:problem:too_many', '2'])
  assert.equal(refused.headers['ratelimit-policy'], '"staff";q=3;w=3000')
  // The time until a full rate grows shorter by each second that the requests above took.
  assert.match(String(refused.headers.ratelimit), /^"staff";r=0;t=(29\d\d|3000)$/)
  const fresh = await ask(ben, 'GET', '/v1/me')
  assert.deepEqual([fresh.statusCode, fresh.headers.ratelimit], [200, '"staff";r=2;t=1000'])
  for (let each = 0; each < 10; each++) {
    assert.equal((await ask(ana, 'POST', '/v1/enforcements/enf_9/stop')).statusCode, 404)
    assert.equal((await ask(ana, 'POST', '/v1/enforcements/enf_9/restore')).statusCode, 404)
    assert.equal((await ask(ana, 'GET', '/v1/alerts')).statusCode, 200)
  }
  const reports = []
  for (let each = 0; each < 3; each++) reports.push((await ask(key, 'POST', '/v1/reports')).statusCode)
  assert.deepEqual(reports, [400, 400, 429])
})

test('429: previews and signing preparations have their own rate', async (t) => {
  const { desk } = await startTestDesk(t)
  const app = buildServer(desk, { routes: ROUTES, ready: () => true, rates: FEW })
  t.after(() => app.close())
  for (const [method, url] of [
    ['GET', '/v1/live'],
    ['GET', '/v1/enforcements'],
    ['GET', '/v1/enforcements/enf_9'],
    ['POST', '/v1/signings'],
  ] as const) {
    const { token } = await givenStaff(desk.db, { onShift: true })
    const payload = method === 'POST' ? { payload: { act: 'agree', about: 'enf_9' } } : {}
    const seen = []
    for (let each = 0; each < 4; each++)
      seen.push((await app.inject({ method, url, headers: bearer(token), ...payload })).statusCode)
    assert.equal(seen[2] === 429, false, url)
    assert.equal(seen[3], 429, url)
  }
})

test('no stop, restore or freeze is ever rate-limited', () => {
  for (const route of Object.keys(RIGHTS)) {
    const [method = '', url = ''] = route.split(' ')
    if (
      /\/(stop|restore|accept|restores|start|freezes|extend|end|confirm)$/.test(url) &&
      /enforcements|restores|freezes/.test(url)
    ) {
      assert.ok(isNeverLimited(method, url), route)
    }
  }
})

test("the client's address is the connection's unless a proxy is trusted", async (t) => {
  const { desk } = await startTestDesk(t)
  const stage: StageRoutes = (app) => {
    app.get('/v1/me', async ({ ip, protocol, host }) => ({ ip, protocol, host }))
  }
  const { token } = await givenStaff(desk.db)
  const forwarded = {
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'evil.example',
  }
  const seen = async (trustedProxies: readonly string[]) => {
    const app = buildServer(desk, { routes: [stage], ready: () => true, trustedProxies })
    t.after(() => app.close())
    return (await app.inject({ url: '/v1/me', headers: { ...bearer(token), ...forwarded } })).json()
  }
  assert.deepEqual(await seen([]), { ip: '127.0.0.1', protocol: 'http', host: 'localhost:80' })
  assert.equal((await seen(['10.0.0.7'])).ip, '127.0.0.1')
  assert.deepEqual(await seen(['127.0.0.1']), { ip: '203.0.113.9', protocol: 'https', host: 'evil.example' })
})
