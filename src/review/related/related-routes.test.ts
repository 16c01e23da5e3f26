import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { RelatedAccount, RelatedAccounts } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { claimNextCase } from '../../cases/claims/claim-next.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'

const READ_AT = '2026-03-01T12:00:00.000Z'
const other = (id: string, more: Partial<RelatedAccount> = {}): RelatedAccount => ({
  ...{ id, handle: `${id}_handle`, displayName: id, reach: 10, tags: [] },
  ...more,
})
const related = (...accounts: RelatedAccount[]): RelatedAccounts => ({
  signals: [{ kind: 'device', id: 'abcdef0123456789', total: accounts.length + 4, accounts }],
  readAt: READ_AT,
})

/** Starts a desk with a case about an account, and a platform whose answer each test chooses. */
async function start(t: TestContext) {
  const told = { related: async (): Promise<RelatedAccounts | 'absent' | undefined> => related() }
  const silent = () => Promise.reject(new ConnectorError('unreachable', 'the platform could not be reached'))
  const platform: Connector = {
    ...{ guarantees: () => EVERY_GUARANTEE, capabilities: silent, apply: silent, readBack: silent, facts: silent },
    ...{ media: silent, relatedAccounts: () => told.related() },
  }
  const { desk, app } = await startTestDesk(t, { routes: ROUTES, platform })
  const accountId = await givenAccount(desk.db, { id: 'ann' })
  const caseId = await givenCase(desk.db, { accountId })
  const person = await givenStaff(desk.db, { onShift: true })
  const read = async (of = caseId, { token } = person) => {
    const answer = await app.inject({ url: `/v1/cases/${of}/related-accounts`, headers: bearer(token) })
    return { status: answer.statusCode, body: answer.json() }
  }
  return { desk, app, told, caseId, person, read }
}

test('200: related accounts have what the desk knows of each', async (t) => {
  const { desk, told, caseId, read } = await start(t)
  await givenAccount(desk.db, { id: 'bob', reach: 40 })
  await givenCase(desk.db, { subject: 'account:bob', accountId: 'bob' })
  told.related = async () => related(other('bob'), other('new', { reach: 3 }))
  const { status, body } = await read()
  assert.equal(status, 200)
  const { signals, sha256, ...rest } = body
  assert.deepEqual(rest, {
    ...{ caseId, subject: body.subject, accountId: 'ann', claimedBy: null, readAt: READ_AT, missing: null },
  })
  const [{ accounts, ...signal }] = signals
  assert.deepEqual(signal, { kind: 'device', id: 'abcdef0123456789', total: 6 })
  const [bob, unknown] = accounts
  assert.deepEqual([bob.id, bob.state, bob.violations, bob.openCases], ['bob', 'online', 0, 1])
  assert.deepEqual(
    [unknown.id, unknown.handle, unknown.reach, unknown.state, unknown.openCases],
    ['new', 'new_handle', 3, null, null],
  )
  assert.match(sha256, /^[0-9a-f]{64}$/)
})

test('200: a protected or unknown account is listed without its identity', async (t) => {
  const { desk, told, caseId, read } = await start(t)
  const cleared = await givenStaff(desk.db, { onShift: true, clearances: ['protected'] })
  await givenAccount(desk.db, { id: 'vale', protected: true })
  const shown = [other('vale'), other('mayor', { tags: ['public_office'] }), other('big', { reach: 100_000 })]
  told.related = async () => related(...shown, other('quiet', { reach: null }), other('untold', { tags: null }))
  const idsFor = async (who?: typeof cleared) => {
    const { body } = await read(caseId, who)
    const accounts: { id: string | null; protected: boolean; handle: string | null; reach: number | null }[] =
      body.signals[0].accounts
    if (who === undefined) assert.ok(accounts.every(({ handle, reach }) => handle === null && reach === null))
    assert.ok(accounts.every((account) => account.protected))
    return accounts.map(({ id }) => id)
  }
  assert.deepEqual(await idsFor(), [null, null, null, null, null])
  assert.deepEqual(await idsFor(cleared), ['vale', 'mayor', 'big', 'quiet', 'untold'])
})

test('200: a platform that relates no accounts leaves a state', async (t) => {
  const { told, read } = await start(t)
  const answers: [typeof told.related, string][] = [
    [async () => 'absent', 'absent'],
    [async () => undefined, 'gone'],
    [() => Promise.reject(new ConnectorError('timeout', 'the platform did not answer in time')), 'unknown'],
  ]
  for (const [answer, missing] of answers) {
    told.related = answer
    const { status, body } = await read()
    assert.deepEqual([status, body.missing, body.signals], [200, missing, []])
  }
  const found: unknown[] = []
  for (let each = 0; each < 20; each++) found.push((await read()).body.missing)
  assert.ok(found.includes('busy'), 'a person reads so many in a minute')
})

test('403, 404: related accounts take access to the case', async (t) => {
  const { desk, caseId, read } = await start(t)
  assert.equal((await read('case_999')).status, 404)
  await desk.db.query(sql`update review_case set clearances = '{safety}' where id = ${caseId}`)
  assert.equal((await read()).status, 403)
})

test('a decision and views name the related accounts that were shown', async (t) => {
  const { desk, app, told, caseId, person, read } = await start(t)
  told.related = async () => related(other('new'), other('mayor', { tags: ['public_office'] }))
  await read()
  assert.equal((await desk.db.list(sql`select from shown_related`)).length, 0, 'not for a reader without the case')
  await claimNextCase(desk.db, person.id)
  const { sha256, readAt: _, signals } = (await read()).body
  const [stored] = await desk.db.list<{ hash: string; body: Buffer }>(sql`
    select encode(sha256, 'hex') as hash, body from shown_related where case_id = ${caseId}`)
  assert.equal(stored?.hash, sha256)
  assert.deepEqual(JSON.parse(String(stored?.body)), { signals, missing: null })
  const decided = await app.inject({
    ...{ method: 'POST', url: `/v1/cases/${caseId}/decisions`, headers: bearer(person.token) },
    payload: { conclusion: 'no_violation', rationale: 'Two cousins.' },
  })
  assert.equal(decided.statusCode, 201, decided.body)
  const decisions = await desk.db.list<{ shown: { part: string }[] }>(sql`select shown from decision`)
  assert.deepEqual(
    decisions[0]?.shown.map(({ part }) => part),
    [`related:${sha256}`],
  )
  const viewed = () =>
    desk.db.list(sql`
      select kind, subject, shown, in_case as "inCase" from staff_view
      where staff_id = ${person.id} and case_id = ${caseId} and kind in ('account', 'list') order by in_case, kind`)
  await waitFor('the views to be recorded', async () => (await viewed()).length >= 4)
  const list = { kind: 'list', subject: null, shown: 1, inCase: false }
  const account = { kind: 'account', subject: 'account:ann', shown: 1, inCase: false }
  assert.deepEqual(await viewed(), [account, list, list, { ...account, inCase: true }], 'strangers are in no case')
})
