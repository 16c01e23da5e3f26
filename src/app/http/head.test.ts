import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { listGets } from '../../../test/support/every-get.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { ROUTES } from './routes.ts'

/** The console's pages and files have their own rules, and signing in by HEAD is refused. */
const WITHOUT_HEAD = /^GET (?!\/v1|\/scim|\/healthz|\/readyz|\/docs)|^GET \/v1\/sign-on\/callback$/

test('HEAD answers like GET without a body and records a view', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: ROUTES, heads: true })
  await app.ready()
  for (const route of listGets().filter((each) => !WITHOUT_HEAD.test(each))) {
    assert.ok(app.hasRoute({ method: 'HEAD', url: route.slice('GET '.length) }), route)
  }
  const { id, token } = await givenStaff(desk.db, { onShift: true })
  const caseId = await givenCase(desk.db, { subject: 'content:post', accountId: await givenAccount(desk.db) })
  const url = `/v1/cases/${caseId}`
  const [get, head] = [
    await app.inject({ url, headers: bearer(token) }),
    await app.inject({ method: 'HEAD', url, headers: bearer(token) }),
  ]
  assert.deepEqual([get.statusCode, head.statusCode, head.body], [200, 200, ''])
  assert.equal(head.headers['content-type'], get.headers['content-type'])
  await waitFor('two views', async () => {
    const { rows } = await desk.db.query<{ count: number }>(
      sql`select count(*)::int as count from staff_view where staff_id = ${id} and case_id = ${caseId}`,
    )
    return rows[0]?.count === 2
  })
  assert.equal((await app.inject({ method: 'HEAD', url })).statusCode, 401)
  const callback = await app.inject({ method: 'HEAD', url: '/v1/sign-on/callback?state=x' })
  assert.deepEqual([callback.statusCode, callback.headers.allow], [405, 'GET'])
})
