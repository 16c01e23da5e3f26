import { mkdirSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isRoot } from './database-user.ts'
import { DATABASE, DESK_ROLE, ensureRoles, initialiseCluster, OWNER_ROLE } from './initialise-cluster.ts'
import { findBinaries, type PostgresBinaries } from './postgres-binaries.ts'
import { openHome, type PostgresHome, readSecrets, STATE_DIR } from './postgres-home.ts'
import {
  type Postmaster,
  type PostmasterOptions,
  type StartLog,
  startPostmaster,
  stopPostmaster,
} from '../postmaster/postmaster.ts'
import { superUrl } from '../postmaster/postmaster-probe.ts'
import { isAlive } from '../postmaster/process-state.ts'
import { reasonOf, StartError } from '../start-error.ts'
import { lockDataFolder } from '../postmaster/start-lock.ts'

export type EmbeddedOptions = {
  /** The program's data folder; PostgreSQL gets a folder of its own in it. */
  dataDir: string
  log: StartLog
  /** The port of the server. Undefined: the last used one, or any free one. */
  port?: number
  /** False only in tests and replays: a commit then answers before it is on the disk. */
  durable?: boolean
  /** The folder for programs and data when PostgreSQL's user can't reach them in place. */
  stateDir?: string
}

export type EmbeddedPostgres = {
  ownerUrl: string
  deskUrl: string
  superUrl: string
  port: number
  /** The folder of PostgreSQL's files. */
  dataDir: string
  adopted: boolean
  /** Stops the server and waits until it is gone. May be called more than once. */
  stop(): Promise<void>
}

const WATCH_EVERY_MS = 250
const RESTART_PAUSE_MS = 2_000

/**
 * Starts a real PostgreSQL on the data folder and keeps it running until stopped. Only one program may use a folder.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = makeDataDir(resolve(options.dataDir))
  const lock = lockDataFolder(dataDir)
  try {
    const start = await prepare(dataDir, options)
    const first = await startPostmaster(start)
    const { port } = first
    await ensureRoles(port, start.secrets).catch(async (error: unknown) => {
      await stopPostmaster(first.pid)
      throw error
    })
    const keeper = superviseServer({ ...start, port }, first)
    const { owner, desk } = start.secrets
    let stopped: Promise<void> | undefined
    return {
      ownerUrl: `postgres://${OWNER_ROLE}:${owner}@127.0.0.1:${port}/${DATABASE}`,
      deskUrl: `postgres://${DESK_ROLE}:${desk}@127.0.0.1:${port}/${DATABASE}`,
      superUrl: superUrl(port, start.secrets),
      port,
      dataDir: start.home.folder,
      adopted: first.adopted,
      stop: () => {
        stopped ??= keeper.stop().finally(() => lock.release())
        return stopped
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function prepare(dataDir: string, options: EmbeddedOptions): Promise<PostmasterOptions> {
  const { log, port, durable = true, stateDir = STATE_DIR } = options
  const home = openHome(dataDir, stateDir)
  const binaries = findBinaries(isRoot() ? stateDir : dataDir, home.user)
  formatPlace(log, home, binaries)
  const secrets = readSecrets(home)
  await initialiseCluster(home, binaries, secrets)
  return { home, binaries, secrets, port, durable, log }
}

function formatPlace(log: StartLog, { user, movedTo }: PostgresHome, { copiedTo }: PostgresBinaries): void {
  const who = user ? `PostgreSQL runs as the user ${user.name}, who` : 'PostgreSQL'
  if (movedTo) log.info(`${who} can't reach the data folder: its data is in ${movedTo}.`)
  if (copiedTo) log.info(`${who} can't run the programs where npm put them: a copy is in ${copiedTo}.`)
}

/** Watches the server, and restarts it on the same port when it was killed. */
function superviseServer(start: PostmasterOptions, first: Postmaster): { stop(): Promise<void> } {
  let current = first
  const stopping = new AbortController()
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      if (isAlive(current.pid)) {
        await pause(WATCH_EVERY_MS, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined)
        continue
      }
      start.log.warn(`PostgreSQL (process ${current.pid}) has ended by itself; starting it again.`)
      try {
        current = await startPostmaster(start)
      } catch (error) {
        start.log.warn(`${reasonOf(error)} Trying again.`)
        await pause(RESTART_PAUSE_MS, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined)
      }
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await watching
      if (isAlive(current.pid)) await stopPostmaster(current.pid)
    },
  }
}

function makeDataDir(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true })
    return realpathSync(dataDir)
  } catch (error) {
    throw new StartError(`The data folder ${dataDir} can't be made: ${reasonOf(error)}.`, { cause: error })
  }
}
