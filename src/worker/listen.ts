import pg from 'pg'
import type { Logger } from 'pino'
import { DUE_CHANNEL, LANES } from '../lib/due.ts'
import { messageOf } from '../lib/errors.ts'
import type { Wake } from './wake.ts'

const RECONNECT_MS = 500

/** Passes the database's notifications on as hints until told to stop, however often the connection is lost. */
export async function listen(url: string, wake: Wake, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(url, wake, signal).catch((error: unknown) =>
      log.warn({ error: messageOf(error) }, 'not listening for due work; polling goes on'),
    )
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS))
  }
}

async function listenOnce(url: string, wake: Wake, signal: AbortSignal): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'countersign listen', keepAlive: true })
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', reject)
    client.on('end', () => reject(new Error('the connection ended')))
  })
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  client.on('notification', ({ payload }) => {
    const lane = LANES.find((known) => known === payload)
    if (lane) wake.now(lane)
  })
  try {
    await Promise.race([client.connect(), lost])
    await Promise.race([client.query(`listen ${DUE_CHANNEL}`), lost])
    // Whatever was announced while nobody listened is due by now.
    for (const lane of LANES) wake.now(lane)
    await Promise.race([stopped, lost])
  } finally {
    lost.catch(() => {})
    await client.end().catch(() => {})
  }
}
