import type pg from 'pg'
import { AFTER_FAILURE, SHORT_QUERIES, type Statement, sqlState, type Tx } from './db.ts'
import { WatchedClient } from './watched-client.ts'

const UNREPLICATED = 'Connection terminated: a commit is on no standby yet'

/** One transaction on one connection. It stores the first failure of its queued statements. */
export class Transaction implements Tx {
  readonly list = SHORT_QUERIES.list
  readonly find = SHORT_QUERIES.find
  readonly only = SHORT_QUERIES.only
  readonly listValues = SHORT_QUERIES.listValues
  readonly findValue = SHORT_QUERIES.findValue
  readonly onlyValue = SHORT_QUERIES.onlyValue
  readonly now: Date
  readonly plannedOnce: boolean
  readonly #client: pg.ClientBase
  #sent: Promise<unknown>[] = []
  #atEnd: (() => void)[] = []
  readonly #afterCommit: (() => void)[] = []
  /** The first queued statement that failed. Later ones failed only as a consequence. */
  #failure: { error: unknown } | undefined
  /** The last error that is a cause and not a consequence of an earlier one. */
  #cause: unknown

  constructor(client: pg.ClientBase, now: Date, plannedOnce: boolean) {
    this.#client = client
    this.now = now
    this.plannedOnce = plannedOnce
  }

  async query<Row extends pg.QueryResultRow>(statement: Statement): Promise<pg.QueryResult<Row>> {
    try {
      return await this.#client.query<Row>(statement)
    } catch (error) {
      const cause = this.#causeOf(error)
      this.#throwFailure()
      throw cause
    }
  }

  queue(statement: Statement): void {
    const done = this.#client.query(statement).catch((error: unknown) => {
      this.#causeOf(error)
      this.#failure ??= { error }
    })
    this.#sent.push(done)
  }

  /**
   * A statement that runs when another one fails learns only that the transaction failed; this function finds the error
   * that caused it.
   */
  #causeOf(error: unknown): unknown {
    if (sqlState(error) !== AFTER_FAILURE) this.#cause = error
    return this.#cause ?? error
  }

  atEnd(write: () => void): void {
    this.#atEnd.push(write)
  }

  afterCommit(run: () => void): void {
    this.#afterCommit.push(run)
  }

  #end(): void {
    const writes = this.#atEnd
    this.#atEnd = []
    for (const write of writes) write()
  }

  async settle(): Promise<void> {
    this.#end()
    await Promise.all(this.#sent)
    this.#sent = []
    const failure = this.#takeFailure()
    if (failure) throw failure.error
  }

  async commit(): Promise<void> {
    this.#end()
    // A failure to send inside this process appears in its next tick. The driver passes it on in promises, which settle
    // by the tick after. PostgreSQL never received the statement and would commit without it.
    await nextTick()
    await nextTick()
    this.#throwFailure()
    const { command } = await this.#client.query('commit')
    // PostgreSQL answers the commit of a transaction that failed without an error.
    this.#throwFailure()
    if (command !== 'COMMIT') throw this.#cause ?? new Error('the transaction was rolled back without a reported cause')
    // A standby that takes over may not have this commit, so it must not be acknowledged.
    if (this.#client instanceof WatchedClient && this.#client.isUnreplicated) {
      this.#client.drop()
      throw new Error(UNREPLICATED)
    }
    for (const run of this.#afterCommit) run()
  }

  #throwFailure(): void {
    const failure = this.#takeFailure()
    if (failure) throw this.#causeOf(failure.error)
  }

  #takeFailure(): { error: unknown } | undefined {
    const failure = this.#failure
    this.#failure = undefined
    return failure
  }
}

const nextTick = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))
