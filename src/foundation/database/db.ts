import type pg from 'pg'
import { type AnsweredRequest, findAnsweredRequest } from './answered-request.ts'
import { Transaction } from './transaction.ts'

/**
 * A statement from the tag `sql`: text with numbered placeholders, and their values. A named statement is prepared once
 * on each connection, so its text must never change.
 */
export interface Statement {
  readonly name?: string
  readonly text: string
  readonly values: unknown[]
}

/** A connection pool or one transaction: both run SQL statements. */
export interface Queryable {
  query<Row extends pg.QueryResultRow>(statement: Statement): Promise<pg.QueryResult<Row>>
  list<Row extends pg.QueryResultRow>(statement: Statement): Promise<Row[]>
  /** Returns the first row of a query. Undefined: there is none. */
  find<Row extends pg.QueryResultRow>(statement: Statement): Promise<Row | undefined>
  /** Returns the row of a statement that always returns one. */
  only<Row extends pg.QueryResultRow>(statement: Statement): Promise<Row>
  /** Returns the values of the only column that a statement selects. */
  listValues<Value>(statement: Statement): Promise<Value[]>
  findValue<Value>(statement: Statement): Promise<Value | undefined>
  onlyValue<Value>(statement: Statement): Promise<Value>
}

/** Implements the short forms of a query for connection pools and for transactions. */
export const SHORT_QUERIES = {
  async list<Row extends pg.QueryResultRow>(this: Queryable, statement: Statement): Promise<Row[]> {
    return (await this.query<Row>(statement)).rows
  },
  async find<Row extends pg.QueryResultRow>(this: Queryable, statement: Statement): Promise<Row | undefined> {
    return (await this.list<Row>(statement))[0]
  },
  async only<Row extends pg.QueryResultRow>(this: Queryable, statement: Statement): Promise<Row> {
    return only(await this.list<Row>(statement))
  },
  async listValues<Value>(this: Queryable, statement: Statement): Promise<Value[]> {
    return (await this.list<Record<string, Value>>(statement)).flatMap((row) => Object.values(row).slice(0, 1))
  },
  async findValue<Value>(this: Queryable, statement: Statement): Promise<Value | undefined> {
    return (await this.listValues<Value>(statement))[0]
  },
  async onlyValue<Value>(this: Queryable, statement: Statement): Promise<Value> {
    return only(await this.listValues<Value>(statement))
  },
}

/**
 * Runs reads over one connection. Those that begin together are sent in one message, and PostgreSQL answers them in their
 * order. A pool would send each over a connection of its own, or one after the other.
 */
export async function readTogether<T>(pool: Pool, read: (db: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const value = await read({ ...SHORT_QUERIES, query: (statement) => client.query(statement) })
    client.release()
    return value
  } catch (error) {
    // The answers to the other reads may be under way.
    client.release(true)
    throw error
  }
}

/** One transaction of PostgreSQL. */
export interface Tx extends Queryable {
  /** The desk's time at the start of the transaction, for records. Decisions use `desk_now()` in SQL. */
  readonly now: Date
  /** True when all statements of the transaction use generic plans. */
  readonly plannedOnce: boolean
  /**
   * Sends a statement whose answer no one reads, without waiting. If it fails, so does the transaction, with its error, at the
   * latest at its end. A function that only queues is named `queue…` and answers nothing, so it can't be taken for a query.
   */
  queue(statement: Statement): void
  /**
   * Registers a write that runs before the transaction ends and before queued statements are awaited. It serves rows
   * that are inserted together.
   */
  atEnd(write: () => void): void
  /** Registers a function that runs once the transaction has committed. A crash in between loses it: it only measures. */
  afterCommit(run: () => void): void
  /** Resolves when every queued statement is done. Throws the first failure. */
  settle(): Promise<void>
}

export type Pool = pg.Pool & Queryable

const ATTEMPTS_MAX = 5
/** SQLSTATE serialization_failure, also for transactions that the desk itself decides to repeat. */
export const SERIALIZATION_FAILURE = '40001'
/**
 * SQLSTATEs deadlock_detected and serialization_failure: PostgreSQL undid the whole transaction, so repeating it is
 * safe.
 */
const RETRIED = new Set(['40P01', SERIALIZATION_FAILURE])
/** SQLSTATE in_failed_sql_transaction. */
export const AFTER_FAILURE = '25P02'

/**
 * Runs the function in one transaction: all of its statements commit, or none. It runs the function again when
 * PostgreSQL broke a deadlock, and once when a trigger of the schema refused it. So the function must do nothing
 * outside the transaction that can't be done twice.
 */
export function inTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inAttempts(pool, work, false)
}

/**
 * Runs the function in one transaction with generic plans: by default PostgreSQL plans a large statement anew each
 * time. For work that finds all rows by key, where other values need no other plan.
 */
export function inPlannedTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inAttempts(pool, work, true)
}

/**
 * Runs the effect of a route that creates in one transaction. For a request with an `Idempotency-Key` it commits later,
 * with the answer that repeats get: a crash leaves both or neither. Until then the request's queries run in it.
 */
export function inAnsweredTransaction<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  { plannedOnce = false } = {},
): Promise<T> {
  return inAttempts(pool, work, plannedOnce, findAnsweredRequest())
}

async function inAttempts<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  plannedOnce: boolean,
  request?: AnsweredRequest,
): Promise<T> {
  let refused = false
  for (let attempt = 1; ; attempt++) {
    try {
      return await runTransaction(pool, work, plannedOnce, request)
    } catch (error) {
      const state = sqlState(error) ?? ''
      // The end of a person's work can fall between check and write. The second attempt refuses in TypeScript, with the
      // usual message.
      const another = RETRIED.has(state) || (state === REFUSED && !refused)
      if (attempt >= ATTEMPTS_MAX || !another) throw error
      refused ||= state === REFUSED
    }
  }
}

async function runTransaction<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  plannedOnce: boolean,
  request: AnsweredRequest | undefined,
): Promise<T> {
  const client = await pool.connect()
  const run = async (): Promise<T> => {
    // PostgreSQL answers several statements in one round trip with an array, which the types don't declare.
    const begun: unknown = await client.query(plannedOnce ? BEGIN_PLANNED_ONCE : BEGIN)
    const tx = new Transaction(client, readNow(begun), plannedOnce)
    await request?.begin(tx)
    const value = await work(tx)
    if (request === undefined) await tx.commit()
    else await hold(request, client, tx)
    return value
  }
  return endingAfter(client, run, request !== undefined)
}

/** Leaves a transaction open for its request. Constraints are checked now, while an attempt can still be repeated. */
async function hold(request: AnsweredRequest, client: pg.PoolClient, tx: Transaction): Promise<void> {
  await tx.settle()
  await tx.query({ text: 'set constraints all immediate', values: [] })
  const end = async (write: (tx: Tx) => Promise<unknown>): Promise<void> => {
    await write(tx)
    await tx.commit()
  }
  await request.hold({ tx, end: (write) => endingAfter(client, () => end(write)) })
}

/** Rolls back after a failure. Returns the connection to its pool unless the transaction stays open for its request. */
async function endingAfter<T>(client: pg.PoolClient, work: () => Promise<T>, staysOpen = false): Promise<T> {
  try {
    const value = await work()
    if (!staysOpen) client.release()
    return value
  } catch (error) {
    const broken = await client.query('rollback').then(
      () => undefined,
      (lost: unknown) => (lost instanceof Error ? lost : new Error(String(lost))),
    )
    client.release(broken)
    throw error
  }
}

const BEGIN = 'begin; select desk_now() as now'
const BEGIN_PLANNED_ONCE = 'begin; set local plan_cache_mode = force_generic_plan; select desk_now() as now'

/**
 * Waits for several promises, within one transaction or each in its own. If one fails, this rejects only after the
 * others have ended.
 */
export async function together<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works)
  return Promise.all(works)
}

/**
 * Runs part of a transaction under a savepoint: when it throws, its writes are undone and the transaction can continue.
 */
export async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.settle()
  tx.queue({ text: 'savepoint part', values: [] })
  try {
    const value = await work()
    await tx.settle()
    tx.queue({ text: 'release savepoint part', values: [] })
    return value
  } catch (error) {
    const first = await tx.settle().then(
      () => error,
      // A statement after a failed one reports only that an earlier one failed. Ledger entries are written at the end,
      // also of failed work.
      (earlier: unknown) => (sqlState(earlier) === AFTER_FAILURE ? error : earlier),
    )
    tx.queue({ text: 'rollback to savepoint part; release savepoint part', values: [] })
    throw first
  }
}

function readNow(begun: unknown): Date {
  const now = Array.isArray(begun) ? begun.at(-1)?.rows?.[0]?.now : undefined
  if (!(now instanceof Date)) throw new Error('the database did not tell its time')
  return now
}

/** Returns the row of a statement that always returns one. */
export function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL answered no row where there is always one')
  return row
}

export const UNIQUE_VIOLATION = '23505'
/** The SQLSTATE with which triggers of the schema refuse a write. */
export const REFUSED = 'CS001'

/** True when PostgreSQL refused a row about a platform that this desk doesn't moderate. */
export const isUnknownPlatform = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'known_platform'

/** Returns the five-character SQLSTATE of an error. Undefined: the error is not PostgreSQL's. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
