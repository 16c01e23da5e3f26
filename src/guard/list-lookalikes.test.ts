import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../test/support/fresh-database.ts'
import { recordAccountFacts } from '../intake/record-facts.ts'
import { inTransaction, type Pool } from '../lib/db.ts'
import { listLookalikes } from './list-lookalikes.ts'

const MINUTE_MS = 60_000
const READ_AT = new Date('2031-06-15T12:00:00Z')

interface Given {
  handle: string
  displayName?: string
  reach?: number | null | 'absent'
}

async function startAccounts(t: TestContext) {
  const { pool, ownerPool, setClock } = await freshDatabase(t, { driven: true })
  await setClock(READ_AT)
  const tell = (accounts: Record<string, Given>, minutes = 0) =>
    inTransaction(pool, (tx) =>
      recordAccountFacts(
        tx,
        { kind: 'desk' },
        Object.entries(accounts).map(([id, { handle, displayName = '', reach = 31 }]) => ({
          account: { id, handle, displayName, reach, verified: false, tags: [], createdAt: null },
          source: 'test',
          factsAt: new Date(READ_AT.getTime() - 60 * MINUTE_MS + minutes * MINUTE_MS).toISOString(),
        })),
      ),
    )
  const reachOf = async (id: string) => {
    const { rows } = await pool.query<{ reach: number | null }>(sql`select account_lookalike_reach(${id}) as reach`)
    return rows[0]?.reach
  }
  const list = async (id: string, limit = 10) => (await listLookalikes(pool, id, limit)).map((found) => found.id)
  return { pool, ownerPool, tell, reachOf, list }
}

test('the reach of a look-alike is the highest of all whose handle or name can be taken for the account', async (t) => {
  const { tell, reachOf, pool } = await startAccounts(t)
  await tell({
    real: { handle: 'harbour_mayor', displayName: 'Ada Quay', reach: 43_500_000 },
    fake: { handle: 'harb0ur_rnayor', displayName: 'Somebody', reach: 12 },
    name: { handle: 'other', displayName: 'Аda  Quay', reach: 700 },
    swapped: { handle: 'ada quay', displayName: 'nobody', reach: 3 },
    apart: { handle: 'harbour', displayName: 'Harbour', reach: 90_000_000 },
  })
  assert.deepEqual(
    await Promise.all(['real', 'fake', 'name', 'swapped', 'apart'].map(reachOf)),
    [700, 43_500_000, 43_500_000, 43_500_000, 0],
  )
  assert.deepEqual(await listLookalikes(pool, 'swapped', 10), [
    { id: 'real', handle: 'harbour_mayor', displayName: 'Ada Quay', reach: 43_500_000 },
    { id: 'name', handle: 'other', displayName: 'Аda  Quay', reach: 700 },
  ])
})

test('an account that is not known has no reach of a look-alike, and no look-alikes', async (t) => {
  const { reachOf, list } = await startAccounts(t)
  assert.equal(await reachOf('nobody'), null)
  assert.deepEqual(await list('nobody'), [])
})

test('what is not to be seen looks like nothing, and a reach that nobody told counts as none', async (t) => {
  const { tell, reachOf, pool } = await startAccounts(t)
  await tell({ a: { handle: '', displayName: '\u200b' }, b: { handle: '', displayName: ' ' } })
  assert.equal(await reachOf('a'), 0)
  await tell({ c: { handle: 'twin', reach: null }, d: { handle: 'Twln', reach: 'absent' } })
  assert.equal(await reachOf('c'), 0)
  assert.deepEqual(await listLookalikes(pool, 'c', 10), [{ id: 'd', handle: 'Twln', displayName: '', reach: null }])
})

test('newer facts change who looks alike and how far they reach, older ones only raise the reach', async (t) => {
  const { tell, reachOf } = await startAccounts(t)
  await tell({ a: { handle: 'ferry_news' }, b: { handle: 'ferry_news_', reach: 5 } })
  assert.equal(await reachOf('a'), 0)
  await tell({ b: { handle: 'FERRY_NEWS', reach: 7 } }, 1)
  assert.equal(await reachOf('a'), 7)
  await tell({ b: { handle: 'ferry', reach: 900 } }, -1)
  assert.equal(await reachOf('a'), 900)
  await tell({ b: { handle: 'ferry', reach: 8 } }, 2)
  assert.equal(await reachOf('a'), 0)
})

test('look-alikes are listed by reach, as many as asked for, each once', async (t) => {
  const { tell, list } = await startAccounts(t)
  const ids = Array.from({ length: 12 }, (_, n) => `a${n}`)
  await tell(Object.fromEntries(ids.map((id, n) => [id, { handle: 'Anna', displayName: 'anna', reach: n % 6 }])))
  assert.deepEqual(await list('a5', 4), ['a11', 'a10', 'a4', 'a3'])
  assert.equal((await list('a5', 50)).length, 11)
})

test('a name that very many share is looked up as fast as any', async (t) => {
  const { ownerPool, tell, reachOf, list } = await startAccounts(t)
  await tell({ mine: { handle: 'anna_of_the_mill', displayName: 'Anna' } })
  await ownerPool.query(`
    insert into account (id, handle, display_name, reach, reach_counted, protected, source, facts_at)
    select 'a' || n, 'anna_' || n, 'Anna', n, n, false, 'test', desk_now() from generate_series(1, 20000) n`)
  await ownerPool.query(`
    insert into account_lookalike (account_id, handle_skeleton, name_skeleton, reach)
    select id, handle, 'anna', reach from account where id <> 'mine'`)
  await ownerPool.query('analyze account, account_lookalike')
  assert.equal(await reachOf('mine'), 20_000)
  assert.deepEqual(await list('mine', 2), ['a20000', 'a19999'])
  assert.ok((await blocksRead(ownerPool, `select account_lookalike_reach('mine')`)) < 60)
})

/** How many blocks a statement reads, when what it needs to be planned was read before. */
async function blocksRead(pool: Pool, statement: string): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query(statement)
    const { rows } = await client.query(`explain (analyze, buffers, format json) ${statement}`)
    const { 'Shared Hit Blocks': hit, 'Shared Read Blocks': read } = rows[0]['QUERY PLAN'][0].Plan
    assert.ok(hit + read > 0)
    return hit + read
  } finally {
    client.release()
  }
}
