import { setTimeout as pause } from 'node:timers/promises'
import { type DatabaseServer, parseDatabaseAddress } from './database-address.ts'
import { waitForWrites } from './wait-for-writes.ts'

/** A caller waits this long for a server that takes writes. A failover that ends meanwhile costs the caller no error. */
const FOUND_WITHIN_MS = 2_000

interface Search {
  found: Promise<DatabaseServer>
  /** The last failure of each server. */
  failures: Map<DatabaseServer, unknown>
  stop: AbortController
  waiting: number
}

/**
 * The servers of one database, of which one takes writes at a time. All connections of this process share the knowledge
 * which one it is, so that a failover is found once and not by each connection.
 */
export class Servers {
  readonly all: readonly DatabaseServer[]
  /** The server that takes writes, as far as known. */
  #current: DatabaseServer | undefined
  #last: DatabaseServer | undefined
  #search: Search | undefined
  readonly #onMoved = new Set<(to: DatabaseServer) => void>()

  constructor(all: readonly DatabaseServer[]) {
    this.all = all
  }

  /** Returns the server that takes writes. Throws the reason when none does for a while. */
  async find(): Promise<DatabaseServer> {
    if (this.#current !== undefined) return this.#current
    this.#search ??= this.#begin()
    const search = this.#search
    search.waiting++
    const over = new AbortController()
    try {
      return await Promise.race([search.found, this.#giveUp(search, over.signal)])
    } finally {
      over.abort()
      search.waiting--
      if (search.waiting === 0) this.#end(search)
    }
  }

  /** Forgets that this server takes writes: a connection to it was lost or refused. All are asked before the next use. */
  suspect(server: DatabaseServer): void {
    if (this.#current === server) this.#current = undefined
  }

  /** Calls the listener with the new server when another one takes the writes. Returns a function that ends this. */
  onMoved(listener: (to: DatabaseServer) => void): () => void {
    this.#onMoved.add(listener)
    return () => this.#onMoved.delete(listener)
  }

  #begin(): Search {
    const [failures, stop] = [new Map<DatabaseServer, unknown>(), new AbortController()]
    const ask = (server: DatabaseServer) => waitForWrites(server, stop.signal, (error) => failures.set(server, error))
    const found = Promise.race(this.all.map(ask)).then((server) => {
      this.#use(server)
      return server
    })
    return { found, failures, stop, waiting: 0 }
  }

  #use(server: DatabaseServer): void {
    const last = this.#last
    this.#current = server
    this.#last = server
    if (last === undefined || last === server) return
    for (const listener of [...this.#onMoved]) listener(server)
  }

  #end(search: Search): void {
    search.stop.abort()
    if (this.#search === search) this.#search = undefined
  }

  async #giveUp(search: Search, signal: AbortSignal): Promise<never> {
    await pause(FOUND_WITHIN_MS, undefined, { signal }).catch(() => undefined)
    throw mostTelling([...search.failures.values()])
  }
}

/** Returns the failure that says most: a refused role before a standby, and a standby before a server that is away. */
function mostTelling(failures: readonly unknown[]): unknown {
  const classes = [/^(28|3D|08P01)/, /^25006/, /./]
  const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')
  const ranked = classes.map((wanted) => failures.find((error) => wanted.test(codeOf(error))))
  return (
    ranked.find((error) => error !== undefined) ?? failures[0] ?? new Error('timeout exceeded when trying to connect')
  )
}

const known = new Map<string, Servers>()

/** Returns what this process knows of the servers of an address. Undefined: it names one server, which is used as it is. */
export function serversOf(url: string): Servers | undefined {
  const address = parseDatabaseAddress(url)
  if (!address?.isChosen) return undefined
  const servers = known.get(url) ?? new Servers(address.servers)
  known.set(url, servers)
  return servers
}
