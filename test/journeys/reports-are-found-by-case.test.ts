import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withDeclares } from '../../src/admin/rule-sets/policies-in-force.ts'
import { adoptAtSetup } from '../../src/admin/rule-sets/versions.ts'
import { listDrawn } from '../../src/bulk/approve/sample.ts'
import { inTransaction, type Statement, type Tx } from '../../src/foundation/database/db.ts'
import { dropFree } from '../support/fresh-database.ts'
import { givenKey } from '../support/people.ts'
import { startTestDesk } from '../support/server.ts'

const REPORTS = 5_000
const RETENTION = 'days: { report: 365, evidence: 183, content: 30, view: 30, session: 30 }\n'
const OF_AN_EMPTY_TABLE = 'cost=0.00..0.00'

/** A desk with a content, a case and a report for each of many numbers. */
async function startFull(t: Parameters<typeof startTestDesk>[0]) {
  // Rows and statistics that earlier tests left would change the plans.
  await dropFree()
  const { desk, database } = await startTestDesk(t)
  const { id: keyId } = await givenKey(desk.db)
  const { ownerPool: owner } = database
  await inTransaction(desk.db, (tx) => adoptAtSetup(tx, withDeclares('retention', RETENTION)))
  await owner.query(
    `with post as (
      insert into content (id, account_id, kind, text, source, facts_at)
      select 'p' || n, 'a' || n, 'post', 'a post', 'test', desk_now() - interval '9 years'
      from generate_series(1, $1::integer) n returning id),
    opened as (
      insert into review_case (subject, queue, category, rank, partition_id, reach_class, due_at, opened_at,
        state, closed_at)
      select 'content:' || id, 'general', 'VIOLENCE', 1, (select min(id) from case_partition), 0, desk_now(),
        desk_now() - interval '9 years', 'closed', desk_now() - interval '8 years' from post
      returning id, subject)
    insert into report (received_at, key_id, client_id, case_id, subject, ground, category, comment, reporter_id, reported_at)
    select desk_now(), $2, id, id, subject, 'terms', 'VIOLENCE', 'a comment', id, desk_now() from opened`,
    [REPORTS, keyId],
  )
  await owner.query('vacuum analyze content, review_case, report')
  return { desk, owner }
}

test('the comments of a sample are found by their cases', async (t) => {
  const { desk } = await startFull(t)
  const plans: string[] = []
  await inTransaction(desk.db, async (tx) => {
    const list = async ({ text, values }: Statement) => {
      const rows = await tx.list<{ 'QUERY PLAN': string }>({ text: `explain ${text}`, values })
      plans.push(...rows.map((row) => row['QUERY PLAN']))
      return []
    }
    await listDrawn(Object.create(tx, { list: { value: list } }) as Tx, 'bulk_1', 'staff_1')
  })
  assert.ok(plans.some((line) => line.includes('Index')))
  assert.deepEqual(
    plans.filter((line) => /Seq Scan on (report|review_case)/.test(line) && !line.includes(OF_AN_EMPTY_TABLE)),
    [],
  )
})

test('the deletion of contents reads no table of reports whole', async (t) => {
  const { owner } = await startFull(t)
  const client = await owner.connect()
  try {
    await client.query('begin')
    await client.query(`select delete_expired_contents('')`)
    const { rows } = await client.query<{ relname: string; seq: string; found: string }>(
      `
      select relname, pg_stat_get_xact_numscans(oid) as seq, pg_stat_get_xact_tuples_returned(oid) as found
      from pg_class where relkind = 'r' and (relname like 'report\\_%' or relname = 'review_case')
        and pg_stat_get_xact_tuples_returned(oid) >= $1`,
      [REPORTS],
    )
    assert.deepEqual(rows, [])
    const used = await client.query(`
      select indexrelid::regclass::text as name from pg_stat_xact_user_tables join pg_index on indrelid = relid
      where pg_stat_get_xact_numscans(indexrelid) > 0 and indrelid::regclass::text like 'report%'`)
    assert.notDeepEqual(used.rows, [])
  } finally {
    await client.query('rollback')
    client.release()
  }
})
