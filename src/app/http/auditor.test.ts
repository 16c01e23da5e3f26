import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { RIGHTS } from './rights.ts'
import { ROUTES } from './routes.ts'

/** Routes about the caller: their shift, their sign-in, their alerts. */
const ABOUT_ONESELF =
  /^\w+ \/v1\/(me|session|sessions|passkeys|sign-in|sign-out|signings|demo)\b|^POST \/v1\/alerts\/:alertId\/seen$/

/** They ask with a body what would be or what something says, and change nothing. */
const ASKING =
  /^POST \/v1\/(guards\/(try|check|replay)|rule-sets\/:name\/check|cases\/:caseId\/(translation|thread\/translations))$/

test('the role auditor reads everything and changes nothing', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: ROUTES })
  const { token } = await givenStaff(desk.db, { roles: ['auditor'], onShift: true, clearances: ['protected'] })
  const acts = Object.keys(RIGHTS).filter(
    (route) => !route.startsWith('GET ') && !ABOUT_ONESELF.test(route) && !ASKING.test(route),
  )
  assert.ok(acts.length > 30)
  for (const route of acts) {
    if (RIGHTS[route] === 'anyone') continue
    const [method = '', pattern = ''] = route.split(' ')
    const url = pattern.replace(/:\w+/g, 'enf_1')
    const answer = await app.inject({ method: method as 'POST', url, headers: bearer(token), payload: {} })
    assert.equal(answer.statusCode, 403, `${route} was answered ${answer.statusCode}`)
  }
})

test('the role admin manages people and takes no enforcement', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: ROUTES })
  const { token } = await givenStaff(desk.db, { roles: ['admin'], onShift: true, clearances: ['protected'] })
  const acts = Object.keys(RIGHTS).filter((route) =>
    /^(POST|GET) \/v1\/(cases|enforcements|interim|restores|freezes|approvals|accounts|search)/.test(route),
  )
  for (const route of acts) {
    const [method = '', pattern = ''] = route.split(' ')
    const url = pattern.replace(/:\w+/g, 'enf_1')
    const answer = await app.inject({
      method: method as 'POST',
      url,
      headers: bearer(token),
      ...(method === 'POST' ? { payload: {} } : {}),
    })
    assert.equal(answer.statusCode, 403, `${route} was answered ${answer.statusCode}`)
  }
})
