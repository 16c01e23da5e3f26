import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { tempDir } from './temp-dir.ts'
import { waitFor } from './wait-for.ts'

const PROGRAM = '/usr/sbin/pgbouncer'
const isRoot = () => process.getuid?.() === 0

/** Starts Debian's PgBouncer in transaction mode in front of a database; returns the database's address through it. */
export async function startPgBouncer(t: TestContext, databaseUrl: string, ignored: string): Promise<string> {
  const { url, stop } = await launchPgBouncer(tempDir(t), databaseUrl, ignored)
  t.after(stop)
  return url
}

/** Does the same with files in this folder, until it is stopped. */
export async function launchPgBouncer(
  folder: string,
  databaseUrl: string,
  ignored: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  installPgBouncer()
  const target = new URL(databaseUrl)
  const port = await findFreePort()
  const [users, settings] = [join(folder, 'users.txt'), join(folder, 'pgbouncer.ini')]
  writeFileSync(users, `"${target.username}" "${decodeURIComponent(target.password)}"\n`)
  const lines = [
    '[databases]',
    `* = host=${target.hostname} port=${target.port}`,
    '[pgbouncer]',
    `listen_addr = 127.0.0.1`,
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${users}`,
    'pool_mode = transaction',
    'max_client_conn = 500',
    ...(ignored === '' ? [] : [`ignore_startup_parameters = ${ignored}`]),
  ]
  writeFileSync(settings, `${lines.join('\n')}\n`)
  chmodSync(folder, 0o755)
  // It refuses to run as root.
  const child = spawn(PROGRAM, [...(isRoot() ? ['-u', 'nobody'] : []), settings], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await ended
  }
  await waitFor('the pooler to listen', () => answers(port))
  target.port = `${port}`
  return { url: target.href, stop }
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/**
 * Checks that PgBouncer is installed, and installs Debian's package as root. Throws with the necessary steps otherwise.
 */
function installPgBouncer(): void {
  if (existsSync(PROGRAM)) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const packages = ['install', '-y', '-qq', '--no-install-recommends', 'pgbouncer']
  if (isRoot()) for (const args of [['update', '-qq'], packages]) spawnSync('apt-get', args, { env })
  if (!existsSync(PROGRAM)) throw new Error('Tests of poolers need PgBouncer: install the package pgbouncer.')
}
