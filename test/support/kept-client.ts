import { Socket } from 'node:net'
import type pg from 'pg'
import type { Pool } from '../../src/foundation/database/db.ts'
import { WatchedClient } from '../../src/foundation/database/watched-client.ts'

/** Ends what a test left on a connection. What the server's process has compiled and planned for it stays: most of a statement's first run. */
const LEAVE_NOTHING = `rollback; set session authorization default; reset role; reset all; select pg_advisory_unlock_all();
  unlisten *; close all; discard temp; discard sequences`

/** The free connections to each address. */
const free = new Map<string, KeptClient[]>()

const freeAt = (url: string): KeptClient[] => {
  const found = free.get(url) ?? []
  free.set(url, found)
  return found
}

/** Makes a pool use the connections that earlier pools of this process left when they ended, and leave its own. */
export function reuseConnections(pool: Pool, url: string): void {
  const place = freeAt(url)
  function Lent(config: pg.ClientConfig): KeptClient {
    let client = place.pop()
    // A test may have ended them all.
    while (client !== undefined && !client.isOpen) client = place.pop()
    client ??= new KeptClient(config)
    client.lend(pool, place)
    return client
  }
  Object.assign(pool, { Client: Lent })
}

/** The server's processes of the free connections to these addresses. */
export const listKept = (urls: readonly string[]): number[] =>
  urls.flatMap((url) => freeAt(url).flatMap(({ backendPid }) => backendPid ?? []))

/** Closes the free connections to these addresses. */
export function closeKept(urls: readonly string[]): void {
  for (const client of urls.flatMap((url) => freeAt(url).splice(0))) client.close()
}

/** A connection that one pool after the other uses: when a pool ends, it does not. A pool that closes it before then closes it. */
class KeptClient extends WatchedClient {
  /** Its own listeners; all others belong to the pool that it is lent to. */
  readonly #own = new Set<unknown>()
  #pool: pg.Pool | undefined
  #place: KeptClient[] = []
  #isOpen = false
  /** The calls of `end` after which it stayed open: each is followed by one of `drop`. */
  #goodbyes = 0

  constructor(config: pg.ClientConfig) {
    super(config)
    this.on('error', () => {
      this.#isOpen = false
    })
    this.on('end', () => {
      this.#isOpen = false
    })
    for (const name of this.eventNames()) for (const listener of this.rawListeners(name)) this.#own.add(listener)
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  lend(pool: pg.Pool, place: KeptClient[]): void {
    this.#pool = pool
    this.#place = place
    holdOpen(this, true)
  }

  override connect(): Promise<this>
  override connect(callback: (error: Error) => void): void
  override connect(callback?: (error: Error) => void): Promise<this> {
    const opening = this.#isOpen ? Promise.resolve() : this.#open()
    return callBack(opening, callback).then(() => this)
  }

  override end(): Promise<void>
  override end(callback: (error: Error) => void): void
  override end(callback?: (error: Error) => void): Promise<void> {
    return callBack(this.#isOpen && this.#pool?.ending === true ? this.#giveBack() : super.end(), callback)
  }

  /** Closes it at once, also where `drop` is still to be called for an `end`. */
  close(): void {
    super.drop()
  }

  override drop(): void {
    if (this.#goodbyes > 0) this.#goodbyes -= 1
    else super.drop()
  }

  async #open(): Promise<void> {
    await super.connect()
    this.#isOpen = true
  }

  async #giveBack(): Promise<void> {
    this.#goodbyes += 1
    await this.query(LEAVE_NOTHING).catch(() => super.drop())
    this.#partFromPool()
    holdOpen(this, false)
    if (this.#isOpen) this.#place.push(this)
  }

  /** To the pool, and to what watches it, this connection has ended. */
  #partFromPool(): void {
    this.#pool = undefined
    this.onReadOnly = () => undefined
    const others = this.listeners('end').filter((each) => !this.#own.has(each))
    for (const ended of others) Reflect.apply(ended, this, [])
    for (const name of this.eventNames())
      for (const listener of this.rawListeners(name))
        if (!this.#own.has(listener)) this.off(name, listener as () => void)
  }
}

/** A single statement with a plan: no transaction control and no setting. */
const PLANNED = /^\s*(select|with|insert|update|delete|merge)\b[^;]*$/i
const names = new Map<string, string>()

function nameOf(text: string): string {
  const name = names.get(text) ?? `kept-${names.size}`
  names.set(text, name)
  return name
}

/** Names a statement that has no name: its connection then parses and plans it once for all tests that use the connection. */
function nameStatement(asked: unknown, values: unknown): unknown {
  if (typeof asked === 'string')
    return PLANNED.test(asked) ? { name: nameOf(asked), text: asked, ...(Array.isArray(values) && { values }) } : asked
  if (!(asked instanceof Object) || !('text' in asked) || 'submit' in asked || 'name' in asked) return asked
  const { text } = asked
  if (typeof text !== 'string' || !PLANNED.test(text)) return asked
  // A statement from the tag has its text and its values from getters.
  return { ...asked, name: nameOf(text), text, ...('values' in asked && { values: asked.values }) }
}

// The driver's types overload the method, which an override can't repeat.
Object.defineProperty(KeptClient.prototype, 'query', {
  value(this: KeptClient, asked: unknown, ...more: unknown[]): unknown {
    const named = nameStatement(asked, more[0])
    const others = named !== asked && typeof asked === 'string' && Array.isArray(more[0]) ? more.slice(1) : more
    return Reflect.apply(WatchedClient.prototype.query, this, [named, ...others])
  },
})

/** Sets whether the process waits for the end of a connection. */
export function holdOpen({ connection: { stream } }: pg.Client, isHeld: boolean): void {
  if (!(stream instanceof Socket)) return
  if (isHeld) stream.ref()
  else stream.unref()
}

/** Calls back, as the driver does where it is given a function, or else answers with the promise. */
function callBack(done: Promise<void>, callback: unknown): Promise<void> {
  return typeof callback === 'function'
    ? done.then(
        () => callback(),
        (error) => callback(error),
      )
    : done
}
