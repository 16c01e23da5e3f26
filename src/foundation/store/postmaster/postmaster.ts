import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { asUser } from '../embedded/database-user.ts'
import { findFreePort, isFree } from '../embedded/free-port.ts'
import type { PostgresBinaries } from '../embedded/postgres-binaries.ts'
import { give, type PostgresHome, type Secrets, writeWhole } from '../embedded/postgres-home.ts'
import { probe } from './postmaster-probe.ts'
import { serverSettings } from './postmaster-settings.ts'
import { commandLineOf, isAlive, signal, waitUntilGone } from './process-state.ts'
import { codeOf, reasonOf, StartError } from '../start-error.ts'

/** A PostgreSQL that answers queries. */
export type Postmaster = { pid: number; port: number; adopted: boolean }

export type PostmasterOptions = {
  home: PostgresHome
  binaries: PostgresBinaries
  secrets: Secrets
  port: number | undefined
  durable: boolean
  log: StartLog
}

/** Receives the messages for the person who starts the program. */
export type StartLog = { info(message: string): void; warn(message: string): void }

const REFUSED_RETRIES_MS = 20_000
const RETRY_PAUSE_MS = 200
// The limit is for a server that hangs: replaying the log after a crash takes as long as it needs.
const READY_TIMEOUT_MS = 10 * 60_000
const STILL_STARTING_NOTE_MS = 5_000
const POLL_MS = 20
const FAST_STOP_MS = 20_000
const IMMEDIATE_STOP_MS = 10_000
const KILLED_MS = 5_000

/** Starts PostgreSQL on its data, or takes over the one that an earlier program left running there. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const left = await takeOver(options)
  if (left) return left
  const until = performance.now() + REFUSED_RETRIES_MS
  for (;;) {
    const port = await choosePort(options)
    const outcome = await launch(options, port)
    if (outcome.kind === 'ready') {
      writeWhole(options.home, portFile(options.home), String(port))
      return { pid: outcome.pid, port, adopted: false }
    }
    // The remains of a killed server (its processes, its shared memory) vanish within moments; a port that was taken
    // meanwhile is chosen anew.
    const passes = /shared memory|lock file|already in use|starting up/i.test(outcome.reason)
    if (!passes || performance.now() > until) throw new StartError(`PostgreSQL didn't start: ${outcome.reason}.`)
    await pause(RETRY_PAUSE_MS)
  }
}

/**
 * Stops PostgreSQL: first by a fast shutdown, which loses nothing and waits for no client, then harder. No process
 * remains.
 */
export async function stopPostmaster(pid: number): Promise<void> {
  const steps = [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
    ['SIGKILL', KILLED_MS],
  ] as const
  for (const [name, waitMs] of steps) {
    signal(pid, name)
    if (await waitUntilGone(pid, waitMs)) return
  }
  throw new StartError(`PostgreSQL (process ${pid}) couldn't be stopped.`)
}

/** Returns a healthy server that already runs on the data. Stops an unhealthy one. */
async function takeOver({
  home,
  binaries,
  secrets,
  port,
  durable,
  log,
}: PostmasterOptions): Promise<Postmaster | undefined> {
  const left = readPidFile(home)
  if (!left || !isAlive(left.pid)) return undefined
  const [program, ...args] = commandLineOf(left.pid)
  if (program && !basename(program).startsWith('postgres')) {
    // Another program has the process id now, as is common in containers; PostgreSQL would mistake that program for
    // itself.
    rmSync(pidFile(home))
    return undefined
  }
  if (!args.includes(home.cluster)) return undefined
  const wanted = { cluster: home.cluster, version: binaries.version, durable }
  if (left.port && (!port || port === left.port)) {
    const answer = await probeUntilUp(left.pid, left.port, secrets, log)
    if (answer?.cluster === wanted.cluster && answer.version === wanted.version && answer.durable === wanted.durable) {
      log.info(`PostgreSQL was still running (process ${left.pid}); going on with it.`)
      return { pid: left.pid, port: left.port, adopted: true }
    }
  }
  log.info(`PostgreSQL was still running (process ${left.pid}) and couldn't be used; starting it again.`)
  await stopPostmaster(left.pid)
  return undefined
}

type Outcome = { kind: 'ready'; pid: number } | { kind: 'refused'; reason: string }

async function launch({ home, binaries, secrets, durable, log }: PostmasterOptions, port: number): Promise<Outcome> {
  // The server's output goes to a file: a pipe would break, and PostgreSQL with it, when this program is killed.
  const output = openLog(home)
  const child = spawn(binaries.postgres, ['-D', home.cluster, ...serverSettings(port, durable)], {
    ...asUser(home.user),
    cwd: home.cluster,
    detached: true, // Ctrl-C in a terminal goes to the whole group; PostgreSQL must be the last to stop, not the first.
    stdio: ['ignore', output, output],
    env: { LC_ALL: 'C', TZ: 'UTC' },
  })
  closeSync(output)
  try {
    await once(child, 'spawn')
  } catch (error) {
    return { kind: 'refused', reason: reasonOf(error) }
  }
  child.unref()
  const { pid } = child
  if (pid === undefined) return { kind: 'refused', reason: 'it has no process number' }
  if (await probeUntilUp(pid, port, secrets, log)) return { kind: 'ready', pid }
  if (isAlive(pid)) await stopPostmaster(pid)
  return { kind: 'refused', reason: lastComplaint(home) }
}

/** Asks the server until it answers, while its process lives and replays its log. Undefined: it won't answer. */
async function probeUntilUp(pid: number, port: number, secrets: Secrets, log: StartLog) {
  const begun = performance.now()
  let noted = false
  while (isAlive(pid)) {
    const elapsedMs = performance.now() - begun
    if (elapsedMs > READY_TIMEOUT_MS) return undefined
    if (elapsedMs > STILL_STARTING_NOTE_MS && !noted) {
      log.info('PostgreSQL is starting; after a crash it first replays what was written.')
      noted = true
    }
    try {
      return await probe(port, secrets)
    } catch (error) {
      const code = codeOf(error)
      if (code !== 'ECONNREFUSED' && code !== '57P03') return undefined
    }
    await pause(POLL_MS)
  }
  return undefined
}

async function choosePort({ home, port }: PostmasterOptions): Promise<number> {
  if (port) {
    if (await isFree(port)) return port
    throw new StartError(`Port ${port}, asked for PostgreSQL, is in use.`)
  }
  // The same port as last time is used if possible, so that a connection address that people noted stays valid.
  const remembered = existsSync(portFile(home)) ? Number(readFileSync(portFile(home), 'utf8')) : 0
  return remembered > 0 && (await isFree(remembered)) ? remembered : findFreePort()
}

const portFile = (home: PostgresHome) => join(home.folder, 'port')
const pidFile = (home: PostgresHome) => join(home.cluster, 'postmaster.pid')

function readPidFile(home: PostgresHome): { pid: number; port: number | undefined } | undefined {
  if (!existsSync(pidFile(home))) return undefined
  const [pid, , , port] = readFileSync(pidFile(home), 'utf8').split('\n')
  return Number(pid) > 0 ? { pid: Number(pid), port: Number(port) || undefined } : undefined
}

function openLog(home: PostgresHome): number {
  // The log of the last run is kept for one more start: it can't grow without limit, and the reason of the last end
  // stays readable.
  if (existsSync(home.log) && statSync(home.log).size > 0) renameSync(home.log, `${home.log}.before`)
  const file = openSync(home.log, 'w', 0o600)
  give(home.user, home.log)
  return file
}

function lastComplaint(home: PostgresHome): string {
  const lines = readFileSync(home.log, 'utf8').trim().split('\n')
  const complaint = lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines.at(-1)
  return complaint ? complaint.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '') : `it left no word in ${home.log}`
}
