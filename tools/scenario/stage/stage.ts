import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DATABASE_DIR } from '../../../src/foundation/settings/package-paths.ts'
import { connectTo } from '../../../src/foundation/store/connect.ts'
import { type EmbeddedPostgres, startEmbedded } from '../../../src/foundation/store/embedded/embedded-postgres.ts'
import { DATABASE, OWNER_ROLE } from '../../../src/foundation/store/embedded/initialise-cluster.ts'
import { markDatabase } from '../../../src/foundation/store/mark-database.ts'
import { migrate } from '../../../src/foundation/store/migrate.ts'
import { signal } from '../../../src/foundation/store/postmaster/process-state.ts'

const QUIET = { info: () => undefined, warn: () => undefined }

export interface StageDatabase {
  deskUrl: string
  ownerUrl: string
  /** Kills the database server with kill -9, and with it every other database of the server. */
  kill(): Promise<void>
}

/**
 * The place where days are played: one PostgreSQL in a folder, and for each day a database with a manually set clock.
 */
export interface Stage {
  /** Begins to start the server of the first database, for a caller that does other work meanwhile. */
  prepare(): void
  makeDatabase(): Promise<StageDatabase>
  close(): Promise<void>
}

/** Keeps all files in `folder`. Starts a server for the first database that is requested, and another after a kill. */
export function openStage(folder: string): Stage {
  let servers = 0
  let databases = 0
  let running: Promise<EmbeddedPostgres> | undefined
  const prepare = (): Promise<EmbeddedPostgres> => {
    servers += running === undefined ? 1 : 0
    running ??= startServer(join(folder, `database-${servers}`))
    return running
  }
  return {
    prepare: () => void prepare().catch(() => undefined),
    makeDatabase: async () => {
      const server = await prepare()
      databases += 1
      const name = `day_${databases}`
      await asSuperuser(server, `create database ${name} template ${DATABASE} owner ${OWNER_ROLE}`)
      return {
        deskUrl: withDatabase(server.deskUrl, name),
        ownerUrl: withDatabase(server.ownerUrl, name),
        kill: async () => {
          running = undefined
          await killServer(server)
          removeFiles(server)
        },
      }
    },
    close: async () => {
      const server = await running?.catch(() => undefined)
      if (server === undefined) return
      await server.stop()
      removeFiles(server)
    },
  }
}

async function startServer(dataDir: string): Promise<EmbeddedPostgres> {
  // The files of a replay are removed, so nothing must survive on disk.
  const server = await startEmbedded({ dataDir, durable: false, log: QUIET })
  try {
    await makeTemplate(server)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function makeTemplate(server: EmbeddedPostgres): Promise<void> {
  await migrate(server.ownerUrl, DATABASE_DIR, QUIET)
  await markDatabase(server.ownerUrl, 'driven')
  // No client connects from here on, not even autovacuum: PostgreSQL cannot clone a template that is in use.
  await asSuperuser(server, `alter database ${DATABASE} allow_connections false is_template true`)
}

async function asSuperuser({ superUrl }: EmbeddedPostgres, statement: string): Promise<void> {
  const client = await connectTo(superUrl)
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Kills the postmaster, so that nothing restarts its child processes, which then end by themselves. */
async function killServer(server: EmbeddedPostgres): Promise<void> {
  const [pid] = readFileSync(join(server.dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')
  signal(Number(pid), 'SIGKILL')
  await server.stop()
}

// The data may be outside `folder`, when the user that PostgreSQL runs as cannot enter the folder.
const removeFiles = ({ dataDir }: EmbeddedPostgres): void => rmSync(dataDir, { recursive: true, force: true })

/** Returns the same address with another database. */
function withDatabase(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}
