import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { JOB_CHANNEL, JOB_PRIORITIES } from '../../foundation/jobs.ts'
import { connectionSettings, UNHURRIED } from '../../foundation/database/open-pool.ts'
import { WatchedClient } from '../../foundation/database/watched-client.ts'
import type { Wake } from './wake.ts'

const RECONNECT_MS = 500
/** This connection is usually silent, so a regular query checks that the server still answers. */
const BEAT_MS = 2_000
const BEAT_ANSWERED_MS = 2_500

/** Passes the database's notifications on as hints until the signal aborts, however often the connection is lost. */
export async function listen(url: string, wake: Wake, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(url, wake, signal).catch((error: unknown) =>
      log.warn({ error }, 'not listening for a job; polling goes on'),
    )
    if (!signal.aborted) await pause(RECONNECT_MS, undefined, { signal }).catch(() => undefined)
  }
}

async function listenOnce(url: string, wake: Wake, signal: AbortSignal): Promise<void> {
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
    await Promise.race([client.query(`listen ${JOB_CHANNEL}`), lost])
    // Jobs that were announced while the connection was down are due by now.
    for (const priority of JOB_PRIORITIES) wake.now(priority)
    await Promise.race([beat(client, signal), lost])
  } finally {
    lost.catch(() => {})
    client.end().catch(() => {})
  }
}

/** Queries the server regularly until the signal aborts; throws when no answer comes in time. */
async function beat(client: WatchedClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(BEAT_MS, undefined, { signal }).catch(() => undefined)
    if (!signal.aborted) await client.query('select')
  }
}
