import { resolve } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../src/foundation/store/embedded/embedded-postgres.ts'
import { OWNER_ROLE } from '../../src/foundation/store/embedded/initialise-cluster.ts'
import { markDatabase } from '../../src/foundation/store/mark-database.ts'
import { migrate } from '../../src/foundation/store/migrate.ts'
import { removeAtEnd } from '../../src/foundation/store/embedded/remove-at-end.ts'
import { installPostgres, installedPrograms, type RunningPostgres, startInstalled } from './installed-postgres.ts'
import { makeTempDir } from './temp-dir.ts'
import { CLUSTER_VARIABLE } from './run-folder.ts'
import { DRIVEN_TEMPLATE, TEMPLATE, type TestCluster, withDatabase } from './test-cluster.ts'

const DATABASE = resolve(import.meta.dirname, '../../db')
const QUIET = { info: () => undefined, warn: (message: string) => console.error(message) }

/** Names the major version of an installed PostgreSQL to run the tests on, instead of the embedded one. */
const INSTALLED_VARIABLE = 'COUNTERSIGN_TEST_POSTGRES'

let postgres: RunningPostgres | undefined
let removal: ReturnType<typeof removeAtEnd> | undefined

/** Starts one PostgreSQL for the run with two migrated databases to clone: an ordinary and a driven one. */
export async function globalSetup(): Promise<void> {
  const folder = makeTempDir()
  removal = removeAtEnd(folder)
  postgres = await startPostgres(folder)
  await spareEffort(postgres)
  await makeTemplates(postgres)
  const { superUrl, ownerUrl, deskUrl } = postgres
  const cluster: TestCluster = { folder, superUrl, ownerUrl, deskUrl }
  process.env[CLUSTER_VARIABLE] = JSON.stringify(cluster)
}

async function startPostgres(folder: string): Promise<RunningPostgres> {
  const major = Number(process.env[INSTALLED_VARIABLE] ?? '')
  if (!major) return startEmbedded({ dataDir: folder, durable: false, log: QUIET })
  installPostgres(major)
  return startInstalled(folder, installedPrograms(major))
}

/** Stops it and removes its files. */
export async function globalTeardown(): Promise<void> {
  await postgres?.stop()
  await removal?.now()
}

/**
 * A test's tables are gone before cleaning them would help, and its thousands of connections all prove the same passwords: their
 * hashes may be cheap here. Before version 16 the cost of a hash can't be chosen.
 */
async function spareEffort({ superUrl, ownerUrl, deskUrl }: RunningPostgres): Promise<void> {
  const admin = new pg.Client({ connectionString: superUrl })
  await admin.connect()
  try {
    await admin.query('alter system set autovacuum = off')
    await admin.query('select pg_reload_conf()')
    await admin.query(
      `select set_config('scram_iterations', '1', false) from pg_settings where name = 'scram_iterations'`,
    )
    for (const { username, password } of [superUrl, ownerUrl, deskUrl].map((url) => new URL(url)))
      await admin.query(`alter role ${username} password ${admin.escapeLiteral(password)}`)
  } finally {
    await admin.end()
  }
}

/** Its clock could be set by hand, so that software keys may stand in it, and goes with the server's. */
async function runClock(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    await owner.query(`create or replace function desk_now() returns timestamptz language sql stable
      return clock_timestamp()`)
  } finally {
    await owner.end()
  }
}

/**
 * Tests that set the clock begin in this month. A worker would make the tables of its months, and so another schema: then no other
 * test could use the database.
 */
const DRIVEN_MONTH = new Date('2026-05-04T09:00:00Z')
const MONTHS_AHEAD = 2

async function makeDrivenMonths(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ at: Date }>('select at from driven_clock')
    await owner.query('select set_driven_clock($1)', [DRIVEN_MONTH])
    await owner.query('select ensure_report_months($1)', [MONTHS_AHEAD])
    await owner.query('update driven_clock set at = $1', [rows[0]?.at])
  } finally {
    await owner.end()
  }
}

async function makeTemplates({ superUrl, ownerUrl }: RunningPostgres): Promise<void> {
  const admin = new pg.Client({ connectionString: superUrl })
  await admin.connect()
  try {
    await admin.query(`create database ${DRIVEN_TEMPLATE} owner ${OWNER_ROLE}`)
    await migrate(withDatabase(ownerUrl, DRIVEN_TEMPLATE), DATABASE, QUIET)
    await markDatabase(withDatabase(ownerUrl, DRIVEN_TEMPLATE), 'driven')
    await makeDrivenMonths(withDatabase(ownerUrl, DRIVEN_TEMPLATE))
    await admin.query(`create database ${TEMPLATE} template ${DRIVEN_TEMPLATE} owner ${OWNER_ROLE}`)
    await runClock(withDatabase(ownerUrl, TEMPLATE))
    for (const name of [DRIVEN_TEMPLATE, TEMPLATE]) {
      // A template in use can't be cloned: no connection is allowed from here on, not even autovacuum's.
      await admin.query(`alter database ${name} allow_connections false is_template true`)
    }
  } finally {
    await admin.end()
  }
}
