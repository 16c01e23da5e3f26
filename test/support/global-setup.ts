import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbedded } from '../../src/store/embedded-postgres.ts'
import { OWNER_ROLE } from '../../src/store/initialise-cluster.ts'
import { markDatabase } from '../../src/store/mark-database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { makeTempDir } from './temp-dir.ts'
import { CLUSTER_VARIABLE, DRIVEN_TEMPLATE, TEMPLATE, type TestCluster, withDatabase } from './test-cluster.ts'

const MIGRATIONS = resolve(import.meta.dirname, '../../migrations')
const QUIET = { info: () => undefined, warn: (message: string) => console.error(message) }

let postgres: EmbeddedPostgres | undefined
let cleaner: ChildProcess | undefined

/** Starts one PostgreSQL for the run with two migrated databases to clone: an ordinary and a driven one. */
export async function globalSetup(): Promise<void> {
  const dir = makeTempDir()
  postgres = await startEmbedded({ dataDir: dir, durable: false, log: QUIET })
  cleaner = startCleaner(dir, postgres)
  await makeTemplate(postgres, TEMPLATE)
  await makeTemplate(postgres, DRIVEN_TEMPLATE)
  const { superUrl, ownerUrl, deskUrl } = postgres
  const cluster: TestCluster = { superUrl, ownerUrl, deskUrl }
  process.env[CLUSTER_VARIABLE] = JSON.stringify(cluster)
}

/** Stops it and removes its files. */
export async function globalTeardown(): Promise<void> {
  await postgres?.stop()
  if (!cleaner) return
  cleaner.stdin?.end()
  await once(cleaner, 'exit')
}

async function makeTemplate({ superUrl, ownerUrl }: EmbeddedPostgres, name: string): Promise<void> {
  const admin = new pg.Client({ connectionString: superUrl })
  await admin.connect()
  try {
    await admin.query(`create database ${name} owner ${OWNER_ROLE}`)
    await migrate(withDatabase(ownerUrl, name), MIGRATIONS, QUIET)
    if (name === DRIVEN_TEMPLATE) await markDatabase(withDatabase(ownerUrl, name), 'driven')
    // Nobody connects from here on, not even autovacuum: a template in use can't be cloned.
    await admin.query(`alter database ${name} allow_connections false is_template true`)
  } finally {
    await admin.end()
  }
}

/**
 * Cleans up when the run ends, in whichever way: it waits for the end of its input, which comes also when the run is
 * interrupted or killed, then stops what still runs and removes the folder. A session of its own keeps Ctrl-C from it.
 */
function startCleaner(dir: string, { dataDir }: EmbeddedPostgres): ChildProcess {
  const [pid = ''] = readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')
  const script =
    'read -r _; kill -INT "$1" 2>/dev/null; while kill -0 "$1" 2>/dev/null; do sleep 0.05; done; rm -rf -- "$2"'
  const child = spawn('/bin/sh', ['-c', script, 'sh', pid, dir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.unref()
  return child
}
