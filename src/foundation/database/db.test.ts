import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { inSavepoint, inTransaction, readTogether, sqlState, together, type Tx } from './db.ts'

const UNIQUE_VIOLATION = { code: '23505' }

async function startTable(t: TestContext) {
  const { pool, ownerPool } = await freshDatabase(t)
  await ownerPool.query('create table kept (n integer primary key); grant select, insert on kept to countersign_desk')
  const queueRow = (tx: Tx, n: number) => tx.queue(sql`insert into kept (n) values (${n})`)
  const kept = async () => (await pool.query<{ n: number }>('select n from kept order by n')).rows.map(({ n }) => n)
  return { pool, ownerPool, queueRow, kept }
}

test('queued writes run in order, before any later query', async (t) => {
  const { pool, queueRow, kept } = await startTable(t)
  const seen = await inTransaction(pool, async (tx) => {
    queueRow(tx, 1)
    queueRow(tx, 2)
    const { rows } = await tx.query<{ count: number }>(sql`select count(*) as count from kept`)
    queueRow(tx, 3)
    return rows[0]?.count
  })
  assert.equal(seen, 2)
  assert.deepEqual(await kept(), [1, 2, 3])
})

test('a failed queued write rolls the transaction back with its error', async (t) => {
  const { pool, queueRow, kept } = await startTable(t)
  const sendTwice = async (tx: Tx) => {
    queueRow(tx, 1)
    queueRow(tx, 1)
    queueRow(tx, 2)
  }
  await assert.rejects(inTransaction(pool, sendTwice), UNIQUE_VIOLATION)
  await assert.rejects(
    inTransaction(pool, async (tx) => {
      await sendTwice(tx)
      await tx.query(sql`select 1`)
    }),
    UNIQUE_VIOLATION,
    'not with that of what came after it',
  )
  assert.deepEqual(await kept(), [])
})

test("a rollback to a savepoint undoes only that savepoint's statements", async (t) => {
  const { pool, queueRow, kept } = await startTable(t)
  await inTransaction(pool, async (tx) => {
    queueRow(tx, 1)
    const part = inSavepoint(tx, async () => {
      queueRow(tx, 2)
      queueRow(tx, 1)
    })
    await assert.rejects(part, UNIQUE_VIOLATION)
    await inSavepoint(tx, async () => queueRow(tx, 3))
  })
  assert.deepEqual(await kept(), [1, 3])
})

test('a queued failure before a savepoint is not blamed on it', async (t) => {
  const { pool, queueRow, kept } = await startTable(t)
  let began = false
  const work = inTransaction(pool, async (tx) => {
    queueRow(tx, 1)
    queueRow(tx, 1)
    await inSavepoint(tx, async () => {
      began = true
    })
  })
  await assert.rejects(work, UNIQUE_VIOLATION)
  assert.equal(began, false)
  assert.deepEqual(await kept(), [])
})

test('a dead connection fails its next query only', async (t) => {
  const { pool } = await freshDatabase(t)
  const client = await pool.connect()
  // The two errors of a server that shuts down while no query is under way, in their order.
  client.emit('error', new Error('terminating connection'))
  client.emit('error', new Error('Connection terminated unexpectedly'))
  client.release(true)
  assert.equal((await pool.query('select 1 as one')).rows[0]?.one, 1)
})

test('a statement that cannot be sent fails the transaction', async (t) => {
  const { pool, queueRow, kept } = await startTable(t)
  const unsendable = {
    toJSON: () => {
      throw new Error('no such value')
    },
  }
  for (const { bad, says } of [
    { bad: sql`insert into kept (n) values (${unsendable})`, says: /no such value/ },
    { bad: { name: 'keep', text: 'insert into kept (n) values ($1 + 1)', values: [1] }, says: /unique/ },
  ]) {
    const work = inTransaction(pool, async (tx) => {
      queueRow(tx, 1)
      tx.queue({ name: 'keep', text: 'insert into kept (n) values ($1)', values: [2] })
      tx.queue(bad)
    })
    await assert.rejects(work, says)
    assert.deepEqual(await kept(), [])
  }
})

test('a query refused for a changed schema is retried once', async (t) => {
  const { pool, ownerPool, queueRow, kept } = await startTable(t)
  await ownerPool.query(`create function refuse() returns void language plpgsql
    as $$ begin raise exception 'no' using errcode = 'CS001'; end $$;
    grant execute on function refuse() to countersign_desk`)
  const refusing = async (refusals: number) => {
    let tries = 0
    const work = async (tx: Tx) => {
      tries += 1
      queueRow(tx, tries)
      if (tries <= refusals) tx.queue(sql`select refuse()`)
    }
    const failure = await inTransaction(pool, work).then(
      () => undefined,
      (error: unknown) => sqlState(error),
    )
    return { tries, failure }
  }
  assert.deepEqual(await refusing(2), { tries: 2, failure: 'CS001' })
  assert.deepEqual(await kept(), [])
  assert.deepEqual(await refusing(1), { tries: 2, failure: undefined })
  assert.deepEqual(await kept(), [2])
})

test('concurrent queries fail with their own errors', async (t) => {
  const { pool, queueRow, kept } = await startTable(t)
  const work = inTransaction(pool, async (tx) => {
    queueRow(tx, 1)
    const going = async () => {
      await tx.query(sql`select 1`)
      tx.queue(sql`select 2`)
      await tx.query(sql`select 3`)
    }
    const failing = async () => void (await tx.query(sql`insert into kept (n) values (1)`))
    await together([going(), failing()])
  })
  await assert.rejects(work, UNIQUE_VIOLATION)
  assert.deepEqual(await kept(), [])
})

test('reads together use one connection, which a failure closes', async (t) => {
  const { pool } = await startTable(t)
  const readPid = sql`select pg_backend_pid() as pid`
  const pids = await readTogether(pool, (db) => Promise.all([1, 2, 3].map(() => db.onlyValue<number>(readPid))))
  assert.equal(new Set(pids).size, 1)
  const failing = readTogether(pool, (db) => Promise.all([db.query(sql`select 1 / 0`), db.onlyValue<number>(readPid)]))
  await assert.rejects(failing, { code: '22012' })
  assert.notEqual(await readTogether(pool, (db) => db.onlyValue<number>(readPid)), pids[0])
  assert.equal(pool.totalCount, 1)
})
