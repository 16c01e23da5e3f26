import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { DATABASE_DIR } from '../../src/app/cli/package-paths.ts'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import { noticeLedgerLoss } from '../../src/enforcement/recovery/notice-ledger-loss.ts'
import { findOpenRecovery, listLosses } from '../../src/enforcement/recovery/recovery-queries.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { migrate } from '../../src/foundation/store/migrate.ts'
import { appendCheckpoint, parseCheckpoints } from '../../src/ledger/checkpoint.ts'
import { queueEntry } from '../../src/ledger/queue-entry.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { agreeSigned } from '../support/changes.ts'
import { cleanUp } from '../support/clean-up.ts'
import { numberEntries } from '../support/desk-with-history.ts'
import { openTestPool } from '../support/fresh-database.ts'
import {
  installedPrograms,
  makeCluster,
  makeHome,
  type RunningPostgres,
  runAsPostgres,
  startCluster,
} from '../support/installed-postgres.ts'
import { addPerson, proposeEnd } from '../support/recovery.ts'
import { TEST_PARTY } from '../support/server.ts'
import { tempDir } from '../support/temp-dir.ts'
import { waitFor } from '../support/wait-for.ts'

const GUIDE = resolve(import.meta.dirname, '../../docs/how-to/back-up.md')
const SECTION = /^## Go back to a point in time\n(.*?)^## /ms
const SILENT = { info: () => undefined, warn: () => undefined }

/** The blocks of the section of the guide in one language, with its folder in place of /srv. */
function readGuide(language: 'ini' | 'sh', folder: string): string[] {
  const [, section = ''] = SECTION.exec(readFileSync(GUIDE, 'utf8')) ?? []
  const blocks = section.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))
  return [...blocks].map(([, block = '']) => block.replaceAll('/srv', folder))
}

/** The programs of the installed PostgreSQL that this run is on. Undefined: the run is on the embedded one. */
function findInstalled(): string | undefined {
  const programs = installedPrograms(Number(process.env.COUNTERSIGN_TEST_POSTGRES))
  return existsSync(join(programs, 'pg_basebackup')) ? programs : undefined
}

test('every command of the guide goes back to a point in time', async (t) => {
  const programs = findInstalled()
  if (programs === undefined) return t.skip('the embedded PostgreSQL has no pg_basebackup: npm run test:postgres')
  const folder = makeHome(tempDir(t))
  const cluster = join(folder, 'postgresql')
  const [archiving = '', target = ''] = readGuide('ini', folder)
  const [prepare = '', backUp = '', goBack = ''] = readGuide('sh', folder)
  runAsPostgres(programs, prepare, {})
  makeCluster(programs, cluster)
  appendFileSync(join(cluster, 'postgresql.conf'), archiving)
  const first = await startCluster(programs, cluster, { isNew: true })
  const file = join(tempDir(t), 'ledger-checkpoints.txt')
  const before = await openDesk(t, first, { isNew: true })
  const [policy, lead] = [await addPerson(before.desk, 'policy'), await addPerson(before.desk, 'lead')]
  runAsPostgres(programs, backUp, { SUPERUSER_DATABASE_URL: first.superUrl })
  await act(before.desk, file, 'before the moment')
  const moment = await before.desk.db.onlyValue<string>(sql`select clock_timestamp()::text as moment`)
  const kept = readLast(file)?.number
  await act(before.desk, file, 'after the moment')
  await archiveAll(first.superUrl)
  await before.close()
  await first.stop()

  runAsPostgres(programs, goBack, {})
  assert.match(target, /^recovery_target_time = '.*'$/m)
  const time = `recovery_target_time = '${moment}'`
  appendFileSync(join(cluster, 'postgresql.conf'), target.replace(/^recovery_target_time = '.*'$/m, time))
  const second = await startCluster(programs, cluster, { isNew: false })
  await waitFor('the end of the recovery', async () => !(await isReplaying(second.superUrl)))
  const { desk, close } = await openDesk(t, second, { isNew: false })
  const lost = readLast(file)
  assert.ok(lost !== undefined && kept !== undefined)
  await noticeLedgerLoss(desk, file)
  const recovery = await findOpenRecovery(desk.db)
  assert.ok(recovery)
  const losses = await listLosses(desk.db, recovery.id, { max: 9 })
  assert.deepEqual(
    losses.map(({ keptNumber, lostNumber, lostChain }) => [keptNumber, lostNumber, lostChain]),
    [[kept, lost.number, lost.chain]],
  )
  const change = await proposeEnd(desk, policy)
  assert.equal((await agreeSigned(desk, change.id, lead)).state, 'applied')
  await numberEntries(desk.db)
  const from = parseCheckpoints(readFileSync(file, 'utf8')).checkpoints
  const { problems, acknowledged } = await verifyLedger(desk.db, LEDGER_CHECKS, { from })
  assert.deepEqual([problems, acknowledged.length], [[], 1])
  await close()
  await second.stop()
})

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
