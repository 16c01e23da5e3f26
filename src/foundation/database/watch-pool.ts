import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { isLoss, WatchedClient } from './watched-client.ts'

/**
 * A connection that has waited this long for an answer is suspect. The server is then asked, over a new connection,
 * whether it still works on the statement.
 */
const SILENT_MS = 1_500
/** Together with SILENT_MS and two checks this is below 4.5 s: a dead connection costs no caller more than 5 s. */
const ASKED_WITHIN_MS = 2_000
const PROBE_AGAIN_MS = 2_000
const LOOK_MS = 250

/** The server's answer about its own backend processes. */
type Standing = { isBusy(client: WatchedClient): boolean }

/**
 * Closes the connections of a pool that went silent. TCP alone notices a link that drops packets only after a quarter
 * of an hour, and a proxy that swallows them never. A long statement isn't silence: the server is asked whether it
 * still works on it.
 */
export function watchPool(pool: pg.Pool, url: string, name: string, onDropped: (error: Error) => void): void {
  const watch = new PoolWatch(url, name, onDropped)
  pool.on('connect', (client) => {
    if (client instanceof WatchedClient) watch.add(client)
  })
  pool.on('acquire', (client) => {
    if (client instanceof WatchedClient) watch.taken.add(client)
  })
  pool.on('release', (_error, client) => {
    if (client instanceof WatchedClient) watch.giveBack(client)
  })
}

class PoolWatch {
  readonly taken = new Set<WatchedClient>()
  readonly #url: string
  readonly #name: string
  readonly #onDropped: (error: Error) => void
  readonly #open = new Set<WatchedClient>()
  /** The connections to a server that refuses writes: they are not used again. */
  readonly #retired = new WeakSet<WatchedClient>()
  #timer: NodeJS.Timeout | undefined
  #probing = false
  #nextProbeAt = 0

  constructor(url: string, name: string, onDropped: (error: Error) => void) {
    this.#url = url
    this.#name = name
    this.#onDropped = onDropped
  }

  add(client: WatchedClient): void {
    this.#open.add(client)
    client.onReadOnly = () => this.#retireAll()
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref()
    client.once('end', () => {
      this.#open.delete(client)
      this.taken.delete(client)
      if (this.#open.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    })
  }

  giveBack(client: WatchedClient): void {
    this.taken.delete(client)
    if (this.#retired.has(client)) client.drop()
  }

  #look(): void {
    if (this.#probing || performance.now() < this.#nextProbeAt || this.#listSilent().length === 0) return
    this.#probing = true
    void this.#probeAndDrop().finally(() => {
      this.#probing = false
      this.#nextProbeAt = performance.now() + PROBE_AGAIN_MS
    })
  }

  #listSilent(): WatchedClient[] {
    return [...this.#open].filter((client) => client.silentMs() >= SILENT_MS)
  }

  async #probeAndDrop(): Promise<void> {
    const standing = await probeServer(this.#url, this.#name)
    // Data that has arrived is read before the check: the desk's own process may have been the one that was suspended.
    await pause(LOOK_MS, undefined, { ref: false })
    const silent = this.#listSilent()
    const dead = silent.filter((client) => !standing?.isBusy(client))
    if (dead.length === 0) return
    // If the server accepts no new connection, idle connections are no better: each would cost the next caller as long.
    const idle = standing === undefined ? [...this.#open].filter((client) => !this.taken.has(client)) : []
    for (const client of [...dead, ...idle]) client.drop()
    this.#onDropped(new Error(`${dead.length} connections got no answer and were dropped`))
  }

  #retireAll(): void {
    for (const client of this.#open) {
      if (this.#retired.has(client)) continue
      this.#retired.add(client)
      if (!this.taken.has(client)) client.drop()
    }
  }
}

/** Asks over a new connection which of the server's processes are working. Undefined: there is no answer. */
async function probeServer(url: string, name: string): Promise<Standing | undefined> {
  const client = new WatchedClient({
    connectionString: url,
    application_name: `${name} probe`,
    connectionTimeoutMillis: ASKED_WITHIN_MS,
    query_timeout: ASKED_WITHIN_MS,
  })
  client.on('error', () => undefined)
  const late = setTimeout(() => client.drop(), ASKED_WITHIN_MS)
  try {
    await client.connect()
    const { rows } = await client.query<{ own: number; busy: number[] }>(`
      select pg_backend_pid() as own, array(
        select pid from pg_stat_activity where state = 'active' and wait_event_type is distinct from 'Client') as busy`)
    const [found] = rows
    // A connection pooler between desk and server announces a process id that is not the server's.
    if (found === undefined || found.own !== client.backendPid) return { isBusy: () => true }
    // After a failover the answer is another server's, whose processes work for other connections.
    return {
      isBusy: ({ server, backendPid }) =>
        server === client.server && backendPid !== undefined && found.busy.includes(backendPid),
    }
  } catch (error) {
    // A server that refuses a connection (none free, or starting up) is reachable, and may still work on its
    // statements. A pooler that has lost its server works on none.
    const isReachable = error instanceof pg.DatabaseError && !isLoss(error)
    return isReachable ? { isBusy: () => true } : undefined
  } finally {
    clearTimeout(late)
    client.end().catch(() => undefined)
  }
}
