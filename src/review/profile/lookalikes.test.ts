import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import { type GivenStaff, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { recordAccountFacts } from '../../cases/accounts/record-facts.ts'
import { inTransaction } from '../../foundation/database/db.ts'

async function start(t: TestContext) {
  const { desk, app } = await startTestDesk(t, { routes: ROUTES })
  const listFor = async (caseId: string, more: GivenStaff = {}) => {
    const { token } = await givenStaff(desk.db, { onShift: true, ...more })
    const answer = await app.inject({ url: `/v1/cases/${caseId}/lookalikes`, headers: bearer(token) })
    return { status: answer.statusCode, items: answer.json().items }
  }
  return { desk, listFor }
}

const accountNamed = (
  id: string,
  handle: string,
  { reach, verified = false }: { reach: number; verified?: boolean },
) => ({
  ...{ source: 'test', factsAt: new Date(Date.now() - 60_000).toISOString() },
  account: { id, handle, displayName: '', reach, verified, tags: [], createdAt: null },
})

test('200: a protected look-alike is announced without its name', async (t) => {
  const { desk, listFor } = await start(t)
  const accounts = [
    accountNamed('real', 'harbour_mayor', { reach: 9_000_000, verified: true }),
    accountNamed('fake', 'harb0ur_mayor', { reach: 12 }),
    accountNamed('plain', 'harbour_rnayor', { reach: 5 }),
  ]
  await inTransaction(desk.db, (tx) => recordAccountFacts(tx, { kind: 'desk' }, accounts))
  const { rows } = await desk.db.query(sql`select id, protected from account where id in ('real', 'plain') order by id`)
  assert.deepEqual(rows, [
    { id: 'plain', protected: false },
    { id: 'real', protected: true },
  ])
  const caseId = await givenCase(desk.db, { subject: 'account:fake', accountId: 'fake' })
  const plain = { id: 'plain', handle: 'harbour_rnayor', displayName: '', reach: 5, protected: false }
  assert.deepEqual((await listFor(caseId)).items, [
    { id: null, handle: null, displayName: null, reach: 9_000_000, protected: true },
    plain,
  ])
  assert.deepEqual((await listFor(caseId, { clearances: ['protected'] })).items, [
    { id: 'real', handle: 'harbour_mayor', displayName: '', reach: 9_000_000, protected: true },
    plain,
  ])
})

test('200: accounts that resemble the reviewed one are listed with handles', async (t) => {
  const { desk, listFor } = await start(t)
  const accounts = [
    accountNamed('real', 'harbour_mayor', { reach: 900 }),
    accountNamed('fake', 'harb0ur_mayor', { reach: 12 }),
    accountNamed('far', 'bread', { reach: 5 }),
  ]
  await inTransaction(desk.db, (tx) => recordAccountFacts(tx, { kind: 'desk' }, accounts))
  const caseId = await givenCase(desk.db, { subject: 'account:real', accountId: 'real' })
  const { status, items } = await listFor(caseId, { clearances: ['protected'] })
  assert.equal(status, 200)
  assert.deepEqual(items, [{ id: 'fake', handle: 'harb0ur_mayor', displayName: '', reach: 12, protected: false }])
})
