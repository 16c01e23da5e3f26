import { spawn } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { asUser } from './database-user.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { type PostgresHome, type Secrets, writeWhole } from './postgres-home.ts'
import { superUrl } from '../postmaster/postmaster-probe.ts'
import { reasonOf, StartError } from '../start-error.ts'

export const DATABASE = 'countersign'
export const OWNER_ROLE = 'countersign_owner'
export const DESK_ROLE = 'countersign_desk'

/**
 * Creates PostgreSQL's data files if there are none. A killed attempt leaves only the folder `cluster.unfinished`,
 * never a `cluster`.
 */
export async function initialiseCluster(
  home: PostgresHome,
  binaries: PostgresBinaries,
  secrets: Secrets,
): Promise<void> {
  if (existsSync(home.cluster)) return refuseOtherMajor(home, binaries)
  const unfinished = join(home.folder, 'cluster.unfinished')
  const password = join(home.folder, 'superuser-password')
  rmSync(unfinished, { recursive: true, force: true })
  writeWhole(home, password, `${secrets.superuser}\n`)
  try {
    await runInitdb(home, binaries, unfinished, password)
  } finally {
    rmSync(password, { force: true })
  }
  renameSync(unfinished, home.cluster)
}

/** Creates the missing roles and the database once at set-up, because migrations only grant rights. */
export async function ensureRoles(port: number, secrets: Secrets): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl(port, secrets) })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      'select rolname as name from pg_roles union all select datname from pg_database',
    )
    const present = new Set(rows.map((row) => row.name))
    const logins = [
      [OWNER_ROLE, secrets.owner],
      [DESK_ROLE, secrets.desk],
    ] as const
    for (const [role, password] of logins) {
      if (present.has(role)) continue
      await client.query(`create role ${role} login password ${client.escapeLiteral(password)}`)
    }
    if (!present.has(DATABASE)) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`)
  } finally {
    await client.end()
  }
}

async function runInitdb(
  home: PostgresHome,
  binaries: PostgresBinaries,
  cluster: string,
  password: string,
): Promise<void> {
  const args = ['--pgdata', cluster, '--username', 'postgres', '--pwfile', password, '--auth', 'scram-sha-256']
  // Text sorts by code point, so that the sort order doesn't change with the machine's libraries and break an index.
  args.push('--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8')
  args.push('--data-checksums', '--no-instructions')
  const child = spawn(binaries.initdb, args, {
    ...asUser(home.user),
    cwd: home.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { LC_ALL: 'C', TZ: 'UTC' },
  })
  const complaints: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(...text.split('\n')))
  const ended = await new Promise<{ code: number | null } | { error: Error }>((resolve) => {
    child.once('error', (error) => resolve({ error }))
    child.once('close', (code) => resolve({ code }))
  })
  if ('code' in ended && ended.code === 0) return
  const said =
    complaints.findLast((line) => /error|fatal|could not|no space/i.test(line)) ?? complaints.findLast(Boolean)
  const reason = 'error' in ended ? reasonOf(ended.error) : (said?.trim() ?? `initdb ended with ${ended.code}`)
  throw new StartError(`PostgreSQL's files couldn't be made in ${home.folder}: ${reason.replace(/^initdb: /, '')}.`)
}

function refuseOtherMajor(home: PostgresHome, binaries: PostgresBinaries): void {
  const made = readFileSync(join(home.cluster, 'PG_VERSION'), 'utf8').trim()
  if (binaries.version.split('.')[0] === made) return
  throw new StartError(
    `The data in ${home.folder} is of PostgreSQL ${made}, and this program brings ${binaries.version}: upgrade it with pg_upgrade or name another data folder.`,
  )
}
