import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import {
  asUser,
  type DatabaseUser,
  ensureDatabaseUser,
  isRoot,
} from '../../src/foundation/store/embedded/database-user.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { DATABASE, DESK_ROLE, ensureRoles, OWNER_ROLE } from '../../src/foundation/store/embedded/initialise-cluster.ts'
import { superUrl } from '../../src/foundation/store/postmaster/postmaster-probe.ts'
import { serverSettings } from '../../src/foundation/store/postmaster/postmaster-settings.ts'
import { signal, waitUntilGone } from '../../src/foundation/store/postmaster/process-state.ts'
import { waitFor } from './wait-for.ts'

export type RunningPostgres = { superUrl: string; ownerUrl: string; deskUrl: string; stop(): Promise<void> }

/** A server that can also end as a power failure ends it. */
export type KillablePostgres = RunningPostgres & { kill(): Promise<void> }

const DEBIAN_FOLDER = '/usr/lib/postgresql'
const STOP_MS = 20_000
const READY_MS = 30_000

/** The programs' folder of an installed PostgreSQL of this major version, as Debian's packages place it. */
export const installedPrograms = (major: number): string => join(DEBIAN_FOLDER, String(major), 'bin')

/** The extension that compiles every PL/pgSQL body as a call would. */
const checkerOf = (major: number): string => `/usr/share/postgresql/${major}/extension/plpgsql_check.control`

export const PGBACKREST = '/usr/bin/pgbackrest'

/**
 * Installs Debian's server of this major version when root, with the checker and pgBackRest where Debian has them. Throws what
 * to do otherwise.
 */
export function installPostgres(major: number): void {
  const isInstalled = () => existsSync(join(installedPrograms(major), 'postgres'))
  if (isInstalled() && [checkerOf(major), PGBACKREST].every(existsSync)) return
  const server = `postgresql-${major}`
  if (isRoot() && existsSync('/usr/bin/apt-get')) {
    runApt('update', '-qq')
    const install = ['install', '-y', '-qq', '--no-install-recommends']
    if (!isInstalled()) runApt(...install, server)
    runApt(...install, `${server}-plpgsql-check`)
    runApt(...install, 'pgbackrest')
  }
  if (!isInstalled()) throw new Error(`PostgreSQL ${major} is not installed: install Debian's package ${server}.`)
}

function runApt(...args: string[]): void {
  spawnSync('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'ignore' })
}

const SECRETS = { superuser: 'test', owner: 'test', desk: 'test' }

/** Starts a new, empty cluster of an installed PostgreSQL in this folder, with the roles and settings of the embedded one. */
export async function startInstalled(folder: string, programs: string): Promise<RunningPostgres> {
  const home = makeHome(folder)
  const cluster = join(home, 'cluster')
  makeCluster(programs, cluster)
  return startCluster(programs, cluster, { isNew: true })
}

/** The user of the system that PostgreSQL runs as. Undefined: the present one, which is not root. */
const databaseUser = (): DatabaseUser | undefined => (isRoot() ? ensureDatabaseUser() : undefined)

/** Makes a folder that belongs to PostgreSQL's user. */
export function makeHome(folder: string): string {
  const home = join(folder, 'installed')
  mkdirSync(home, { mode: 0o700 })
  const user = databaseUser()
  if (user) chownSync(home, user.uid, user.gid)
  return home
}

/** A folder for its socket, and variables for the commands that it runs itself. */
type Surroundings = { sockets?: string; env?: Record<string, string> }

/** Starts a cluster, which gets its roles when it is new. */
export async function startCluster(
  programs: string,
  cluster: string,
  { isNew, sockets = '', env = {} }: { isNew: boolean } & Surroundings,
): Promise<KillablePostgres> {
  const port = await findFreePort()
  const log = `${cluster}.log`
  const output = openSync(log, 'a')
  const settings = [...serverSettings(port, false), '-c', `unix_socket_directories=${sockets}`]
  const child = spawn(join(programs, 'postgres'), ['-D', cluster, ...settings], {
    ...asUser(databaseUser()),
    cwd: dirname(cluster),
    detached: true,
    stdio: ['ignore', output, output],
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH, ...env },
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`PostgreSQL could not be started from ${programs}.`)
  child.unref()
  await waitFor('the installed PostgreSQL to answer', () => answers(superUrl(port, SECRETS)), READY_MS).catch(() => {
    throw new Error(`PostgreSQL did not start:\n${readFileSync(log, 'utf8')}`)
  })
  if (isNew) await ensureRoles(port, SECRETS)
  const urlOf = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${DATABASE}`
  return {
    superUrl: superUrl(port, SECRETS),
    ownerUrl: urlOf(OWNER_ROLE, SECRETS.owner),
    deskUrl: urlOf(DESK_ROLE, SECRETS.desk),
    stop: async () => {
      signal(pid, 'SIGINT')
      if (!(await waitUntilGone(pid, STOP_MS))) signal(pid, 'SIGKILL')
    },
    kill: async () => {
      signal(pid, 'SIGKILL')
      await waitUntilGone(pid, STOP_MS)
    },
  }
}

/** Runs a command of the shell as PostgreSQL's user, with its programs at hand. Throws what it printed when it fails. */
export function runAsPostgres(programs: string, command: string, env: Record<string, string>): void {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-ec', command], {
    ...asUser(databaseUser()),
    cwd: '/',
    env: { LC_ALL: 'C', PATH: `${programs}:${process.env.PATH}`, ...env },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${command}: ${stdout}${stderr}`)
}

/** Creates the files of a new cluster. */
export function makeCluster(programs: string, cluster: string): void {
  const user = databaseUser()
  const passwordFile = `${cluster}.password`
  writeFileSync(passwordFile, SECRETS.superuser, { mode: 0o600 })
  if (user) chownSync(passwordFile, user.uid, user.gid)
  const args = ['--pgdata', cluster, '--username', 'postgres', '--auth', 'scram-sha-256', '--pwfile', passwordFile]
  const { status, stderr } = spawnSync(
    join(programs, 'initdb'),
    [...args, '--encoding', 'UTF8', '--locale', 'C', '--no-instructions'],
    { ...asUser(user), cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC' }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`)
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}
