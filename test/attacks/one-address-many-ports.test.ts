import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import { buildServer } from '../../src/app/http/server.ts'
import { AttemptLimit } from '../../src/foundation/bounds/attempt-limit.ts'
import { startTestDesk } from '../support/server.ts'

const limit = () => new AttemptLimit({ max: 2, windowMs: 60_000 })

test('an address is one source at any port', () => {
  const forms: readonly (readonly string[])[] = [
    ['192.0.2.1:5060', '192.0.2.1:5061', '192.0.2.1', '::ffff:192.0.2.1', '::FFFF:192.0.2.1', '[::ffff:192.0.2.1]:9'],
    ['[2001:db8::1]:5060', '[2001:db8::2]:5061', '2001:db8::3', '[2001:db8::4]'],
  ]
  for (const addresses of forms) {
    const counted = limit()
    for (const address of addresses.slice(0, 2)) counted.count(address)
    for (const address of addresses) assert.equal(counted.isOver(address), true, address)
    assert.equal(counted.isOver('192.0.2.2:5060'), false)
  }
})

test('calls from this machine are limited too, for many people', () => {
  const counted = limit()
  for (let n = 0; n < 39; n++) counted.count(['127.0.0.1', '::1', '127.8.9.1:5060', '::ffff:127.0.0.1'][n % 4] ?? '')
  assert.equal(counted.isOver('127.0.0.1'), false)
  counted.count('[::1]:5060')
  for (const address of ['127.0.0.1', '::1', '127.3.2.1']) assert.equal(counted.isOver(address), true, address)
})

test('a proxy that forwards ports creates no source per port', async (t) => {
  const { desk } = await startTestDesk(t)
  const app = buildServer(desk, { routes: ROUTES, ready: () => true, trustedProxies: ['127.0.0.1'] })
  t.after(() => app.close())
  const begin = async (port: number) => {
    const headers = { 'x-forwarded-for': `203.0.113.9:${port}` }
    return (await app.inject({ method: 'POST', url: '/v1/sign-in/begin', headers })).statusCode
  }
  const statuses: number[] = []
  for (let port = 1_024; port < 1_224 && statuses.at(-1) !== 429; port++) statuses.push(await begin(port))
  assert.equal(statuses.at(-1), 429)
})
