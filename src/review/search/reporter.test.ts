import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenPost, startSearch } from '../../../test/support/search.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import type { Pool } from '../../foundation/database/db.ts'

const WHY = '&reason=threats'

const givenReporter = (db: Pool, reporterId: string, caseId: string) =>
  db.query(sql`insert into case_reporter (case_id, reporter_id) values (${caseId}, ${reporterId})`)

test('200: the cases of a reporter are found by whole id', async (t) => {
  const { db, search, find, reviewer } = await startSearch(t)
  const old = await givenPost(db, 't1', 'user-52 and meadows', { openedAt: new Date('2026-01-02T03:04:05Z') })
  const young = await givenPost(db, 't2', 'meadows')
  const other = await givenPost(db, 't3', 'told of by user-52')
  for (const caseId of [old, young]) await givenReporter(db, 'user-52', caseId)
  await givenReporter(db, 'user-520', other)
  for (const roles of [['lead'], ['policy'], ['auditor']] as const) {
    const as = await reviewer({ roles })
    const { status, body, text } = await search('reporter', ' user-52 ', { as, more: WHY })
    assert.equal(status, 200, text)
    assert.deepEqual(
      body.items.map(({ kind, id, excerpt }: Record<string, unknown>) => [kind, id, excerpt]),
      [
        ['case', young, null],
        ['case', old, null],
      ],
    )
    for (const q of ['user', 'User-52', 'user-5', 'user-52 meadows', '%', 'case_1', '@user-52'])
      assert.deepEqual(
        (await search('reporter', q, { as, more: WHY })).body,
        { items: [], nextCursor: null, complete: true, incomplete: [] },
        q,
      )
  }
  const as = await reviewer({ roles: ['lead'] })
  const first = await search('reporter', 'user-52', { as, more: `${WHY}&limit=1` })
  const second = await search('reporter', 'user-52', { as, more: `${WHY}&limit=1&cursor=${first.body.nextCursor}` })
  assert.deepEqual([first.body.items[0].id, second.body.items[0].id, second.body.nextCursor], [young, old, null])
  assert.equal((await search('reporter', 'x', { as, more: `${WHY}&cursor=${btoa('[0,"x","case_1"]')}` })).status, 400)
  assert.deepEqual(await find('case', 'reporter', { as }), [])
})

test('a search by reporter finds only cases the caller may open', async (t) => {
  const { db, search, reviewer } = await startSearch(t)
  const safety = await givenPost(db, 't1', 'meadow', { clearances: ['safety'] })
  await givenReporter(db, 'user-52', safety)
  const found = async (given: Parameters<typeof reviewer>[0]) =>
    (await search('reporter', 'user-52', { as: await reviewer({ roles: ['lead'], ...given }), more: WHY })).body.items
  assert.deepEqual(await found({}), [])
  assert.deepEqual(
    (await found({ clearances: ['safety'] })).map(({ id }: { id: string }) => id),
    [safety],
  )
})

test('403, 422: a search by reporter needs the role and a reason', async (t) => {
  const { db, search, reviewer } = await startSearch(t)
  const caseId = await givenPost(db, 't1', 'meadow')
  await givenReporter(db, 'user-52', caseId)
  for (const roles of [['reviewer'], ['senior']] as const) {
    const as = await reviewer({ roles })
    for (const more of ['', WHY]) {
      const { status, body } = await search('reporter', 'user-52', { as, more })
      assert.equal(status, 403)
      assert.match(body.detail, /Only leads, policy and auditors/)
    }
  }
  const lead = await reviewer({ roles: ['lead'] })
  const { status, body } = await search('reporter', 'user-52', { as: lead })
  assert.deepEqual([status, body.missing], [422, 'reason'])
  assert.match(body.detail, /not shown.*reason/)
  assert.equal((await search('reporter', 'user-52', { as: lead, more: '&reason=+' })).status, 400)
  assert.equal((await search('reporter', 'user-52', { as: lead, more: WHY })).status, 200)
  const views = await waitFor('the view', async () => {
    const { rows } = await db.query(sql`select kind, words, reason, shown, in_case as "inCase" from staff_view`)
    return rows.length > 0 && rows
  })
  assert.deepEqual(views, [{ kind: 'reporter', words: 'user-52', reason: 'threats', shown: 1, inCase: false }])
})

test('a search by reporter reads an index, not all reports', async (t) => {
  const { db, owner } = await startSearch(t)
  await db.query(sql`
    insert into case_reporter (case_id, reporter_id)
    select 'case_' || number, 'user-' || number % 5000 from generate_series(1, 20000) number`)
  await owner.query('analyze case_reporter')
  const { rows } = await db.query<{ 'QUERY PLAN': string }>(
    sql`explain select case_id from case_reporter where reporter_id = ${'user-52'}`,
  )
  assert.match(rows.map((row) => row['QUERY PLAN']).join('\n'), /case_reporter_reporter/)
})
