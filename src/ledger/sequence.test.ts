import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { closeEarlier, freshDatabase } from '../../test/support/fresh-database.ts'
import { testCluster } from '../../test/support/test-cluster.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { DESK } from '../foundation/domain.ts'
import { inTransaction, type Pool, type Tx } from '../foundation/database/db.ts'
import { queueEntry } from './queue-entry.ts'
import { startSequencer } from './sequence.ts'
import { verifyLedger } from '../oversight/ledger/verify.ts'
import { LEDGER_CHECKS } from '../app/ledger-checks.ts'

const WITHIN_MS = 200
/** For a machine that is busy with other tests. */
const SLACK_MS = 800

test('a ledger entry is numbered within about 200 ms', async (t) => {
  const { db, start } = await setUp(t)
  start()
  for (let entries = 1; entries <= 5; entries++) {
    await inTransaction(db, addEntry)
    await waitFor('the entry to be numbered', async () => (await countEntries(db)) === entries, WITHIN_MS + SLACK_MS)
  }
})

test("concurrent transactions leave no gap in the ledger's numbers", async (t) => {
  const { db, start } = await setUp(t)
  start()
  const committed = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const slow = inTransaction(db, async (tx) => {
    for (let entry = 0; entry < 3; entry++) await addEntry(tx)
    written.resolve()
    await committed.promise
  })
  await written.promise
  // Later entries, with higher ids, get numbers while the earlier ones are invisible.
  for (let entry = 0; entry < 4; entry++) await inTransaction(db, addEntry)
  await waitFor('the later entries to be numbered', async () => (await countEntries(db)) === 4)
  committed.resolve()
  await slow
  await waitFor('the earlier entries to be numbered', async () => (await countEntries(db)) === 7)
  const { rows } = await db.query<{ number: number }>(sql`select number from ledger_entry order by number`)
  assert.deepEqual(
    rows.map(({ number }) => number),
    [1, 2, 3, 4, 5, 6, 7],
  )
  assert.deepEqual((await verifyLedger(db, LEDGER_CHECKS)).problems, [])
})

test("a rolled-back transaction leaves no gap in the ledger's numbers", async (t) => {
  const { db, start } = await setUp(t)
  start()
  await assert.rejects(
    inTransaction(db, async (tx) => {
      await addEntry(tx)
      throw new Error('undone')
    }),
    /undone/,
  )
  await inTransaction(db, addEntry)
  await waitFor('the entry to be numbered', async () => (await countEntries(db)) === 1)
  assert.deepEqual((await verifyLedger(db, LEDGER_CHECKS)).problems, [])
})

test('a writer of ledger entries never waits for their numbering', async (t) => {
  const { db, ownerDb } = await setUp(t)
  await inTransaction(db, addEntry)
  const sequencer = await ownerDb.connect()
  try {
    // The sequencer's transaction stays open with its locks until the commit below.
    await sequencer.query('begin; select number_entries(10)')
    await inTransaction(db, async (tx) => {
      await tx.query(sql`set local statement_timeout = 1000`)
      await addEntry(tx)
    })
    // A second sequencer finds the first at work, returns 0 and does not wait.
    const numbered = await inTransaction(db, async (tx) => {
      await tx.query(sql`set local statement_timeout = 1000`)
      return (await tx.query<{ numbered: number }>(sql`select number_entries(10) as numbered`)).rows[0]?.numbered
    })
    assert.equal(numbered, 0)
    await sequencer.query('commit')
  } finally {
    sequencer.release()
  }
})

test('concurrent processes number each ledger entry once without gaps', async (t) => {
  const { db, start } = await setUp(t)
  const entries = 300
  for (let sequencer = 0; sequencer < 3; sequencer++) start()
  const writers = Array.from({ length: 4 }, async () => {
    for (let entry = 0; entry < entries / 4; entry++) await inTransaction(db, addEntry)
  })
  await Promise.all(writers)
  await waitFor('every entry to be numbered', async () => (await countEntries(db)) === entries)
  const { rows } = await db.query<{ numbers: number; entries: number; last: number }>(sql`
    select count(distinct number) as numbers, count(distinct leaf_id) as entries, max(number) as last from ledger_entry`)
  assert.deepEqual(rows, [{ numbers: entries, entries, last: entries }])
  assert.deepEqual((await verifyLedger(db, LEDGER_CHECKS)).problems, [])
})

test('the numbering of ledger entries resumes when the database returns', async (t) => {
  const { db, superUrl, start, logged } = await setUp(t)
  start()
  await inTransaction(db, addEntry)
  await waitFor('the entry to be numbered', async () => (await countEntries(db)) === 1)
  const name = new URL(superUrl).pathname.slice(1)
  const superuser = new pg.Client({ connectionString: testCluster().superUrl })
  await superuser.connect()
  t.after(() => superuser.end())
  await superuser.query(`alter database ${name} allow_connections false`)
  await superuser.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  await waitFor('a failure to be logged', async () => logged.some(({ level }) => level === 50))
  await superuser.query(`alter database ${name} allow_connections true`)
  await inTransaction(db, addEntry)
  await waitFor('the next entry to be numbered', async () => (await countEntries(db)) === 2)
  await waitFor('the end of it to be logged', async () => logged.some(({ msg }) => /numbers again/.test(String(msg))))
})

test('the numbering of ledger entries stops at once, even between retries', async (t) => {
  const { ownerDb, start, stop, logged } = await setUp(t)
  await ownerDb.query('drop table leaf_pending cascade')
  start()
  await waitFor('a failure to be logged', async () => logged.length > 0)
  const before = performance.now()
  await stop()
  assert.ok(performance.now() - before < SLACK_MS)
})

async function setUp(t: TestContext) {
  const database = await freshDatabase(t)
  closeEarlier(database)
  const { pool: db, ownerPool: ownerDb, superUrl } = database
  const logged: Record<string, unknown>[] = []
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const stopping = new AbortController()
  const working: Promise<void>[] = []
  const stop = async () => {
    stopping.abort()
    await Promise.all(working)
  }
  t.after(stop)
  return {
    db,
    ownerDb,
    superUrl,
    logged,
    stop,
    start: () => void working.push(startSequencer(db, log, stopping.signal)),
  }
}

const addEntry = async (tx: Tx): Promise<void> => queueEntry(tx, { kind: 'needs_attention', why: 'A test.', by: DESK })

async function countEntries(db: Pool): Promise<number> {
  const { rows } = await db.query<{ count: number }>(sql`select count(*) as count from ledger_entry`)
  return rows[0]?.count ?? 0
}
