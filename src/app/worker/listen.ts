import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { connectionSettings, UNHURRIED } from '../../foundation/database/open-pool.ts'
import { WatchedClient } from '../../foundation/database/watched-client.ts'
import { JOB_CHANNEL, JOB_PRIORITIES } from '../../foundation/jobs.ts'
import type { Wake } from './wake.ts'

const RECONNECT_MS = 500
/** A pooler may be taken away, or put in between, while the worker runs. */
const POOLED_AGAIN_MS = 60_000
/** This connection is usually silent, so a regular query checks that the server still answers. */
const BEAT_MS = 2_000
const BEAT_ANSWERED_MS = 2_500

/** Passes the database's notifications on as hints until the signal aborts, however often the connection is lost. */
export async function listen(url: string, wake: Wake, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const again = await listenOnce(url, wake, signal).catch((error: unknown) => {
      log.warn({ error }, 'not listening for a job; polling goes on')
      return RECONNECT_MS
    })
    wake.isNotified = false
    if (!signal.aborted) await pause(again, undefined, { signal }).catch(() => undefined)
  }
}

/** Listens until the connection is lost. Returns the time after which to try again. */
async function listenOnce(url: string, wake: Wake, signal: AbortSignal): Promise<number> {
  const client = new WatchedClient({
    ...connectionSettings(UNHURRIED),
    connectionString: url,
    application_name: 'countersign listen',
    query_timeout: BEAT_ANSWERED_MS,
  })
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', reject)
    client.on('end', () => reject(new Error('the connection ended')))
  })
  client.on('notification', ({ payload }) => {
    const priority = JOB_PRIORITIES.find((known) => known === payload)
    if (priority) wake.now(priority)
  })
  try {
    await Promise.race([client.connect(), lost])
    // A pooler gives the connection to others after each transaction, and their notifications with it.
    if (await Promise.race([isPooled(client), lost])) return POOLED_AGAIN_MS
    await Promise.race([client.query(`listen ${JOB_CHANNEL}`), lost])
    wake.isNotified = true
    // Jobs that were announced while the connection was down are due by now.
    for (const priority of JOB_PRIORITIES) wake.now(priority)
    await Promise.race([beat(client, signal), lost])
    return RECONNECT_MS
  } finally {
    lost.catch(() => {})
    client.end().catch(() => {})
  }
}

/** True when a connection pooler stands between: it announces a process id that is not the server's. */
async function isPooled(client: WatchedClient): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid !== client.backendPid
}

/** Queries the server regularly until the signal aborts; throws when no answer comes in time. */
async function beat(client: WatchedClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(BEAT_MS, undefined, { signal }).catch(() => undefined)
    if (!signal.aborted) await client.query('select')
  }
}
