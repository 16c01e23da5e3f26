import { Socket } from 'node:net'
import pg from 'pg'

/** The time within which a closing connection must end; on a silent network it would wait for ever. */
const GOODBYE_MS = 1_000
/** SQLSTATE read_only_sql_transaction: the server is a standby, or an operator made it read-only. */
export const READ_ONLY = '25006'

/** A database connection that knows how long the server has owed it an answer. */
export class WatchedClient extends pg.Client {
  /** Called when the server refuses to write: after a failover the connection leads to the wrong server. */
  onReadOnly: () => void = () => undefined
  /** The id of the server process, as announced over the connection. A connection pooler announces another. */
  backendPid: number | undefined
  #owedSince: number | undefined
  #bytesRead = 0

  constructor(config?: string | pg.ClientConfig) {
    super(config)
    before(this, 'query', () => this.#owe())
    before(this, 'end', () => void setTimeout(() => this.drop(), GOODBYE_MS).unref())
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
    this.connection.stream.destroy()
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
