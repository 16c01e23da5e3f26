import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import pg from 'pg'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import { noticeLedgerLoss } from '../../src/enforcement/recovery/notice-ledger-loss.ts'
import { findOpenRecovery, listLosses } from '../../src/enforcement/recovery/recovery-queries.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { DESK, type StaffCaller } from '../../src/foundation/domain.ts'
import { DATABASE_DIR } from '../../src/foundation/settings/package-paths.ts'
import { migrate } from '../../src/foundation/store/migrate.ts'
import { appendCheckpoint, parseCheckpoints } from '../../src/ledger/checkpoint.ts'
import { queueEntry } from '../../src/ledger/queue-entry.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { agreeSigned } from './changes.ts'
import { cleanUp } from './clean-up.ts'
import { numberEntries } from './desk-with-history.ts'
import { openTestPool } from './fresh-database.ts'
import { installedPrograms, type RunningPostgres } from './installed-postgres.ts'
import { addPerson, proposeEnd } from './recovery.ts'
import { TEST_PARTY } from './server.ts'
import { waitFor } from './wait-for.ts'

const GUIDE = resolve(import.meta.dirname, '../../docs/how-to/back-up.md')
const SILENT = { info: () => undefined, warn: () => undefined }

/** The blocks of a section of the guide in one language, with this folder in place of /srv. */
export function readGuide(section: string, language: 'ini' | 'sh', folder: string): string[] {
  const [, text = ''] = new RegExp(`^## ${section}\n(.*?)^## `, 'ms').exec(readFileSync(GUIDE, 'utf8')) ?? []
  const blocks = text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))
  return [...blocks].map(([, block = '']) => block.replaceAll('/srv', folder))
}

/** The programs of the installed PostgreSQL that this run is on. Undefined: the run is on the embedded one. */
export function findInstalled(): string | undefined {
  const programs = installedPrograms(Number(process.env.COUNTERSIGN_TEST_POSTGRES))
  return existsSync(join(programs, 'pg_basebackup')) ? programs : undefined
}

/** The acts before and after a moment, and who leads the desk back. */
export type Past = { moment: string; kept: number; policy: StaffCaller; lead: StaffCaller }

/** Acts on a new desk before a backup, between it and a moment, and after the moment. Stops the desk and its server. */
export async function actAround(
  t: TestContext,
  server: RunningPostgres,
  file: string,
  backUp: () => void,
): Promise<Past> {
  const { desk, close } = await openDesk(t, server, { isNew: true })
  const [policy, lead] = [await addPerson(desk, 'policy'), await addPerson(desk, 'lead')]
  backUp()
  await act(desk, file, 'before the moment')
  const moment = await desk.db.onlyValue<string>(sql`select clock_timestamp()::text as moment`)
  const kept = readLast(file)?.number
  assert.ok(kept !== undefined)
  await act(desk, file, 'after the moment')
  await archiveAll(server.superUrl)
  await close()
  await server.stop()
  return { moment, kept, policy, lead }
}

/** The desk on the restored database notices what is lost, and two people lead it back. Stops both. */
export async function leadBack(t: TestContext, server: RunningPostgres, file: string, past: Past): Promise<void> {
  await waitFor('the end of the recovery', async () => !(await isReplaying(server.superUrl)))
  const { desk, close } = await openDesk(t, server, { isNew: false })
  const lost = readLast(file)
  assert.ok(lost !== undefined)
  await noticeLedgerLoss(desk, file)
  const recovery = await findOpenRecovery(desk.db)
  assert.ok(recovery)
  const losses = await listLosses(desk.db, recovery.id, { max: 9 })
  assert.deepEqual(
    losses.map(({ keptNumber, lostNumber, lostChain }) => [keptNumber, lostNumber, lostChain]),
    [[past.kept, lost.number, lost.chain]],
  )
  const change = await proposeEnd(desk, past.policy)
  assert.equal((await agreeSigned(desk, change.id, past.lead)).state, 'applied')
  await numberEntries(desk.db)
  const from = parseCheckpoints(readFileSync(file, 'utf8')).checkpoints
  const { problems, acknowledged } = await verifyLedger(desk.db, LEDGER_CHECKS, { from })
  assert.deepEqual([problems, acknowledged.length], [[], 1])
  await close()
  await server.stop()
}

async function openDesk(t: TestContext, { ownerUrl, deskUrl, stop }: RunningPostgres, { isNew }: { isNew: boolean }) {
  cleanUp(t, stop)
  if (isNew) {
    await migrate(ownerUrl, DATABASE_DIR, SILENT)
    await runAs(ownerUrl, `insert into database_mark (kind) values ('demo')`)
  }
  const db = openTestPool(deskUrl, 'point in time', 2)
  let isOpen = true
  const close = async () => {
    if (isOpen) await db.end()
    isOpen = false
  }
  cleanUp(t, close)
  const desk = { db, relyingParty: TEST_PARTY, log: pino({ level: 'silent' }) } as unknown as Desk
  return { desk, close }
}

async function act({ db, log }: Desk, file: string, why: string): Promise<void> {
  await inTransaction(db, async (tx) => queueEntry(tx, { kind: 'needs_attention', why, by: DESK }))
  await numberEntries(db)
  await appendCheckpoint(db, file, log)
}

const readLast = (file: string) => parseCheckpoints(readFileSync(file, 'utf8')).checkpoints.at(-1)

/** Waits until everything written by now is in the archive. */
async function archiveAll(url: string): Promise<void> {
  const [segment] = await runAs<{ name: string }>(url, 'select pg_walfile_name(pg_switch_wal()) as name')
  await waitFor('the archive', async () => {
    const [last] = await runAs<{ name: string | null }>(url, 'select last_archived_wal as name from pg_stat_archiver')
    return (last?.name ?? '') >= (segment?.name ?? '')
  })
}

const isReplaying = async (url: string): Promise<boolean> =>
  (await runAs<{ replaying: boolean }>(url, 'select pg_is_in_recovery() as replaying'))[0]?.replaying ?? true

async function runAs<Row extends pg.QueryResultRow>(connectionString: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}
