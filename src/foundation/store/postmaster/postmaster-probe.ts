import pg from 'pg'
import type { Secrets } from '../embedded/postgres-home.ts'

/** The answer of a running PostgreSQL about itself. */
type ProbeAnswer = { cluster: string; version: string; durable: boolean }

const PROBE_TIMEOUT_MS = 10_000

/** Connects as superuser and asks the server for its data, version and durability. */
export async function probe(port: number, secrets: Secrets): Promise<ProbeAnswer> {
  const client = new pg.Client({
    connectionString: superUrl(port, secrets),
    connectionTimeoutMillis: PROBE_TIMEOUT_MS,
    query_timeout: PROBE_TIMEOUT_MS,
  })
  client.on('error', () => undefined) // A server that dies meanwhile fails the query too, and that error is handled.
  await client.connect()
  try {
    const { rows } = await client.query<{ cluster: string; version: string; fsync: string }>(
      `select current_setting('data_directory') as cluster, current_setting('server_version') as version,
              current_setting('fsync') as fsync`,
    )
    const [row] = rows
    if (!row) throw new Error('PostgreSQL answered nothing')
    return { cluster: row.cluster, version: row.version, durable: row.fsync === 'on' }
  } finally {
    await client.end()
  }
}

/** Returns the superuser's address: for setup, never for the program's work. */
export const superUrl = (port: number, secrets: Secrets): string =>
  `postgres://postgres:${secrets.superuser}@127.0.0.1:${port}/postgres`
