import assert from 'node:assert/strict'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { numberEntries } from '../../../test/support/desk-with-history.ts'
import { givenShift } from '../../../test/support/people.ts'
import { proposeEnd } from '../../../test/support/recovery.ts'
import { isRefusal, stealRole } from '../../../test/support/role-thief.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { applyAgreedChanges } from '../../admin/change/delay-change.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { readStored } from '../../foundation/messages/stored-text.ts'
import { isInRecovery } from '../../foundation/time/is-in-recovery.ts'
import { appendCheckpoint, formatCheckpoint, parseCheckpoints } from '../../ledger/checkpoint.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { verifyLedger } from '../../oversight/ledger/verify.ts'
import { noticeLedgerLoss } from './notice-ledger-loss.ts'
import { findOpenRecovery, listLosses, listUnacknowledged, recordLosses, type SubjectLoss } from './recovery-queries.ts'

const ROSA: SubjectLoss = { kind: 'journal', subject: 'account:rosa', generation: 9, known: 2 }

/** A desk that is set up, with a file of checkpoints and a cut of its ledger's end. */
async function startOlder(t: TestContext) {
  const desk = await startChanging(t, { driven: true })
  const third = await desk.person(['lead'], { onShift: true })
  await endSetup(desk.db)
  const file = join(tempDir(t), 'ledger-checkpoints.txt')
  const append = async () => {
    await numberEntries(desk.db)
    await appendCheckpoint(desk.db, file, desk.desk.log, () => noticeLedgerLoss(desk.desk, file))
  }
  /** Entries that a later backup does not have. */
  const act = async () => {
    await inTransaction(desk.db, async (tx) => {
      queueEntry(tx, { kind: 'needs_attention', why: 'An act.', by: { kind: 'staff', id: desk.crane.id } })
    })
    await append()
  }
  const cutAfter = async (number: number) => {
    await desk.database.ownerPool.query(sql`
      with cut as (delete from ledger_entry where number > ${number} returning leaf_id),
        payloads as (delete from ledger_payload where leaf_id in (select leaf_id from cut))
      delete from ledger_leaf where id in (select leaf_id from cut)`)
  }
  return { ...desk, third, file, append, act, cutAfter }
}

const record = ({ db }: Awaited<ReturnType<typeof startChanging>>, losses: readonly SubjectLoss[]) =>
  inTransaction(db, (tx) => recordLosses(tx, losses))

test('a cut ledger begins the recovery state once, under an alert', async (t) => {
  const desk = await startOlder(t)
  await desk.act()
  const { number: kept = 0 } = readLines(desk.file).at(-1) ?? {}
  for (const _ of [1, 2]) await desk.act()
  await desk.cutAfter(kept)
  await desk.append()
  await desk.append()
  const recovery = await findOpenRecovery(desk.db)
  assert.ok(recovery)
  const losses = await listLosses(desk.db, recovery.id, { max: 10 })
  assert.deepEqual(
    losses.map(({ kind, keptNumber, lostNumber }) => [kind, keptNumber, lostNumber]),
    [['ledger', kept, kept + 2]],
  )
  const alerts = await desk.db.list<{ role: string; why: string; message: unknown }>(sql`
    select to_role as role, why, message from alert where kind = 'recovery' order by to_role`)
  assert.deepEqual(
    alerts.map(({ role }) => role),
    ['admin', 'auditor', 'lead'],
  )
  const [{ why = '', message = null } = {}] = alerts
  const german = readStored({ english: why, message, charsMax: 2_000 }, { language: 'de' })
  assert.equal(german.language, 'de', 'the English text in SQL is that of the catalogue')
  assert.deepEqual(await findProblems(desk.db), [])
})

test('two people end the recovery state, and verify names the loss', async (t) => {
  const desk = await startOlder(t)
  await desk.act()
  const { number: kept = 0 } = readLines(desk.file).at(-1) ?? {}
  for (const _ of [1, 2, 3]) await desk.act()
  await desk.cutAfter(kept)
  await desk.append()
  const before = await verifyWithFile(desk)
  assert.deepEqual(
    before.problems.map(({ fault }) => fault),
    ['recomputed'],
  )
  const change = await proposeEnd(desk.desk, desk.crane)
  assert.match(change.says, new RegExp(`after number ${kept}, up to number ${kept + 3} \\(checkpoint \\S{44}\\)`))
  await assert.rejects(desk.agree(change, desk.crane), /Another person must review it/)
  assert.equal((await desk.agree(change)).state, 'applied')
  assert.equal(await isInRecovery(desk.db), false)
  await desk.append()
  const after = await verifyWithFile(desk)
  assert.deepEqual(after.problems, [])
  assert.deepEqual(
    after.acknowledged.map(({ keptNumber, lostNumber, changeId }) => [keptNumber, lostNumber, changeId]),
    [[kept, kept + 3, change.id]],
  )
  await desk.append()
  assert.equal(await isInRecovery(desk.db), false, 'what is acknowledged is no sign again')
})

test('an acknowledged loss excuses no other checkpoint of its numbers', async (t) => {
  const desk = await startOlder(t)
  for (const _ of [1, 2, 3]) await desk.act()
  const [first, between] = readLines(desk.file)
  assert.ok(first && between)
  await desk.cutAfter(first.number)
  await desk.append()
  await desk.agree(await proposeEnd(desk.desk, desk.crane))
  const other = join(tempDir(t), 'of-another-process.txt')
  appendFileSync(other, `${formatCheckpoint(between)}\n`)
  await noticeLedgerLoss(desk.desk, other)
  assert.equal(await isInRecovery(desk.db), false, 'a stale file of another process has the same loss')
  const { chain: otherChain } = first
  appendFileSync(other, `${formatCheckpoint({ ...between, chain: otherChain })}\n`)
  await noticeLedgerLoss(desk.desk, other)
  assert.equal(await isInRecovery(desk.db), true, 'another checkpoint of the same number is of another loss')
})

test('an invented loss excuses no rewritten entry', async (t) => {
  const desk = await startOlder(t)
  for (const _ of [1, 2, 3]) await desk.act()
  const [first, second] = readLines(desk.file)
  assert.ok(first && second)
  const chain = Buffer.from(second.chain, 'base64').toString('hex')
  const lines = [[second.number, second.chain]]
  const invented = { kind: 'ledger', kept_number: 0, lost_number: 999_999_999, lost_chain: `\\x${chain}`, lines }
  const thief = await stealRole(t, desk.database)
  await thief.run(
    `select begin_recovery('${JSON.stringify([invented, { ...invented, kept_number: 1, lost_number: 5_000 }])}')`,
  )
  await desk.agree(await proposeEnd(desk.desk, desk.crane))
  await desk.database.ownerPool.query(sql`
    update ledger_entry set chain = sha256(chain) where number >= ${second.number}`)
  const open = await listUnacknowledged(desk.db, readLines(desk.file))
  assert.deepEqual(
    open.map(({ number }) => number),
    readLines(desk.file).map(({ number }) => number),
  )
  await noticeLedgerLoss(desk.desk, desk.file)
  assert.equal(await isInRecovery(desk.db), true, 'the worker notices the rewritten end')
})

test('a person agrees to no end that hides a later sign', async (t) => {
  const desk = await startOlder(t)
  await record(desk, [ROSA])
  const change = await proposeEnd(desk.desk, desk.crane)
  await record(desk, [{ ...ROSA, subject: 'account:mira' }])
  await assert.rejects(desk.agree(change), /no longer as it was/)
  await desk.agree(await proposeEnd(desk.desk, desk.crane))
  await record(desk, [ROSA, { ...ROSA, generation: 8 }])
  assert.equal(await isInRecovery(desk.db), false, 'an acknowledged generation is no new sign')
  await record(desk, [{ ...ROSA, generation: 10 }])
  assert.equal(await isInRecovery(desk.db), true)
  assert.deepEqual(await findProblems(desk.db), [])
})

test('two people lead the desk back once from many lost subjects', async (t) => {
  const desk = await startOlder(t)
  const thief = await stealRole(t, desk.database)
  const many = `select count(*) from begin_recovery((select jsonb_agg(jsonb_build_object('kind', 'journal',
    'subject', 'account:' || n, 'generation', 5, 'known_generation', 1)) from generate_series(1, 10001) n))`
  await thief.run(many)
  await desk.agree(await proposeEnd(desk.desk, desk.crane))
  await thief.run(many)
  assert.equal(await isInRecovery(desk.db), false)
})

test('a loosening change waits until the desk is led back', async (t) => {
  const desk = await startOlder(t)
  const change = await desk.propose({ kind: 'clearance', op: 'grant', staffId: desk.plover.id, clearance: 'protected' })
  await desk.agree(change, desk.third)
  await record(desk, [ROSA])
  assert.equal(await desk.pass(change), 'agreed')
  const thief = await stealRole(t, desk.database)
  const forged = `update desk_change set state = 'applied', moved_by = 'desk' where id = '${change.id}'`
  await assert.rejects(thief.run(forged), /led back from the recovery state/)
  await givenShift(desk.db, desk.plover.id)
  await desk.agree(await proposeEnd(desk.desk, desk.crane))
  await applyAgreedChanges(desk.desk)
  assert.equal(await desk.db.findValue(sql`select state from desk_change where id = ${change.id}`), 'applied')
})

test('a stolen application role never ends the recovery state', async (t) => {
  const desk = await startOlder(t)
  const thief = await stealRole(t, desk.database)
  const invented = JSON.stringify([{ kind: 'journal', subject: 'account:x', generation: 5, known_generation: 1 }])
  await thief.run(`select begin_recovery('${invented}')`)
  assert.equal(await isInRecovery(desk.db), true)
  assert.equal(await desk.db.onlyValue(sql`select count(*) from alert where kind = 'recovery'`), 3)
  const change = await proposeEnd(desk.desk, desk.crane)
  for (const forged of [
    `update database_recovery set ended_at = desk_now(), change_id = '${change.id}'`,
    `delete from database_loss`,
    `delete from database_recovery`,
    `insert into database_recovery default values`,
    `select end_recovery(desk_change) from desk_change where id = '${change.id}'`,
    `update desk_change set state = 'applied', moved_by = 'staff:${desk.plover.id}' where id = '${change.id}'`,
  ])
    await assert.rejects(thief.run(forged), isRefusal, forged)
  await desk.agree(change)
  assert.match((await findProblems(desk.db)).join(), /database_recovery 1/, 'verify names the forged recovery')
})

test('an owner who acknowledges alone is named by verify', async (t) => {
  const desk = await startOlder(t)
  for (const _ of [1, 2, 3]) await desk.act()
  const [{ number = 0 } = {}] = readLines(desk.file)
  await desk.cutAfter(number)
  await desk.append()
  const change = await proposeEnd(desk.desk, desk.crane)
  const owner = desk.database.ownerPool
  await owner.query(sql`update database_recovery set ended_at = desk_now(), change_id = ${change.id}`)
  const faults = (await verifyWithFile(desk)).problems.map(({ table, fault }) => `${table} ${fault}`)
  assert.ok(faults.includes('ledger_entry recomputed'), 'the loss is not acknowledged')
  assert.ok(faults.includes('database_recovery changed'))
})

async function verifyWithFile({ db, file }: { db: Parameters<typeof verifyLedger>[0]; file: string }) {
  await numberEntries(db)
  return verifyLedger(db, LEDGER_CHECKS, { from: readLines(file) })
}

const readLines = (file: string) => parseCheckpoints(readFileSync(file, 'utf8')).checkpoints
