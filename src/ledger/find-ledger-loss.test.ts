import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import { freshDatabase } from '../../test/support/fresh-database.ts'
import { numberEntries } from '../../test/support/desk-with-history.ts'
import { tempDir } from '../../test/support/temp-dir.ts'
import { DESK } from '../foundation/domain.ts'
import { inTransaction, type Pool } from '../foundation/database/db.ts'
import { appendCheckpoint, type Checkpoint, formatCheckpoint, parseCheckpoints } from './checkpoint.ts'
import { findLedgerLoss, type LedgerLoss } from './find-ledger-loss.ts'
import { queueEntry } from './queue-entry.ts'

const LINE_COUNT = 3_000
const forged = (number: number, fill = 7): Checkpoint => ({ number, chain: Buffer.alloc(32, fill).toString('base64') })

test('a file that the ledger contains, or none, proves no loss', async (t) => {
  const { db, file, find } = await setUp(t)
  assert.equal(await find(), undefined)
  for (const _ of [1, 2]) await addEntry(db, file)
  assert.equal(await find(), undefined)
})

test('the last file line that the ledger contains bounds the loss', async (t) => {
  const { db, ownerDb, file, find } = await setUp(t)
  for (const _ of [1, 2, 3, 4]) await addEntry(db, file)
  const lost = readLast(file)
  await ownerDb.query('delete from ledger_entry where number > 2')
  const loss = await find()
  assert.deepEqual([loss?.kept, loss?.lost], [2, lost])
  assert.deepEqual(
    loss?.lines.map(({ number }) => number),
    [3, 4],
  )
})

test('a ledger that grew again over the lost numbers hides nothing', async (t) => {
  const { db, ownerDb, file, find } = await setUp(t)
  for (const _ of [1, 2]) await addEntry(db, file)
  const lost = readLast(file)
  await ownerDb.query('delete from ledger_entry')
  for (const _ of [1, 2, 3]) await addEntry(db)
  assert.deepEqual(endOf(await find()), { kept: 0, lost })
})

test('other lines behind the checkpoints hide no loss', async (t) => {
  const { db, ownerDb, file, find } = await setUp(t)
  for (const _ of [1, 2]) await addEntry(db, file)
  await ownerDb.query('delete from ledger_entry where number > 1')
  writeFileSync(file, `${'nothing to see here\n'.repeat(20_000)}`, { flag: 'a' })
  assert.equal((await find())?.lost.number, 2)
  const noticed: string[] = []
  await appendCheckpoint(db, file, pino({ level: 'silent' }), async () => void noticed.push(file))
  assert.equal(noticed.length, 1, 'the minute check looks before such lines too')
})

test('a long file is read backwards up to the last common entry', async (t) => {
  const { db, file, find } = await setUp(t)
  await addEntry(db, file)
  const lines = Array.from({ length: LINE_COUNT }, (_, place) => formatCheckpoint(forged(place + 2)))
  writeFileSync(file, `${lines.join('\n')}\n`, { flag: 'a' })
  const loss = await find()
  assert.deepEqual(endOf(loss), { kept: 1, lost: forged(LINE_COUNT + 1) })
  assert.equal(loss?.lines.length, LINE_COUNT)
})

test('recorded checkpoints are no loss, others in the same file are', async (t) => {
  const { file, find } = await setUp(t)
  writeFileSync(file, [forged(5), forged(9)].map((line) => `${formatCheckpoint(line)}\n`).join(''))
  assert.equal(await find((line) => line.number > 0), undefined)
  assert.deepEqual(endOf(await find((line) => line.number === 9)), { kept: 0, lost: forged(5) })
})

async function setUp(t: TestContext) {
  const { pool: db, ownerPool: ownerDb } = await freshDatabase(t)
  const file = join(tempDir(t), 'checkpoints.txt')
  const find = (isRecorded = (_: Checkpoint) => false) =>
    findLedgerLoss(db, file, async (given) => given.filter((line) => !isRecorded(line)))
  return { db, ownerDb, file, find }
}

const endOf = (loss: LedgerLoss | undefined) => loss && { kept: loss.kept, lost: loss.lost }

const readLast = (file: string): Checkpoint | undefined =>
  parseCheckpoints(readFileSync(file, 'utf8')).checkpoints.at(-1)

async function addEntry(db: Pool, file?: string): Promise<void> {
  await inTransaction(db, async (tx) => queueEntry(tx, { kind: 'needs_attention', why: 'A test.', by: DESK }))
  await numberEntries(db)
  if (file !== undefined) await appendCheckpoint(db, file, pino({ level: 'silent' }))
}
