import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestDesk, TEST_PARTY } from '../../../../test/support/server.ts'
import { ROUTES } from '../../../app/http/routes.ts'
import { buildServer } from '../../../app/http/server.ts'
import { makeStyle, textOn } from './page-style.ts'
import { PAGES_A_MINUTE_MAX } from './stranger-limits.ts'

const OWN = 'https://notices.example'
const NOTICES = { host: 'notices.example' }
const DESK = { host: new URL(TEST_PARTY.origin).host }
const HARBOUR = { origin: OWN, name: 'Harbour <b>&', colour: '#0a5c8f' }

test("a public page runs nothing and is in its reader's language", async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES, publicPages: { name: 'Harbour <b>&' } })
  const headers = { 'accept-language': 'ar-EG,ar;q=0.9,de;q=0.5' }
  const arabic = await app.inject({ url: '/public', headers })
  assert.equal(arabic.statusCode, 200)
  assert.match(arabic.body, /<html lang="ar" dir="rtl">/)
  assert.match(arabic.body, /Harbour &#60;b&#62;&#38;/)
  assert.doesNotMatch(arabic.body, /<script|<img|<link|style="|http:|https:/)
  assert.match(String(arabic.headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-/)
  assert.equal(arabic.headers['cache-control'], 'no-store')
  const chosen = await app.inject({ url: '/public?language=de', headers })
  assert.match(chosen.body, /<html lang="de" dir="ltr">/)
  const invented = await app.inject({ url: '/public?language=%22%3E%3Cscript%3E&language=x', headers })
  assert.match(invented.body, /<html lang="ar"/)
  assert.doesNotMatch(invented.body, /script/)
})

test('an own origin serves the public pages and nothing else', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES, publicPages: HARBOUR })
  assert.equal((await app.inject({ url: '/public', headers: NOTICES })).statusCode, 200)
  const others = ['/queue', '/healthz', '/docs', '/assets/x.js', '/v1/openapi.json', '/v1/me', '/nothing', '//public']
  const tricks = ['/public/../v1/me', '/PUBLIC', '/public/%2e%2e/healthz', '/publicly', '/public%2f..%2fhealthz']
  for (const url of [...others, ...tricks]) {
    const answer = await app.inject({ url, headers: { ...NOTICES, accept: 'text/html' } })
    assert.equal(answer.statusCode, 404, url)
    assert.doesNotMatch(answer.body, /Countersign|sign-in/i, url)
  }
  const signIn = await app.inject({ method: 'POST', url: '/v1/sign-in/begin', headers: NOTICES, payload: {} })
  assert.equal(signIn.statusCode, 404)
  const first = await app.inject({ url: '/', headers: { host: 'NOTICES.example' } })
  assert.deepEqual([first.statusCode, first.headers.location], [303, '/public'])
})

test('a forwarded host opens nothing at the public origin', async (t) => {
  const { desk } = await startTestDesk(t, { publicPages: HARBOUR })
  const app = buildServer(desk, { routes: ROUTES, ready: () => true, trustedProxies: ['127.0.0.1'] })
  t.after(() => app.close())
  const stated = { ...NOTICES, 'x-forwarded-host': DESK.host, 'x-forwarded-for': '198.51.100.7' }
  for (const url of ['/healthz', '/v1/openapi.json', '/queue'])
    assert.equal((await app.inject({ url, headers: stated })).statusCode, 404, url)
  assert.equal((await app.inject({ url: '/public', headers: stated })).statusCode, 200)
})

test("the desk's origin serves the public pages only without an own origin", async (t) => {
  const { app, database } = await startTestDesk(t, { routes: ROUTES, publicPages: HARBOUR })
  assert.equal((await app.inject({ url: '/public', headers: DESK })).statusCode, 404)
  assert.equal((await app.inject({ url: '/healthz', headers: DESK })).statusCode, 200)
  const plain = await startTestDesk(t, { routes: ROUTES, database })
  assert.equal((await plain.app.inject({ url: '/public', headers: DESK })).statusCode, 200)
})

test('a network that floods the pages is refused, and another is not', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const read = async (remoteAddress: string) =>
    (await app.inject({ url: '/public?language=de', remoteAddress })).statusCode
  for (let count = 0; count < PAGES_A_MINUTE_MAX; count++) await read('198.51.100.7')
  assert.equal(await read('198.51.100.7'), 429)
  assert.equal(await read('203.0.113.9'), 200)
  const refused = await app.inject({ url: '/public?language=de', remoteAddress: '198.51.100.7' })
  assert.match(refused.body, /Zu viele Anfragen/)
  assert.equal(refused.headers['retry-after'], '600')
})

test('text on a colour is black or white, whichever has more contrast', () => {
  assert.equal(textOn('#ffffff'), '#111111')
  assert.equal(textOn('#ffd800'), '#111111')
  assert.equal(textOn('#1b4d6b'), '#ffffff')
  assert.notEqual(makeStyle('#ffd800').policy, makeStyle().policy)
})
