import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { type GivenStaff, givenKey, givenStaff } from '../../../test/support/people.ts'
import { givenPlatform } from '../../../test/support/platforms.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import type { Pool, Statement } from '../../foundation/database/db.ts'
import { CASE_SORTS } from './case-sorts.ts'
import { type CaseFilter, listCases } from './list-cases.ts'
import { listRoutes } from './list-routes.ts'
import { queueRoutes } from '../queue/routes.ts'

const PAGES_MAX = 100
const CASES = 30_000

async function start(t: TestContext) {
  const { desk, app, database } = await startTestDesk(t, { routes: [queueRoutes, listRoutes] })
  const call = async (token: string, method: 'GET' | 'POST', url: string) => {
    const answer = await app.inject({ method, url, headers: bearer(token) })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
  }
  const reviewer = (given: GivenStaff = {}) => givenStaff(desk.db, { onShift: true, ...given })
  const list = async (token: string, query: string): Promise<string[]> => {
    const all: string[] = []
    for (let cursor = '', page = 0; page < PAGES_MAX; page++) {
      const { status, body } = await call(token, 'GET', `/v1/cases?limit=2&${query}${cursor}`)
      assert.equal(status, 200, JSON.stringify(body))
      all.push(...body.items.map(({ id }: { id: string }) => id))
      if (body.nextCursor === null) return all
      cursor = `&cursor=${body.nextCursor}`
    }
    throw new Error(`no end after ${PAGES_MAX} pages`)
  }
  return { db: desk.db, database, call, reviewer, list }
}

test('the list of cases filters by each property of a case', async (t) => {
  const { db, call, list, reviewer } = await start(t)
  const { token, id: me } = await reviewer({ languages: [] })
  const { rows } = await db.query<{ pseudonym: string }>(sql`select pseudonym from staff where id = ${me}`)
  const pseudonym = String(rows[0]?.pseudonym)
  const account = await givenAccount(db, { id: 'a-tide', reach: 240 })
  await db.query(sql`update account set handle = 'Tide_Daily', display_name = 'The daily tide' where id = ${account}`)
  const tide = await givenCase(db, { accountId: account, language: 'PT', category: 'SELF_HARM', rank: 9 })
  const wide = await givenCase(db, { accountId: await givenAccount(db, { reach: 50_000 }), returned: true, rank: 8 })
  const late = await givenCase(db, { subject: 'account:a-late', rank: 7 })
  await db.query(sql`update review_case set missed_due_at = due_at, escalation_id = 'dec_1' where id = ${late}`)
  const { id: keyId } = await givenKey(db, ['signals'])
  await db.query(sql`
    insert into signal (key_id, client_id, body_hash, source, subject, kind, name, category, seen_at)
    values (${keyId}, 's1', sha256('x'), 'hasher', 'account:a-late', 'hash_match', 'known', 'SELF_HARM', desk_now())`)
  const expected: [string, string[]][] = [
    ['language=pt', [tide]],
    ['category=SELF_HARM', [tide]],
    ['reachAtLeast=10000', [wide]],
    ['returned=true', [wide]],
    ['returned=false', [tide, late]],
    ['breached=true', [late]],
    ['escalated=true', [late]],
    ['escalated=false', [tide, wide]],
    ['appeal=true', []],
    ['appeal=false', [tide, wide, late]],
    ['signal=hasher', [late]],
    ['signal=nothing', []],
    ['text=%40tide_d', [tide]],
    ['text=THE%20daily', [tide]],
    ['text=tide', [tide]],
    [`text=${wide}`, [wide]],
    ['text=%25', []],
    ['assignee=none', [tide, wide, late]],
    ['assignee=me', []],
    ['queue=general&language=pt&sort=due', [tide]],
  ]
  for (const [query, ids] of expected) assert.deepEqual(await list(token, query), ids, query)
  assert.equal((await call(token, 'POST', `/v1/cases/${tide}/claim`)).status, 200)
  for (const query of ['assignee=me', `assignee=${pseudonym}`])
    assert.deepEqual(await list(token, query), [tide], query)
  assert.deepEqual(await list(token, 'assignee=none'), [wide, late])
})

test('the list of cases filters by the platform of the subject', async (t) => {
  const { db, list, reviewer } = await start(t)
  const { token } = await reviewer({ clearances: ['protected'] })
  for (const name of ['forum', 'forum-2']) await givenPlatform(db, name)
  const ours = await givenCase(db, { subject: 'account:forum' })
  const there = await givenCase(db, { subject: 'content:forum~31' })
  const account = await givenCase(db, { subject: 'account:forum~ada' })
  const other = await givenCase(db, { subject: 'content:forum-2~31' })
  assert.deepEqual(await list(token, 'platform=forum'), [there, account])
  assert.deepEqual(await list(token, 'platform=forum-2'), [other])
  assert.deepEqual(await list(token, 'platform=default'), [ours])
  assert.deepEqual(await list(token, 'platform=for'), [])
})

test('the list of cases is ordered by queue, due time or reach', async (t) => {
  const { db, list, reviewer } = await start(t)
  const { token } = await reviewer({ clearances: ['protected'] })
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000)
  const plain = await givenCase(db, { rank: 1, dueAt: at(9) })
  const urgent = await givenCase(db, { rank: 5.25, dueAt: at(8) })
  const returned = await givenCase(db, { rank: -3, returned: true, dueAt: at(7) })
  const late = await givenCase(db, { rank: 0, dueAt: at(-1) })
  const child = await givenCase(db, { category: 'PROTECTION_OF_MINORS', severity: 5, rank: 0, dueAt: at(6) })
  const law = await givenCase(db, { rank: 0, dueAt: at(5), accountId: await givenAccount(db, { reach: 5_000_000 }) })
  await db.query(sql`update review_case set missed_due_at = due_at where id = ${late}`)
  await db.query(sql`update review_case set pressing_due_at = due_at where id = ${law}`)
  await db.query(sql`update review_case set partition_id = null where id = ${child}`)
  assert.deepEqual(await list(token, 'sort=priority'), [law, child, returned, late, urgent, plain])
  assert.deepEqual(await list(token, 'sort=due'), [late, law, child, returned, urgent, plain])
  assert.deepEqual(await list(token, 'sort=reach'), [law, child, late, returned, urgent, plain])
  assert.deepEqual(await list(token, ''), [plain, urgent, returned, late, child, law])
})

test('400: an unknown filter or order of cases is refused', async (t) => {
  const { call, reviewer } = await start(t)
  const { token } = await reviewer()
  const cursor = Buffer.from('["1","0","1","1e999","1","case_1"]').toString('base64url')
  const bad = ['sort=best', 'reachAtLeast=7', 'category=X', 'platform=A', 'late=true', 'text=', 'escalated=maybe']
  for (const query of [...bad, `sort=due&cursor=${cursor}`])
    assert.equal((await call(token, 'GET', `/v1/cases?${query}`)).status, 400, query)
})

test('counts and previews include only cases that the person may open', async (t) => {
  const { db, call, reviewer } = await start(t)
  await givenCase(db)
  const guarded = await givenCase(db, { accountId: await givenAccount(db, { protected: true }) })
  await givenCase(db, { clearances: ['safety'], dueAt: new Date(0) })
  await db.query(sql`update review_case set missed_due_at = due_at where due_at < desk_now()`)
  const counted = async (given: GivenStaff) => {
    const { body } = await call((await reviewer(given)).token, 'GET', '/v1/queues')
    return body.queues.find(({ queue }: { queue: string }) => queue === 'general')
  }
  assert.deepEqual(await counted({}), { queue: 'general', open: 1, late: 0 })
  assert.deepEqual(await counted({ clearances: ['protected', 'safety'] }), { queue: 'general', open: 3, late: 1 })
  const cleared = await reviewer({ clearances: ['protected'] })
  const seen = await call(cleared.token, 'GET', `/v1/cases/${guarded}/preview`)
  assert.deepEqual(
    [seen.status, seen.body.protected, seen.body.handle, seen.body.claimedBy],
    [200, true, 'invented', null],
  )
  assert.equal((await call((await reviewer()).token, 'GET', `/v1/cases/${guarded}/preview`)).status, 404)
})

test('a reviewer claims the case they chose only if eligible', async (t) => {
  const { db, call, reviewer } = await start(t)
  const { token } = await reviewer()
  const other = await reviewer()
  const [first, second, third] = [await givenCase(db), await givenCase(db), await givenCase(db)]
  const legal = await givenCase(db, { clearances: ['legal'] })
  const claim = async (who: string, caseId: string) => (await call(who, 'POST', `/v1/cases/${caseId}/claim`)).status
  assert.equal(await claim(token, third), 200)
  assert.equal(await claim(token, third), 200, 'again')
  assert.equal(await claim(other.token, third), 409, 'held by another')
  assert.equal(await claim(token, legal), 403, 'beyond their clearance')
  assert.equal(await claim(token, first), 200)
  assert.equal(await claim(token, second), 409, 'they hold two')
  assert.equal(await claim(token, 'case_999'), 404)
  await db.query(sql`
    update review_case set reserved_for = ${other.id}, reserved_until = desk_now() + interval '1 hour' where id = ${second}`)
  assert.equal(await claim((await reviewer()).token, second), 409, 'reserved')
  assert.equal(await claim(other.token, second), 200)
})

/** Returns the plan of the statement that a list runs. */
async function planOf(db: Pool, run: (db: Pool) => Promise<unknown>): Promise<string> {
  let ran: Statement | undefined
  const watched = Object.create(db, {
    list: {
      value: (statement: Statement) => {
        ran = statement
        return db.list(statement)
      },
    },
  }) as Pool
  await run(watched)
  if (ran === undefined) throw new Error('no statement ran')
  const { rows } = await db.query({ text: `explain ${ran.text}`, values: [...ran.values] })
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

const FILTERS: Record<string, CaseFilter> = {
  none: { state: 'open' },
  queue: { state: 'open', queue: 'rare' },
  'large queue': { state: 'open', queue: 'general' },
  language: { state: 'open', language: 'is' },
  category: { state: 'open', category: 'SELF_HARM' },
  late: { late: true },
  escalated: { escalated: true },
  returned: { returned: true },
  appeal: { state: 'open', appeal: true },
  signal: { state: 'open', signal: 'hasher' },
  reach: { state: 'open', reachAtLeast: 1_000_000 },
  'no assignee': { state: 'open', assignee: null },
  assignee: { state: 'open', assignee: 'heron' },
  text: { state: 'open', text: 'tide' },
  platform: { state: 'open', platform: 'forum' },
  'default platform': { state: 'open', platform: 'default' },
  mine: { claimedBy: 'staff_1' },
}

test('no filter or order of the case list reads all cases', async (t) => {
  const { db, database, reviewer } = await start(t)
  const { id } = await reviewer({ clearances: ['protected'] })
  await givenPlatform(db, 'forum')
  const account = await givenAccount(db)
  await givenCase(db, { accountId: account })
  await database.ownerPool.query(
    `insert into review_case (subject, account_id, queue, category, language, rank, partition_id, reach_class, opened_at, due_at)
     select 'content:' || case when n % 3000 = 1 then 'forum~' else '' end || n, $1, case when n % 3000 = 0 then 'rare' else 'general' end,
       case when n % 2000 = 0 then 'SELF_HARM' else 'VIOLENCE' end, case when n % 5000 = 0 then 'is' else 'en' end,
       n % 777, (select min(id) from case_partition), n % 5, desk_now() - n * interval '1 second', desk_now() + n * interval '1 second'
     from generate_series(1, ${CASES}) n`,
    [account],
  )
  await database.ownerPool.query('vacuum analyze review_case, account, signal, case_claim')
  for (const [name, filter] of Object.entries(FILTERS)) {
    for (const sort of CASE_SORTS) {
      const page = { limit: 50, cursor: undefined }
      const plan = await planOf(db, (watched) => listCases(watched, id, { ...filter, sort }, page))
      assert.doesNotMatch(plan, /Seq Scan on review_case/, `${name} by ${sort}`)
    }
  }
  const { nextCursor } = await listCases(db, id, { state: 'open', sort: 'priority' }, { limit: 50, cursor: undefined })
  const page = { limit: 50, cursor: nextCursor ?? '' }
  const plan = await planOf(db, (watched) => listCases(watched, id, { state: 'open', sort: 'priority' }, page))
  assert.match(plan, /Index Scan using review_case_order/, 'the next page')
  const frequent = { state: 'open', language: 'EN', category: 'VIOLENCE', sort: 'priority' } as const
  const inOrder = await planOf(db, (watched) => listCases(watched, id, frequent, { limit: 50, cursor: undefined }))
  assert.match(inOrder, /Index Scan using review_case_order/, 'a frequent language is not sorted')
})
