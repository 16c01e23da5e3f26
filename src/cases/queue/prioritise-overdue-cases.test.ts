import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import { problemsOf } from '../../../test/support/escalation-flow.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { claimNextCase } from '../claims/claim-next.ts'
import { prioritiseOverdueCases } from './prioritise-overdue-cases.ts'
import { listRoutes } from '../list/list-routes.ts'
import { queueRoutes } from './routes.ts'

const HOUR_MS = 3_600_000
const NOW = new Date('2026-05-04T09:00:00Z')
const inHours = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS)

async function start(t: TestContext) {
  const { desk, app, database } = await startTestDesk(t, { driven: true, routes: [queueRoutes, listRoutes] })
  await database.setClock(NOW)
  const { token } = await givenStaff(desk.db, { roles: ['lead'], onShift: true })
  const list = async (query: string) => {
    const answer = await app.inject({ method: 'GET', url: `/v1/cases?${query}`, headers: bearer(token) })
    return answer.json().items.map(({ id, breached }: { id: string; breached: boolean }) => `${id} ${breached}`)
  }
  return { desk, db: desk.db, database, list }
}

test('overdue cases are given out before all but returned ones', async (t) => {
  const { desk, db, database } = await start(t)
  const urgent = await givenCase(db, { rank: 900, dueAt: inHours(9) })
  for (let index = 0; index < 60; index++) await givenCase(db, { rank: 800, dueAt: inHours(9) })
  const late = await givenCase(db, { rank: 1, dueAt: inHours(2) })
  const later = await givenCase(db, { rank: 5, dueAt: inHours(3) })
  const back = await givenCase(db, { returned: true, dueAt: inHours(9) })
  await database.advance(3 * HOUR_MS)
  assert.equal(await prioritiseOverdueCases(desk), 2)
  const given = []
  for (let person = 0; person < 2; person++) {
    const { id } = await givenStaff(db, { onShift: true })
    given.push((await claimNextCase(db, id))?.id, (await claimNextCase(db, id))?.id)
  }
  assert.deepEqual(given, [back, late, later, urgent])
})

test('an overdue case is marked once in history, ledger and list', async (t) => {
  const { desk, db, database, list } = await start(t)
  const [late, fine] = [await givenCase(db, { dueAt: inHours(1) }), await givenCase(db, { dueAt: inHours(5) })]
  const closed = await givenCase(db, { dueAt: inHours(1) })
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${closed}`)
  assert.equal(await prioritiseOverdueCases(desk), 0)
  await database.advance(HOUR_MS)
  assert.deepEqual((await Promise.all([prioritiseOverdueCases(desk), prioritiseOverdueCases(desk)])).sort(), [0, 1])
  assert.equal(await prioritiseOverdueCases(desk), 0)
  const events = await db.query(sql`select case_id, by from case_event where kind = 'late'`)
  assert.deepEqual(events.rows, [{ case_id: late, by: 'desk' }])
  const entries = await db.query<{ payload: Buffer }>(sql`select payload from ledger_payload where kind = 'cases_late'`)
  assert.deepEqual(
    entries.rows.map(({ payload }) => JSON.parse(payload.toString()).cases),
    [[{ caseId: late, dueAt: inHours(1).toISOString() }]],
  )
  assert.deepEqual(await problemsOf(db), [])
  assert.deepEqual(await list('breached=true'), [`${late} true`])
  assert.deepEqual(await list('breached=false'), [`${fine} false`, `${closed} false`])
})

test('concurrent workers mark each overdue case once', async (t) => {
  const { desk, db, database } = await start(t)
  await db.query(sql`
    insert into review_case (subject, queue, category, due_at)
    select 'content:' || number, 'general', 'VIOLENCE', desk_now() from generate_series(1, 1100) number`)
  await database.advance(1)
  const marked = await Promise.all([
    prioritiseOverdueCases(desk),
    prioritiseOverdueCases(desk),
    prioritiseOverdueCases(desk),
  ])
  assert.equal(
    marked.reduce((sum, one) => sum + one, 0),
    1100,
  )
  const { rows } = await db.query(
    sql`select count(*), count(distinct case_id) as cases from case_event where kind = 'late'`,
  )
  assert.deepEqual(rows, [{ count: 1100, cases: 1100 }])
})
