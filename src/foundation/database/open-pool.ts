import pg from 'pg'
import { findAnsweredRequest } from './answered-request.ts'
import { type Pool, SHORT_QUERIES } from './db.ts'
import { watchPool } from './watch-pool.ts'
import { WatchedClient } from './watched-client.ts'

interface PoolOptions {
  max: number
  /** The connections that stay open once they were opened, however long they are idle. */
  min?: number
  name: string
  bounds?: Bounds
  onError: (error: Error) => void
}

/**
 * Opens a pool whose bigints are numbers: the desk's values stay far below 2^53. A connection that goes silent is
 * dropped within 5 s.
 */
export function openPool(url: string, options: PoolOptions): Pool {
  const pool = new pg.Pool({
    ...connectionSettings(options.bounds ?? UNHURRIED),
    connectionString: url,
    Client: WatchedClient,
    max: options.max,
    min: options.min ?? 0,
    application_name: options.name,
    // Statements that don't need each other's answers are sent without waiting; PostgreSQL still runs them in order.
    pipeline: true,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text'),
    } as pg.CustomTypesConfig,
  })
  watchPool(pool, url, options.name, options.onError)
  // An idle connection that dies must not end the process; the next query opens another.
  pool.on('error', options.onError)
  // A connection that dies in use rejects its queries and emits an error once more. Just after it was opened or taken
  // there may be no listener, and an unheard error ends the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return Object.assign(queryHeld(pool), SHORT_QUERIES)
}

/**
 * Runs the queries of a request in the transaction that it keeps open, so that its answer shows the transaction's
 * writes. The driver's types overload the method, which an override can't repeat.
 */
function queryHeld(pool: pg.Pool): pg.Pool {
  const { query } = pool
  const value = (...args: unknown[]): unknown => {
    const held = findAnsweredRequest()?.held
    return held === undefined ? Reflect.apply(query, pool, args) : Reflect.apply(held.query, held, args)
  }
  return Object.defineProperty(pool, 'query', { value, writable: true, configurable: true })
}

const INT8_OID = 20
const CONNECT_TIMEOUT_MS = 4_000
const KEEP_ALIVE_MS = 10_000

/**
 * Time limits that PostgreSQL itself enforces on a connection, so that a client that is gone holds no lock for long.
 */
interface Bounds {
  statementMs: number
  idleInTransactionMs: number
}

/** Time limits for requests and worker loops, for which others wait. */
export const HURRIED: Bounds = { statementMs: 30_000, idleInTransactionMs: 4_000 }
/** Time limits for work that reads or writes whole tables: verify, import, replays, periodic tasks. */
export const UNHURRIED: Bounds = { statementMs: 3_600_000, idleInTransactionMs: 600_000 }

/** The server notices within 16 s that a client's machine is gone, and within 2 s that its connection was closed during a statement. */
const SERVER_SETTINGS = {
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 2,
  tcp_keepalives_count: 3,
  client_connection_check_interval: 2_000,
}

/** Returns the settings that are sent with the connection's first message, so that they cost no query. */
export const connectionSettings = ({ statementMs, idleInTransactionMs }: Bounds) => ({
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  statement_timeout: statementMs,
  idle_in_transaction_session_timeout: idleInTransactionMs,
  options: Object.entries(SERVER_SETTINGS)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' '),
})
