import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { DatabaseServer } from './database-address.ts'
import { ReadOnlyError } from './read-only-error.ts'

const ANSWERED_WITHIN_MS = 1_000
/** A standby that is promoted is found within this time. */
const POLL_EVERY_MS = 50
const CONNECT_AGAIN_MS = 100

export const TAKES_WRITES = `
  select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as "takesWrites"`

/**
 * Returns the server once it takes writes. Until then it reports each failure, and polls again until the signal aborts.
 */
export async function waitForWrites(
  server: DatabaseServer,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<DatabaseServer> {
  while (!signal.aborted) {
    if (await pollUntilWrites(server, signal, onFailure)) return server
    await pause(CONNECT_AGAIN_MS, undefined, { signal }).catch(() => undefined)
  }
  // The search is over: another server was found, or no caller waits any more.
  return new Promise(() => undefined)
}

/** Polls over one connection, because each new one costs the server a process. False: the connection is lost. */
async function pollUntilWrites(
  { url }: DatabaseServer,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'countersign search',
    connectionTimeoutMillis: ANSWERED_WITHIN_MS,
    query_timeout: ANSWERED_WITHIN_MS,
  })
  client.on('error', () => undefined)
  const drop = () => void client.connection.stream.destroy()
  signal.addEventListener('abort', drop)
  try {
    await client.connect()
    while (!signal.aborted) {
      const { rows } = await client.query<{ takesWrites: boolean }>(TAKES_WRITES)
      if (rows[0]?.takesWrites) return true
      onFailure(new ReadOnlyError())
      await pause(POLL_EVERY_MS, undefined, { signal }).catch(() => undefined)
    }
  } catch (error) {
    if (!signal.aborted) onFailure(error)
  } finally {
    signal.removeEventListener('abort', drop)
    drop()
  }
  return false
}
