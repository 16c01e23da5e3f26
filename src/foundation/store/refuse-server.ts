import type pg from 'pg'
import { connectTo } from './connect.ts'
import { StartError } from './start-error.ts'

/** Refuses a server that takes no writes: a standby, or a primary that was made read-only. */
export async function refuseReadOnly(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ standby: boolean; readOnly: boolean }>(`
    select pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'on' as "readOnly"`)
  if (rows[0]?.standby) throw new StartError(STANDBY)
  if (rows[0]?.readOnly) throw new StartError(READ_ONLY_DATABASE)
}

const STANDBY =
  'The database is a standby, which takes no writes: point DATABASE_URL and MIGRATE_DATABASE_URL at the primary.'
export const READ_ONLY_DATABASE =
  'The database takes no writes: it is a standby, or default_transaction_read_only is on. Point DATABASE_URL at the primary, or switch that setting off.'

/** Refuses a server at an address if it takes no writes. */
export async function refuseReadOnlyAt(url: string): Promise<void> {
  const client = await connectTo(url)
  try {
    await refuseReadOnly(client)
  } finally {
    await client.end()
  }
}

/** Refuses a database that can't store the characters of every language. */
export async function refuseOtherEncoding(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ encoding: string }>(`select current_setting('server_encoding') as encoding`)
  const encoding = rows[0]?.encoding ?? ''
  if (encoding === 'UTF8') return
  throw new StartError(
    `The database stores text as ${encoding}, and reports come in every language: make one with "create database ... encoding 'UTF8' template template0".`,
  )
}
