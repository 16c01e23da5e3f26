import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { recordAccountFacts } from '../accounts/record-facts.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { listLookalikes } from './list-lookalikes.ts'

const MINUTE_MS = 60_000
const READ_AT = new Date('2031-06-15T12:00:00Z')

interface Given {
  handle: string
  displayName?: string
  reach?: number | null | 'absent'
  verified?: boolean
  tags?: string[]
}

interface Alike {
  reach: number | null
  vouched: boolean | null
}

async function startAccounts(t: TestContext) {
  const { pool, ownerPool, setClock } = await freshDatabase(t, { driven: true })
  await setClock(READ_AT)
  const recordAccounts = (accounts: Record<string, Given>, minutes = 0) =>
    inTransaction(pool, (tx) =>
      recordAccountFacts(
        tx,
        { kind: 'desk' },
        Object.entries(accounts).map(([id, { handle, displayName = '', reach = 31, verified = false, tags = [] }]) => ({
          account: { id, handle, displayName, reach, verified, tags, createdAt: null },
          source: 'test',
          factsAt: new Date(READ_AT.getTime() - 60 * MINUTE_MS + minutes * MINUTE_MS).toISOString(),
        })),
      ),
    )
  const alike = async (id: string) => {
    const { rows } = await pool.query<Alike>(sql`select reach, vouched from account_lookalike(${id})`)
    return rows[0]
  }
  const reachOf = async (id: string) => (await alike(id))?.reach
  const list = async (id: string, limit = 10) => (await listLookalikes(pool, id, limit)).map((found) => found.id)
  return { pool, ownerPool, recordAccounts, alike, reachOf, list }
}

test("an account's look-alike reach is the highest of notable similar accounts", async (t) => {
  const { recordAccounts, reachOf, pool } = await startAccounts(t)
  await recordAccounts({
    real: { handle: 'harbour_mayor', displayName: 'Ada Quay', reach: 43_500_000 },
    fake: { handle: 'harb0ur_rnayor', displayName: 'Somebody', reach: 12 },
    name: { handle: 'other', displayName: 'Аda  Quay', reach: 700 },
    swapped: { handle: 'ada quay', displayName: 'nobody', reach: 3 },
    apart: { handle: 'harbour', displayName: 'Harbour', reach: 90_000_000 },
  })
  assert.deepEqual(
    await Promise.all(['real', 'fake', 'name', 'swapped', 'apart'].map(reachOf)),
    [0, 43_500_000, 43_500_000, 43_500_000, 0],
  )
  assert.deepEqual(await listLookalikes(pool, 'swapped', 10), [
    { id: 'real', handle: 'harbour_mayor', displayName: 'Ada Quay', reach: 43_500_000 },
    { id: 'name', handle: 'other', displayName: 'Аda  Quay', reach: 700 },
  ])
})

test('an unknown account has no look-alikes', async (t) => {
  const { reachOf, list } = await startAccounts(t)
  assert.equal(await reachOf('nobody'), undefined)
  assert.deepEqual(await list('nobody'), [])
})

test('an invisible name resembles no other; unknown reach counts as zero', async (t) => {
  const { recordAccounts, reachOf, pool } = await startAccounts(t)
  await recordAccounts({ a: { handle: '', displayName: '\u200b' }, b: { handle: '', displayName: ' ' } })
  assert.equal(await reachOf('a'), 0)
  await recordAccounts({ c: { handle: 'twin', reach: null }, d: { handle: 'Twln', reach: 'absent' } })
  assert.equal(await reachOf('c'), 0)
  assert.deepEqual(await listLookalikes(pool, 'c', 10), [{ id: 'd', handle: 'Twln', displayName: '', reach: null }])
})

test('newer facts replace look-alikes; older facts only raise their reach', async (t) => {
  const { recordAccounts, reachOf } = await startAccounts(t)
  await recordAccounts({ a: { handle: 'ferry_news' }, b: { handle: 'ferry_boats', reach: 50_000 } })
  assert.equal(await reachOf('a'), 0)
  await recordAccounts({ b: { handle: 'FERRY_NEWS', reach: 70_000 } }, 1)
  assert.equal(await reachOf('a'), 70_000)
  await recordAccounts({ b: { handle: 'ferry', reach: 90_000 } }, -1)
  assert.equal(await reachOf('a'), 90_000)
  await recordAccounts({ b: { handle: 'ferry', reach: 8 } }, 2)
  assert.equal(await reachOf('a'), 0)
})

test('a look-alike is notable if verified, tagged or far larger', async (t) => {
  const { recordAccounts, alike } = await startAccounts(t)
  const [none, vouched] = [
    { reach: 0, vouched: false },
    { reach: 40, vouched: true },
  ]
  await recordAccounts({ mine: { handle: 'pier_watch', reach: 101 }, other: { handle: 'pier_watch', reach: 9_999 } })
  assert.deepEqual(await alike('mine'), none)
  await recordAccounts({ other: { handle: 'pier_watch', reach: 10_099 } }, 1)
  assert.deepEqual(await alike('mine'), none)
  await recordAccounts({ other: { handle: 'pier_watch', reach: 10_100 } }, 2)
  assert.deepEqual(await alike('mine'), { reach: 10_100, vouched: false })
  assert.deepEqual(await alike('other'), none)
  await recordAccounts({
    small: { handle: 'gull_post', reach: 40, verified: true },
    fake: { handle: 'gu11_post', reach: 50_000 },
  })
  assert.deepEqual(await alike('fake'), vouched)
  await recordAccounts({
    tagged: { handle: 'buoy_post', reach: 40, tags: ['newsroom'] },
    copy: { handle: 'buoy_post' },
  })
  assert.deepEqual(await alike('copy'), vouched)
})

const NEAR = [
  'head0fstate',
  'head_of_staate',
  'hcad_of_state',
  'head_of_sttae',
  'head_of_state2',
  'haed-of.state',
  'headof_stat',
]
const APART = ['head_of_the_state', 'real_head_of_state', 'heads_of_states', 'state_of_head', 'bed_of_slate', 'hea', '']

test('near names differ by at most one character each', async (t) => {
  const { recordAccounts, reachOf, list } = await startAccounts(t)
  await recordAccounts({ real: { handle: 'head_of_state', reach: 43_500_000, tags: ['public_office'] } })
  await recordAccounts(Object.fromEntries([...NEAR, ...APART].map((handle) => [`@${handle}`, { handle }])))
  for (const handle of NEAR) {
    assert.equal(await reachOf(`@${handle}`), 43_500_000, handle)
    assert.ok((await list(`@${handle}`)).includes('real'), handle)
  }
  for (const handle of APART) assert.equal(await reachOf(`@${handle}`), 0, handle)
})

test('digits inside a name distinguish accounts; a trailing number does not', async (t) => {
  const { recordAccounts, reachOf } = await startAccounts(t)
  await recordAccounts({
    real: { handle: 'tide_daily', reach: 240_000, verified: true },
    numbered: { handle: 'sailor_3', reach: 50_000, verified: true },
    fake: { handle: 'tide_daily24' },
    neighbour: { handle: 'sailor_4' },
    name: { handle: 'sailor' },
    same: { handle: 'sailor.3' },
  })
  assert.deepEqual(await Promise.all(['fake', 'neighbour', 'name', 'same'].map(reachOf)), [240_000, 0, 0, 50_000])
})

test('a very short or long name resembles only equal names', async (t) => {
  const { recordAccounts, reachOf } = await startAccounts(t)
  const long = 'a very long name of somebody who is in public office'
  await recordAccounts({
    short: { handle: 'ella', verified: true, reach: 12_000 },
    long: { handle: '', displayName: long, verified: true, reach: 13_000 },
    elle: { handle: 'elle' },
    parted: { handle: 'el_la' },
    longer: { handle: '', displayName: `${long}r` },
    'long too': { handle: '', displayName: long.toUpperCase() },
  })
  assert.deepEqual(await Promise.all(['elle', 'parted', 'longer', 'long too'].map(reachOf)), [0, 12_000, 0, 13_000])
})

test('look-alikes are listed by reach, limited, each once', async (t) => {
  const { recordAccounts, list } = await startAccounts(t)
  const ids = Array.from({ length: 12 }, (_, n) => `a${n}`)
  await recordAccounts(
    Object.fromEntries(ids.map((id, n) => [id, { handle: 'Anna', displayName: 'anna', reach: n % 6 }])),
  )
  assert.deepEqual(await list('a5', 4), ['a11', 'a10', 'a4', 'a3'])
  assert.equal((await list('a5', 50)).length, 11)
})

test('the look-alikes of a common name are found as fast', async (t) => {
  const { ownerPool, recordAccounts, reachOf, list } = await startAccounts(t)
  await recordAccounts({ mine: { handle: 'anna_of_the_mill', displayName: 'Anna' } })
  await ownerPool.query(`
    insert into account (id, handle, display_name, reach, reach_counted, protected, source, facts_at)
    select 'a' || n, 'anna_' || n, 'Anna', n, n, false, 'test', desk_now() from generate_series(1, 10005) n`)
  await ownerPool.query(`
    insert into account_lookalike (account_id, handle_skeleton, name_skeleton, reach)
    select id, handle, 'anna', reach from account where id <> 'mine'`)
  await ownerPool.query('analyze account, account_lookalike')
  assert.equal(await reachOf('mine'), 10_005)
  assert.deepEqual(await list('mine', 2), ['a10005', 'a10004'])
  assert.ok((await blocksRead(ownerPool, `select account_lookalike('mine')`)) < 60)
})

/** Counts the blocks that a statement reads, after a first run has loaded the planner's catalogue. */
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
