import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dropFree } from '../../../test/support/fresh-database.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { startSearch } from '../../../test/support/search.ts'
import { inTransaction, type Pool, type Statement, type Tx } from '../../foundation/database/db.ts'
import { ACCOUNT_TIERS } from './account-queries.ts'
import { CASE_TIERS } from './case-queries.ts'
import type { Place } from './place.ts'
import type { Search, Tier } from './search.ts'

const ROWS = 20_000
const SIZE = 50

/** Runs the tiers of a search until a page is full, and returns the plan of each statement. */
async function listPlans<Row extends Place>(db: Pool, words: string, tiers: readonly Tier<Row>[]) {
  const { id: staffId } = await givenStaff(db, { languages: [] })
  const search: Search = { words, staffId, withheld: [], filter: {}, after: undefined, size: SIZE }
  const plans: string[] = []
  let found = 0
  await inTransaction(db, async (tx) => {
    const query = async (statement: Statement) => {
      const { rows } = await tx.query({ text: `explain ${statement.text}`, values: [...statement.values] })
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
      return tx.query(statement)
    }
    const watched = Object.create(tx, { query: { value: query } }) as Tx
    for (const { list } of tiers) {
      if (found > SIZE) return
      found += (await list(watched, search, { after: undefined, size: SIZE + 1 - found, cut: () => undefined })).length
    }
  })
  return { plans, found }
}

const readsWhole = (table: string) => (plan: string) => plan.includes(`Seq Scan on ${table}`)

async function startFull(t: Parameters<typeof startSearch>[0]): Promise<Pool> {
  // Rows and statistics that earlier tests left would change the plans.
  await dropFree()
  const { db, owner } = await startSearch(t)
  await owner.query(
    `
    with author as (
      insert into account (id, handle, display_name, reach, reach_counted, protected, source, facts_at)
      select 'a' || n, 'name' || n, 'Person ' || n, 9, 9, false, 'test', desk_now() from generate_series(1, $1::integer) n returning id),
    post as (
      insert into content (id, account_id, kind, text, source, facts_at)
      select 'p' || id, id, 'post', 'a post of length', 'test', desk_now() from author returning id, account_id)
    insert into review_case (subject, account_id, queue, category, rank, partition_id, reach_class, due_at)
    select 'content:' || id, account_id, 'general', 'VIOLENCE', 1, (select min(id) from case_partition), 0, desk_now() from post`,
    [ROWS],
  )
  await owner.query('vacuum analyze account, content, review_case')
  return db
}

test('a page of a common word reads no table as a whole', async (t) => {
  const db = await startFull(t)
  const { plans, found } = await listPlans(db, 'post', CASE_TIERS)
  assert.equal(found, SIZE + 1)
  for (const table of ['review_case', 'content', 'account', 'case_event'])
    assert.deepEqual(plans.filter(readsWhole(table)), [])
})

test('an account search without matches reads the handles once', async (t) => {
  const db = await startFull(t)
  const { plans, found } = await listPlans(db, 'zzzz', ACCOUNT_TIERS)
  assert.equal(found, 0)
  for (const index of ['account_by_handle', 'account_by_name', 'account_words'])
    assert.ok(
      plans.some((plan) => plan.includes(index)),
      index,
    )
  assert.equal(plans.filter(readsWhole('account')).length, 1)
  for (const table of ['review_case', 'content', 'enforcement']) assert.deepEqual(plans.filter(readsWhole(table)), [])
})
