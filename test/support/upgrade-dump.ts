import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { installedPrograms } from './installed-postgres.ts'
import { emptyDatabase, type TestDatabase } from './fresh-database.ts'

const FOLDER = resolve(import.meta.dirname, '../upgrade')
/** The dump of the unreleased version, if it changed the database. A release renames it. */
const UNRELEASED = 'unreleased.sql.gz'
/** Remarks of pg_dump for a reader, and commands for psql. */
const REMARKS = /^--\n-- .*\n--\n|^\\(un)?restrict .*\n/gm

/** The dumps that every later version must migrate, each with the schema and data of one version. */
export const listDumps = (): string[] => readdirSync(FOLDER).filter((name) => name.endsWith('.sql.gz'))

/** Writes the dump of this version from a database, with the programs of its own server. */
export function writeDump(databaseUrl: string, programs: string): void {
  const format = ['--inserts', '--rows-per-insert=200', '--no-owner', '--no-comments']
  const text = execFileSync(join(programs, 'pg_dump'), [...format, databaseUrl], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  })
  writeFileSync(join(FOLDER, UNRELEASED), gzipSync(text.replaceAll(REMARKS, ''), { level: 9 }))
}

/** The server's programs, where those of its major version are installed. */
export async function findPrograms(url: string): Promise<string | undefined> {
  const version = await asOne(url, (client) =>
    client.query<{ number: string }>(`select current_setting('server_version_num') as number`),
  )
  const programs = installedPrograms(Math.floor(Number(version.rows[0]?.number) / 10_000))
  return existsSync(join(programs, 'pg_dump')) ? programs : undefined
}

const GOES_ON = `
  create or replace function public.desk_now() returns timestamptz language sql stable return (select at from public.driven_clock);
  select public.set_driven_clock((select max(at) from public.enforcement_move) + interval '1 minute')`

/**
 * A dump restored into a database of the test's own, whose clock stands a minute after the last thing on record. Not driven, it is a
 * demo, which a process serves although it has software keys.
 */
export async function restoreDump(t: TestContext, name: string, { driven = true } = {}): Promise<TestDatabase> {
  const database = await emptyDatabase(t)
  const text = gunzipSync(readFileSync(join(FOLDER, name))).toString('utf8')
  await asOne(database.ownerUrl, async (client) => {
    await client.query(text)
    await client.query(
      driven ? GOES_ON : "update public.database_mark set kind = 'demo'; delete from public.driven_clock",
    )
  })
  const set = async (time: string, value: unknown) => {
    await database.ownerPool.query(`select set_driven_clock(${time})`, [value])
  }
  return {
    ...database,
    advance: (ms) => set(`desk_now() + $1 * interval '1 ms'`, ms),
    setClock: (to) => set('$1', to),
  }
}

export async function asOne<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
