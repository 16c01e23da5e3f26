import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const ASK_MS = 20
const AGAIN_MS = 50
const ANSWERED_WITHIN_MS = 1_000

/** Commits a write on each node again and again, without the desk, and stores when each node answered. */
export class WritableProbe {
  /** The times of the commits, by port. */
  readonly commits = new Map<number, number[]>()
  readonly #stopping = new AbortController()
  readonly #running: Promise<void>[]

  constructor(ports: readonly number[], urlOf: (port: number) => string) {
    this.#running = ports.map((port) => this.#watch(port, urlOf(port)))
  }

  /** Returns the time of the first commit on another node than this one after a time. Undefined: none yet. */
  findFirst(formerPort: number, afterMs: number): number | undefined {
    const others = [...this.commits].filter(([port]) => port !== formerPort)
    const first = Math.min(...others.map(([, times]) => times.find((time) => time > afterMs) ?? Infinity))
    return Number.isFinite(first) ? first : undefined
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#running)
  }

  async #watch(port: number, connectionString: string): Promise<void> {
    const times: number[] = []
    this.commits.set(port, times)
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const client = new pg.Client({
        connectionString,
        connectionTimeoutMillis: ANSWERED_WITHIN_MS,
        query_timeout: ANSWERED_WITHIN_MS,
      })
      client.on('error', () => undefined)
      try {
        await client.connect()
        while (!signal.aborted) {
          if (await isWritable(client)) times.push(performance.now())
          await pause(ASK_MS)
        }
      } catch {
        await pause(AGAIN_MS)
      } finally {
        client.connection.stream.destroy()
      }
    }
  }
}

/** A standby is asked without an attempt to write, which would fill its log. */
async function isWritable(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby')
  if (rows[0]?.standby !== false) return false
  const { rowCount } = await client.query('update writable set at = clock_timestamp()')
  return rowCount === 1
}
