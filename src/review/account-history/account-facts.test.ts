import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount } from '../../../test/support/cases.ts'
import { send } from '../../../test/support/desk-flow.ts'
import { judgedBy } from '../../../test/support/judgement-input.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'

interface Recorded {
  name: string
  state: string
  value: unknown
  source: string | null
  readAt: string | null
}

async function start(t: TestContext) {
  const working = await startWorkingDesk(t)
  const cleared = await givenStaff(working.desk.db, { roles: ['policy'], clearances: ['protected'] })
  const read = async (accountId: string, token = cleared.token, query = '?reason=a%20trial') => {
    const { status, body } = await send(working, token, 'GET', `/v1/accounts/${accountId}/facts${query}`)
    const facts = (body.facts ?? []) as Recorded[]
    return { status, body, fact: (name: string) => facts.find((fact) => fact.name === name), facts }
  }
  return { working, db: working.desk.db, cleared, read }
}

test('200: recorded facts have a state, a source and a time', async (t) => {
  const { db, read, cleared } = await start(t)
  const accountId = await givenAccount(db, { reach: 4_200, tags: ['newcomer'] })
  await db.query(sql`update account set absent = array['createdAt'], verified = null where id = ${accountId}`)
  const { status, body, fact, facts } = await read(accountId)
  assert.deepEqual([status, body.handle, body.protected], [200, 'invented', false])
  assert.deepEqual([fact('account.reach')?.state, fact('account.reach')?.value], ['known', 4_200])
  assert.deepEqual([fact('account.tags')?.value, fact('account.tags')?.source], [['newcomer'], 'test'])
  assert.notEqual(fact('account.tags')?.readAt, null)
  assert.deepEqual([fact('account.age_days')?.state, fact('account.age_days')?.value], ['absent', null])
  assert.deepEqual([fact('account.verified')?.state, fact('account.verified')?.source], ['unknown', null])
  assert.deepEqual(
    [fact('account.reach_growth_30d')?.state, fact('account.reach_growth_30d')?.source],
    ['known', 'desk'],
  )
  assert.equal(new Set(facts.map(({ name }) => name)).size, facts.length)
  const view = await waitFor('the view to be stored', () =>
    db.find<{ kind: string; reason: string }>(sql`
      select kind, reason from staff_view where staff_id = ${cleared.id} and account_id = ${accountId}`),
  )
  assert.deepEqual(view, { kind: 'account', reason: 'a trial' })
})

test('a waiting proposal changes no recorded fact that is told', async (t) => {
  const { working, db, read } = await start(t)
  const accountId = await givenAccount(db, { reach: 200_000 })
  const told = async () =>
    (await read(accountId)).facts.map(({ name, state, value, source }) => ({ name, state, value, source }))
  const before = await told()
  const large = judgedBy({ id: accountId, reach: 200_000, reachClass: 4 })
  const { state } = await working.enforcement({ subject: `account:${accountId}`, action: 'suspend', judgedBy: large })
  assert.equal(state, 'proposed', 'it waits')
  assert.deepEqual(await told(), before)
  const withheld = before.filter((fact) => fact.state === 'withheld').map(({ name }) => name)
  assert.deepEqual(withheld, ['account.restores', 'account.pending_enforcements'])
})

test('403, 404, 422: recorded facts have the limits of the account page', async (t) => {
  const { db, read, cleared } = await start(t)
  const minister = await givenAccount(db, { reach: 9_000_000, protected: true })
  const uncleared = await givenStaff(db, { roles: ['policy'] })
  const reviewer = await givenStaff(db, { onShift: true, clearances: ['protected'] })
  assert.equal((await read(minister, cleared.token)).status, 200)
  assert.equal((await read(minister, uncleared.token)).status, 403)
  assert.equal((await read(minister, reviewer.token)).status, 403)
  const asked = await read(minister, cleared.token, '')
  assert.deepEqual([asked.status, asked.body.missing], [422, 'reason'])
  assert.equal((await read('unknown')).status, 404)
})
