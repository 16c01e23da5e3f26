import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import { freshDatabase } from '../../test/support/fresh-database.ts'
import { numberEntries } from '../../test/support/desk-with-history.ts'
import { tempDir } from '../../test/support/temp-dir.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { DESK } from '../foundation/domain.ts'
import { inTransaction, type Pool } from '../foundation/database/db.ts'
import { queueEntry } from './queue-entry.ts'
import {
  appendCheckpoint,
  appendCheckpoints,
  formatCheckpoint,
  parseCheckpoint,
  parseCheckpoints,
  readCheckpoint,
} from './checkpoint.ts'

const CHAIN = Buffer.alloc(32, 7).toString('base64')

test('a checkpoint is written and read as one line', () => {
  const checkpoint = { number: 42, chain: CHAIN, at: '2026-05-04T09:00:00.000Z' }
  assert.equal(formatCheckpoint(checkpoint), `countersign-ledger 42 ${CHAIN} 2026-05-04T09:00:00.000Z`)
  assert.deepEqual(parseCheckpoint(formatCheckpoint(checkpoint)), checkpoint)
  assert.deepEqual(parseCheckpoint(` countersign-ledger 42 ${CHAIN}\n`), { number: 42, chain: CHAIN })
})

test('a malformed checkpoint is refused', () => {
  for (const line of [
    '',
    'countersign-ledger',
    `countersign-ledger 0 ${CHAIN}`,
    `countersign-ledger 4 ${CHAIN.slice(1)}`,
  ]) {
    assert.equal(parseCheckpoint(line), undefined)
  }
  const line = formatCheckpoint({ number: 42, chain: CHAIN })
  assert.deepEqual(parseCheckpoints(`${line}\ncountersign-led\n\n${line}`), {
    checkpoints: [
      { number: 42, chain: CHAIN },
      { number: 42, chain: CHAIN },
    ],
    unreadable: [2],
  })
})

test('an empty ledger has no checkpoint, and none is written', async (t) => {
  const { db, file, log } = await setUp(t)
  assert.equal(await readCheckpoint(db), undefined)
  assert.equal(await appendCheckpoint(db, file, log), true)
  assert.equal(readFileSync(file, 'utf8'), '')
})

test('the first checkpoint of a new desk waits for no minute', async (t) => {
  const { db, file, log } = await setUp(t)
  const ends = new AbortController()
  const appending = appendCheckpoints(db, file, log, ends.signal)
  await waitFor('the file', async () => existsSync(file))
  await addEntry(db)
  await waitFor('the checkpoint', async () => parseCheckpoints(readFileSync(file, 'utf8')).checkpoints.length === 1)
  ends.abort()
  await appending
})

test('a new checkpoint is appended to a private file once', async (t) => {
  const { db, file, log, logged } = await setUp(t)
  await addEntry(db)
  await appendCheckpoint(db, file, log)
  const first = readFileSync(file, 'utf8')
  assert.match(first, /^countersign-ledger 1 \S{44} \d{4}-\d\d-\d\dT[\d:.]+Z\n$/)
  await appendCheckpoint(db, file, log)
  assert.equal(readFileSync(file, 'utf8'), first)
  await addEntry(db)
  await appendCheckpoint(db, file, log)
  const both = readFileSync(file, 'utf8')
  assert.ok(both.startsWith(first))
  assert.deepEqual(
    parseCheckpoints(both).checkpoints.map(({ number }) => number),
    [1, 2],
  )
  assert.equal(statSync(dirname(file)).mode & 0o777, 0o700)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(logged, [])
})

test('a checkpoint line that a crash cut short harms no other', async (t) => {
  const { db, file, log } = await setUp(t)
  await addEntry(db)
  await appendCheckpoint(db, file, log)
  writeFileSync(file, 'countersign-led', { flag: 'a' })
  await addEntry(db)
  await appendCheckpoint(db, file, log)
  const { checkpoints, unreadable } = parseCheckpoints(readFileSync(file, 'utf8'))
  assert.deepEqual([checkpoints.map(({ number }) => number), unreadable], [[1, 2], [2]])
})

test('a ledger that no longer contains a stored checkpoint is reported', async (t) => {
  const { db, ownerDb, file, log, logged } = await setUp(t)
  for (const _ of [1, 2, 3]) await addEntry(db)
  await appendCheckpoint(db, file, log)
  const before = readFileSync(file, 'utf8')
  await ownerDb.query('delete from ledger_entry where number > 1')
  await appendCheckpoint(db, file, log)
  const after = readFileSync(file, 'utf8')
  assert.ok(after.startsWith(before))
  assert.deepEqual(
    parseCheckpoints(after).checkpoints.map(({ number }) => number),
    [3, 1],
  )
  assert.match(String(logged[0]?.msg), /cut or replaced/)
})

test('the last checkpoint is written at stop, and failures are logged', async (t) => {
  const { db, file, log, logged } = await setUp(t)
  const stopping = new AbortController()
  const blocked = join(dirname(file), 'file', 'below-a-file')
  await addEntry(db)
  await appendCheckpoint(db, join(dirname(file), 'file'), log)
  const working = [
    appendCheckpoints(db, file, log, stopping.signal),
    appendCheckpoints(db, blocked, log, stopping.signal),
  ]
  await addEntry(db)
  await addEntry(db)
  stopping.abort()
  await Promise.all(working)
  assert.equal(parseCheckpoints(readFileSync(file, 'utf8')).checkpoints.at(-1)?.number, 3)
  assert.match(String(logged[0]?.msg), /was not written/)
})

async function setUp(t: TestContext) {
  const { pool: db, ownerPool: ownerDb } = await freshDatabase(t)
  const logged: Record<string, unknown>[] = []
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) })
  return { db, ownerDb, file: join(tempDir(t), 'deep', 'checkpoints', 'checkpoints.txt'), log, logged }
}

async function addEntry(db: Pool): Promise<void> {
  await inTransaction(db, async (tx) => queueEntry(tx, { kind: 'needs_attention', why: 'A test.', by: DESK }))
  await numberEntries(db)
}
