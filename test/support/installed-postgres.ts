import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

const DEBIAN_FOLDER = '/usr/lib/postgresql'
const STOP_MS = 20_000
const READY_MS = 30_000

/** The programs' folder of an installed PostgreSQL of this major version, as Debian's packages place it. */
export const installedPrograms = (major: number): string => join(DEBIAN_FOLDER, String(major), 'bin')

/** The extension that compiles every PL/pgSQL body as a call would. */
const checkerOf = (major: number): string => `/usr/share/postgresql/${major}/extension/plpgsql_check.control`

/** Installs Debian's server of this major version when root, with the checker where Debian has it. Throws what to do otherwise. */
export function installPostgres(major: number): void {
  const isInstalled = () => existsSync(join(installedPrograms(major), 'postgres'))
  if (isInstalled() && existsSync(checkerOf(major))) return
  const server = `postgresql-${major}`
  if (isRoot() && existsSync('/usr/bin/apt-get')) {
    runApt('update', '-qq')
    const install = ['install', '-y', '-qq', '--no-install-recommends']
    if (!isInstalled()) runApt(...install, server)
    runApt(...install, `${server}-plpgsql-check`)
  }
  if (!isInstalled()) throw new Error(`PostgreSQL ${major} is not installed: install Debian's package ${server}.`)
}

function runApt(...args: string[]): void {
  spawnSync('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'ignore' })
}

/** Starts a new, empty cluster of an installed PostgreSQL in this folder, with the roles and settings of the embedded one. */
export async function startInstalled(folder: string, programs: string): Promise<RunningPostgres> {
  const user = isRoot() ? ensureDatabaseUser() : undefined
  const home = join(folder, 'installed')
  mkdirSync(home, { mode: 0o700 })
  if (user) chownSync(home, user.uid, user.gid)
  const secrets = { superuser: 'test', owner: 'test', desk: 'test' }
  const cluster = join(home, 'cluster')
  makeCluster(programs, cluster, secrets.superuser, user)
  const port = await findFreePort()
  const log = join(home, 'log')
  const output = openSync(log, 'w')
  const child = spawn(join(programs, 'postgres'), ['-D', cluster, ...serverSettings(port, false)], {
    ...asUser(user),
    cwd: home,
    detached: true,
    stdio: ['ignore', output, output],
    env: { LC_ALL: 'C', TZ: 'UTC' },
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`PostgreSQL could not be started from ${programs}.`)
  child.unref()
  await waitFor('the installed PostgreSQL to answer', () => answers(superUrl(port, secrets)), READY_MS).catch(() => {
    throw new Error(`PostgreSQL did not start:\n${readFileSync(log, 'utf8')}`)
  })
  await ensureRoles(port, secrets)
  const urlOf = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${DATABASE}`
  return {
    superUrl: superUrl(port, secrets),
    ownerUrl: urlOf(OWNER_ROLE, secrets.owner),
    deskUrl: urlOf(DESK_ROLE, secrets.desk),
    stop: async () => {
      signal(pid, 'SIGINT')
      if (!(await waitUntilGone(pid, STOP_MS))) signal(pid, 'SIGKILL')
    },
  }
}

function makeCluster(programs: string, cluster: string, password: string, user: DatabaseUser | undefined): void {
  const passwordFile = `${cluster}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
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
