import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { alignJournal } from '../../src/enforcement/journal/align-journal.ts'
import { compareJournal } from '../../src/enforcement/journal/compare-journal.ts'
import { journalRestored } from '../../src/enforcement/journal/journal-restore-point.ts'
import { restoreOffline } from '../../src/enforcement/journal/restore-offline.ts'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import { UNTOUCHED } from '../../src/foundation/domain.ts'
import { readJournal } from '../../src/foundation/recovery-journal/read-journal.ts'
import { RecoveryJournal } from '../../src/foundation/recovery-journal/recovery-journal.ts'
import { isInRecovery } from '../../src/foundation/time/is-in-recovery.ts'
import { leadBack } from '../support/recovery.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, restoreEmptyBackup, startWorkingDesk, type WorkingDesk } from '../support/working-desk.ts'

const ROSA = 'account:rosa'
const LEAD = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] } as const

/**
 * Restores a backup from before the account went offline: the platform and the recovery journal know the enforcement,
 * the database does not.
 */
async function loseDatabase(t: TestContext, lost?: { journalLost: boolean }): Promise<WorkingDesk> {
  const before = await startWorkingDesk(t)
  const stop = before.work()
  const enforcement = await before.enforcement({ subject: ROSA, action: 'suspend' })
  await before.enforcementIn(enforcement.id, 'in_effect')
  await stop()
  assert.equal(await before.visit(ROSA), 410)
  return restoreEmptyBackup(t, before, lost)
}

const listAlerts = async ({ desk }: WorkingDesk): Promise<string[]> =>
  (await desk.db.query<{ why: string }>(sql`select why from alert where kind = 'journal'`)).rows.map(({ why }) => why)

const findLine = async ({ desk }: WorkingDesk) => (await readJournal(desk.recoveryJournal.path)).get(ROSA)

async function suspendAndRestore(working: WorkingDesk, lost?: { journalLost: boolean }): Promise<void> {
  const again = await suspendAgain(working, lost)
  await restoreEnforcement(working.desk, { enforcementId: again.id, by: LEAD, cause: 'mistake', reason: null })
  await working.enforcementIn(again.id, 'restored')
}

/** Suspends the account once more, once two people led the desk back. Without the journal the platform tells of the loss. */
async function suspendAgain(working: WorkingDesk, { journalLost = false } = {}): Promise<{ id: string }> {
  const { desk } = working
  const propose = () => working.enforcement({ subject: ROSA, action: 'suspend' })
  const before = journalLost ? await propose() : undefined
  await waitFor('the recovery state', () => isInRecovery(desk.db))
  await leadBack(desk)
  const again = before ?? (await propose())
  await working.enforcementIn(again.id, 'in_effect')
  return again
}

test('a restore works after the database was restored from an old backup', async (t) => {
  const working = await loseDatabase(t)
  working.work()
  await suspendAndRestore(working)
  assert.equal(await working.visit(ROSA), 200)
  assert.match((await listAlerts(working)).join(), /account:rosa/)
  await waitFor('the journal to say so', async () => (await findLine(working))?.kind === 'up')
  await checkLedger(working.desk)
})

test('a restore works when the recovery journal is lost too', async (t) => {
  const working = await loseDatabase(t, { journalLost: true })
  working.work()
  await suspendAndRestore(working, { journalLost: true })
  assert.equal(await working.visit(ROSA), 200)
  assert.match((await listAlerts(working)).join(), /account:rosa/)
})

test('the platform still reverts by itself after a lost database', async (t) => {
  const working = await loseDatabase(t)
  working.work()
  await suspendAgain(working)
  const row = working.demo.store.committed.get`select record from subject_record where kind = 'account' and id = 'rosa'`
  const { baseline, reverts } = JSON.parse(String(row?.record))
  assert.deepEqual(baseline, UNTOUCHED)
  assert.equal(reverts.at(-1)?.desired.visible, true)
})

test('a label never turns an offline state into the baseline', async (t) => {
  const working = await loseDatabase(t)
  working.work()
  const label = await working.enforcement({ subject: ROSA, action: 'label' })
  await working.enforcementIn(label.id, 'in_effect')
  const { rows } = await working.desk.db.query(sql`select baseline from subject_state where subject = ${ROSA}`)
  assert.deepEqual(rows[0]?.baseline, UNTOUCHED)
})

test('a recovery journal never calls an offline account restored', async (t) => {
  const working = await loseDatabase(t)
  const { desk } = working
  const offline = { ...UNTOUCHED, visible: false, mayPost: false }
  await desk.db.query(sql`insert into subject_state (subject) values (${ROSA})`)
  const subject = { kind: 'account', id: 'rosa' } as const
  const instruction = { subject, generation: 9, desired: offline, baseline: offline, reverts: [], events: [] }
  await journalRestored(desk, { instruction, generation: 9 })
  await alignJournal(desk)
  assert.equal((await findLine(working))?.kind, 'way_back')
  const wayBack = await findLine(working)
  assert.ok(wayBack !== undefined && wayBack.kind !== 'up')
  assert.equal((await restoreOffline(desk.platform, wayBack)).kind, 'brought_back')
})

test('the desk compares recovery journal and database and alerts once', async (t) => {
  const working = await loseDatabase(t)
  const again = { ...working.desk, recoveryJournal: new RecoveryJournal(working.desk.recoveryJournal.path) }
  for (const desk of [working.desk, again]) await compareJournal(desk)
  const alerts = await listAlerts(working)
  assert.equal(alerts.length, 1)
  assert.match(String(alerts[0]), /account:rosa/)
  working.work()
  await suspendAndRestore(working)
  assert.equal(await working.visit(ROSA), 200, 'the comparison takes nothing away from the way back')
})

test('a generation that only the platform knows alerts people', async (t) => {
  const before = await startWorkingDesk(t)
  before.work()
  const limit = await before.enforcement({ subject: ROSA, action: 'limit' })
  await before.enforcementIn(limit.id, 'in_effect')
  const { desk } = before
  const read = await desk.platform.readBack({ kind: 'account', id: 'rosa' })
  assert.ok(read)
  await desk.platform.apply(
    {
      subject: read.subject,
      generation: read.generation + 5,
      desired: read.state,
      baseline: UNTOUCHED,
      reverts: [],
      events: [],
    },
    { enforcements: [], approvals: [] },
  )
  await desk.db.query(sql`update job set due_at = desk_now() where kind = 'reconcile' and key = ${ROSA}`)
  await waitFor('an alert', async () => (await listAlerts(before)).length > 0)
  await waitFor('the database to be ahead again', async () => {
    const { rows } = await desk.db.query<{ generation: number }>(
      sql`select generation from subject_state where subject = ${ROSA}`,
    )
    return (rows[0]?.generation ?? 0) > read.generation + 5
  })
  await checkLedger(desk)
})
