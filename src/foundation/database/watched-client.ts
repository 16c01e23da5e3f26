import { Socket } from 'node:net'
import pg from 'pg'
import type { DatabaseServer } from './servers/database-address.ts'
import { READ_ONLY, ReadOnlyError } from './servers/read-only-error.ts'
import { type Servers, serversOf } from './servers/servers.ts'
import { TAKES_WRITES } from './servers/wait-for-writes.ts'

/** The time within which a closing connection must end; on a silent network it would wait for ever. */
const GOODBYE_MS = 1_000
/** The place in PostgreSQL's source that warns of a commit whose wait for a standby was cancelled. */
const UNREPLICATED = 'SyncRepWaitForLSN'
/** PostgreSQL 14 and later report these settings when a connection begins. Either is on where no write is taken. */
const READ_ONLY_SETTINGS = ['in_hot_standby', 'default_transaction_read_only']

/**
 * True for the error of a pooler that has lost its server: SQLSTATE class 08, connection exception. PgBouncer also gives
 * it when a client is one too many.
 */
export const isLoss = ({ code, message }: { code?: string | undefined; message?: string | undefined }): boolean =>
  code?.startsWith('08') === true && message?.startsWith('no more connections') !== true

/**
 * A database connection that knows how long the server has owed it an answer. Where its address names several servers,
 * it leads to the one that takes writes, and ends when another one does.
 */
export class WatchedClient extends pg.Client {
  /** Called when the server refuses to write: after a failover the connection leads to the wrong server. */
  onReadOnly: () => void = () => undefined
  /** The id of the server process, as announced over the connection. A connection pooler announces another. */
  backendPid: number | undefined
  /** The server that the connection leads to. Undefined: its address names one server. */
  server: DatabaseServer | undefined
  /** True when a commit succeeded on this server alone, because an operator ended its wait for a standby. */
  isUnreplicated = false
  #isReadOnly = false
  #isDropped = false
  #owedSince: number | undefined
  #bytesRead = 0

  constructor(config: pg.ClientConfig = {}) {
    const servers = config.connectionString === undefined ? undefined : serversOf(config.connectionString)
    super(servers === undefined ? config : { ...config, connectionString: servers.all[0]?.url })
    if (servers !== undefined) this.#choose(servers)
    before(this, 'query', () => this.#owe())
    before(this, 'end', () => void setTimeout(() => this.drop(), GOODBYE_MS).unref())
    this.on('notice', ({ routine }) => {
      if (routine === UNREPLICATED) this.isUnreplicated = true
    })
    // True when every statement has its answer.
    this.on('drain', () => {
      this.#owedSince = undefined
    })
    this.connection.on('backendKeyData', ({ processID }: { processID: number }) => {
      this.backendPid = processID
    })
    this.connection.on('errorMessage', ({ code }: { code?: string }) => {
      if (code === READ_ONLY) this.onReadOnly()
    })
  }

  /** The time for which the connection has waited for an answer without receiving a byte; 0 while it waits for none. */
  silentMs(): number {
    if (this.#owedSince === undefined) return 0
    const bytesRead = this.#readSoFar()
    if (bytesRead !== this.#bytesRead) {
      this.#bytesRead = bytesRead
      this.#owedSince = performance.now()
    }
    return performance.now() - this.#owedSince
  }

  /**
   * Closes the connection at once, without a message to a server that may not be listening. Each of its running queries
   * fails.
   */
  drop(): void {
    this.#isDropped = true
    this.connection.stream.destroy()
  }

  /** Lets the connection find its server when it is opened. */
  #choose(servers: Servers): void {
    const suspect = () => this.server && servers.suspect(this.server)
    this.on('error', suspect)
    this.connection.on('errorMessage', (error: { code?: string; message?: string }) => {
      if (error.code === READ_ONLY || isLoss(error)) suspect()
    })
    this.connection.on('parameterStatus', ({ parameterName, parameterValue }: Record<string, string>) => {
      if (READ_ONLY_SETTINGS.includes(parameterName ?? '') && parameterValue === 'on') this.#isReadOnly = true
    })
    const connect = this.connect.bind(this)
    const value = (done?: (error?: Error) => void): Promise<this> | undefined => {
      const connected = this.#connectTo(servers, connect)
      if (done === undefined) return connected
      connected.then(() => done(), done)
    }
    Object.defineProperty(this, 'connect', { value })
  }

  async #connectTo(servers: Servers, connect: () => Promise<unknown>): Promise<this> {
    const server = await servers.find()
    if (this.#isDropped) throw new Error('Connection terminated')
    this.server = server
    Object.assign(this, { host: server.host, port: server.port })
    try {
      await connect()
      if (this.#isReadOnly) await this.#checkWrites()
    } catch (error) {
      servers.suspect(server)
      this.drop()
      throw error
    }
    const forget = servers.onMoved((to) => {
      // A former primary may still answer and even take writes: each of its commits is lost.
      if (to !== server) this.drop()
    })
    this.once('end', forget)
    return this
  }

  /** A pooler reports the settings of its first connection, also those of a standby that was promoted since. */
  async #checkWrites(): Promise<void> {
    const { rows } = await this.query<{ takesWrites: boolean }>(TAKES_WRITES)
    if (rows[0]?.takesWrites !== true) throw new ReadOnlyError()
  }

  #owe(): void {
    if (this.#owedSince !== undefined) return
    this.#owedSince = performance.now()
    this.#bytesRead = this.#readSoFar()
  }

  #readSoFar(): number {
    const { stream } = this.connection
    return stream instanceof Socket ? stream.bytesRead : 0
  }
}

/**
 * Runs a function before each call of a method. The driver's types overload the method, which an override can't repeat.
 */
function before(client: pg.Client, name: 'query' | 'end', act: () => void): void {
  const method = client[name]
  const value = (...args: unknown[]): unknown => {
    act()
    return Reflect.apply(method, client, args)
  }
  Object.defineProperty(client, name, { value })
}
