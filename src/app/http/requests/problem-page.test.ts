import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenStaff } from '../../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../../test/support/server.ts'
import { ROUTES } from '../routes.ts'

const OPENED = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-mode': 'navigate' }

test('401, 403, 404: a person who opens an address gets a page', async (t) => {
  const { desk, app } = await startTestDesk(t, { routes: ROUTES })
  const admin = bearer((await givenStaff(desk.db, { roles: ['admin'] })).token)
  const cases = [
    ['/v1/live', {}, 401],
    ['/v1/live', admin, 403],
    ['/v1/<script>', {}, 404],
    ['/case/12', {}, 404],
  ] as const
  for (const [url, authorization, status] of cases) {
    const page = await app.inject({ url, headers: { ...OPENED, ...authorization } })
    assert.deepEqual([page.statusCode, page.headers['content-type']], [status, 'text/html; charset=utf-8'], url)
    assert.match(
      page.body,
      /<main>\n<p class="product">Countersign<\/p>\n<h1>[\w ]+<\/h1>\n<p>.+<\/p>\n<p><a href="\/">Open start page<\/a>/,
    )
    assert.doesNotMatch(page.body, /<script/)
    assert.match(String(page.headers['content-security-policy']), /default-src 'none'; style-src 'sha256-/)
  }
  const mistyped = await app.inject({ url: '/case/12', headers: OPENED })
  assert.match(mistyped.body, /<p>There is no page at this address\. The link may be incomplete\.<\/p>/)
  const german = await app.inject({ url: '/case/12', headers: { ...OPENED, 'accept-language': 'de' } })
  assert.match(german.body, /<html lang="de">[\s\S]*Startseite öffnen/)
})

test('a program gets its problem as JSON at the same addresses', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  for (const headers of [
    {},
    { accept: 'text/html' },
    { ...OPENED, accept: '*/*' },
    { ...OPENED, 'sec-fetch-mode': 'cors' },
  ]) {
    const answer = await app.inject({ url: '/case/12', headers })
    assert.match(String(answer.headers['content-type']), /problem\+json/, JSON.stringify(headers))
  }
})
