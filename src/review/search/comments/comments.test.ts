import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import type { Pool } from '../../../foundation/database/db.ts'
import { givenNamed, givenPost, startSearch } from '../../../../test/support/search.ts'
import { findSubjects } from '../find-subjects.ts'
import { indexComments } from './index-comments.ts'

/** Inserts a report with this comment, two minutes old. */
const givenComment = (db: Pool, caseId: string, comment: string | null, reporterId = 'reporter-77') =>
  db.query(sql`
    insert into report (received_at, key_id, client_id, case_id, subject, ground, category, comment, reporter_id, reported_at)
    values (desk_now() - interval '2 minutes', 'key_1', 'client-77', ${caseId}, 'content:x', 'terms', 'VIOLENCE', ${comment},
      ${reporterId}, desk_now())`)

test('200: a case is found by the comment of a report, once', async (t) => {
  const { db, search, find } = await startSearch(t)
  await givenNamed(db, 'a77', 'quokka_club')
  const told = await givenPost(db, 't1', 'A quokka')
  const commented = await givenPost(db, 't2', 'Nothing')
  const called = await givenPost(db, 't3', 'Nothing', { accountId: 'a77' })
  for (const caseId of [told, commented, commented, called]) await givenComment(db, caseId, 'They sell a Quökka')
  await givenComment(db, called, null)
  assert.deepEqual(await find('case', 'quokka'), [told, called], 'no comment is searched before it is indexed')
  assert.equal(await indexComments({ db }), 5)
  assert.equal(await indexComments({ db }), 0)
  assert.deepEqual(await find('case', 'quokka'), [told, called, commented])
  assert.deepEqual(await find('case', 'quokka', { limit: 1 }), [told, called, commented])
  const { body, text } = await search('case', 'sell')
  assert.deepEqual(
    [...body.items.map(({ excerpt }: { excerpt: string }) => excerpt)],
    Array(3).fill('They sell a Quökka'),
  )
  assert.deepEqual([body.complete, body.incomplete], [true, []])
  for (const id of ['reporter-77', 'client-77']) {
    assert.ok(!text.includes(id), id)
    assert.deepEqual(await find('case', id), [], id)
  }
})

test('a comment that is a minute old or younger waits', async (t) => {
  const { db, find } = await startSearch(t)
  const caseId = await givenPost(db, 't1', 'Nothing')
  await db.query(sql`
    insert into report (received_at, key_id, client_id, case_id, subject, ground, category, comment, reporter_id, reported_at)
    values (desk_now(), 'key_1', 'c1', ${caseId}, 'content:x', 'terms', 'VIOLENCE', 'quokka', 'r1', desk_now())`)
  assert.equal(await indexComments({ db }), 0)
  assert.deepEqual(await find('case', 'quokka'), [])
})

test('comments hide with their case, and choose no bulk action', async (t) => {
  const { db, find, reviewer } = await startSearch(t)
  await givenNamed(db, 'open', 'other_handle')
  const plain = await givenPost(db, 't1', 'Nothing', { accountId: 'open' })
  const safety = await givenPost(db, 't2', 'Nothing', { accountId: 'open', clearances: ['safety'] })
  const restricted = await givenPost(db, 't3', 'Nothing', { accountId: 'open' })
  await db.query(sql`
    insert into content_media (content_id, reference, place, kind, media_type, class, sha256)
    values ('t3', 'media:1', 0, 'image', 'image/png', 'restricted', sha256('x'))`)
  for (const caseId of [plain, safety, restricted]) await givenComment(db, caseId, 'quokka')
  await indexComments({ db })
  assert.deepEqual(await find('case', 'quokka'), [plain])
  const as = await reviewer({ clearances: ['safety'] })
  assert.deepEqual(await find('case', 'quokka', { as }), [safety, plain])
  const { rows } = await db.query<{ id: string }>(sql`select id from staff limit 1`)
  const chosen = { kind: 'case', words: 'quokka', on: 'content' } as const
  const { subjects } = await findSubjects(db, chosen, { staffId: rows[0]?.id ?? '', most: 10 })
  assert.deepEqual(subjects, [])
})

test('a flood of one word in comments does not stop a search', async (t) => {
  const { db, owner, search } = await startSearch(t)
  const caseId = await givenPost(db, 't1', 'Nothing')
  await owner.query(sql`
    insert into report_words (received_at, report_id, case_id, words)
    select timestamptz '2026-05-01' + number * interval '1 second', 'rep_' || number, ${caseId}, search_words('flood')
    from generate_series(1, 10001) number`)
  const { status, body } = await search('case', 'flood')
  assert.deepEqual([status, body.items.length, body.complete, body.incomplete], [200, 1, false, ['comments']])
  const client = await owner.connect()
  try {
    await client.query('begin; lock table report_words in access exclusive mode')
    const answer = await search('case', 'nowhere')
    assert.deepEqual([answer.status, answer.body.items, answer.body.incomplete], [200, [], ['comments']])
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('an excerpt shows words beyond the first 4,000 characters', async (t) => {
  const { db, search } = await startSearch(t)
  await givenPost(db, 't1', `${'a b c '.repeat(3_000)} a quokka far behind ${'d e f '.repeat(3_000)}`)
  const { body } = await search('case', 'quokka')
  assert.match(body.items[0].excerpt, /quokka far behind/)
})
