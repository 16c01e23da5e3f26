import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenPost, startSearch } from '../../../test/support/search.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { only } from '../../foundation/database/db.ts'
import { indexStems } from './comments/index-comments.ts'

test('a search finds other forms of a word in a known language', async (t) => {
  const { db, owner, search, find } = await startSearch(t)
  const given = async (id: string, text: string, language: string | null) => {
    const caseId = await givenPost(db, id, text)
    await db.query(sql`update content set language = ${language} where id = ${id}`)
    return caseId
  }
  const english = await given('t1', 'They were selling stolen ponies', 'en-GB')
  const german = await given('t2', 'Die Häuser wurden verkauft', 'DE')
  const spanish = await given('t3', 'Una organización', 'es')
  const unknown = await given('t4', 'They were selling stolen ponies', null)
  const other = await given('t5', 'Selling ponies', 'tlh')
  assert.deepEqual(await find('case', 'sell pony'), [english])
  assert.deepEqual(await find('case', 'the stolen pony'), [english])
  assert.deepEqual(await find('case', 'selling'), [other, unknown, english])
  assert.deepEqual(await find('case', 'selling', { limit: 1 }), [other, unknown, english])
  assert.deepEqual(await find('case', 'Häusern'), [german])
  assert.deepEqual(await find('case', 'organizar'), [spanish])
  assert.deepEqual(await find('case', '"sell"'), [], 'quotes take words as written')
  assert.deepEqual(await find('case', 'sell -pony'), [])
  assert.equal((await search('case', 'pony')).body.items[0].excerpt, 'They were selling stolen ponies')
  // A text or a language that changes is found as it is now.
  await db.query(sql`update content set text = 'A meadow' where id = 't1'`)
  await db.query(sql`update content set language = null where id = 't2'`)
  assert.deepEqual([await find('case', 'pony'), await find('case', 'Häusern')], [[], []])
  // Contents from before the trigger are indexed later.
  await owner.query('delete from content_stems')
  assert.deepEqual(await find('case', 'organizar'), [])
  assert.equal(await indexStems({ db }), 5)
  assert.equal(await indexStems({ db }), 0)
  assert.deepEqual(await find('case', 'organizar'), [spanish])
})

test('a content that changes during indexing keeps its newest stems', async (t) => {
  const { db, owner, find } = await startSearch(t)
  const [first, second] = [await givenPost(db, 'u1', 'A meadow'), await givenPost(db, 'u2', 'A meadow')]
  await db.query(sql`update content set language = 'en'`)
  await owner.query('delete from content_stems')
  const writer = await owner.connect()
  try {
    await writer.query('begin')
    await writer.query(`update content set text = 'Stolen ponies' where id = 'u2'`)
    assert.equal(await indexStems({ db }), 1, 'it stops at the content that is being changed')
    assert.equal(await indexStems({ db }), 0)
    await writer.query('commit')
  } finally {
    writer.release()
  }
  assert.equal(await indexStems({ db }), 1)
  assert.deepEqual([await find('case', 'meadows'), await find('case', 'pony')], [[first], [second]])
})

test('a content that changes after uncommitted indexing keeps its newest stems', async (t) => {
  const { db, owner, find } = await startSearch(t)
  const changed = await givenPost(db, 'u1', 'A meadow')
  await givenPost(db, 'u2', 'A meadow')
  await db.query(sql`update content set language = 'en'`)
  await owner.query('delete from content_stems')
  const indexer = await owner.connect()
  const updates: Promise<unknown>[] = []
  try {
    await indexer.query('begin')
    await indexer.query('select index_content_stems(10)')
    const { pid } = only((await indexer.query<{ pid: number }>('select pg_backend_pid() as pid')).rows)
    updates.push(
      db.query(sql`update content set text = 'Stolen ponies' where id = 'u1'`),
      db.query(sql`update content set language = null where id = 'u2'`),
    )
    await waitFor('both updates to wait', async () => {
      const waiting = sql`select from pg_stat_activity where ${pid} = any (pg_blocking_pids(pid))`
      return (await owner.query(waiting)).rowCount === 2
    })
    await indexer.query('commit')
  } finally {
    indexer.release()
  }
  await Promise.all(updates)
  assert.deepEqual([await find('case', 'meadows'), await find('case', 'pony')], [[], [changed]])
})
