import sql from 'sql-template-tag'
import { PersonTurns } from '../bounds/person-turns.ts'
import { DeskError } from '../errors.ts'
import { message } from '../messages/message.ts'
import { inTransaction, type Pool, type Queryable, SHORT_QUERIES, sqlState, type Tx } from './db.ts'

const QUERY_CANCELED = '57014'

/** The time of one page of a list with filters: a rare filter over a long period reads much before it finds a page. */
export const PAGE_MS_MAX = 5_000
/** Slow reads of people hold this share of the connections at most: stops and approvals need the others. */
const CONNECTIONS_SHARE = 0.25
/** The slow reads of one person that run or wait: the charts of a page in a few tabs. */
const READS_EACH_MAX = 30

interface TimeLimit {
  /** The time of all queries together. */
  ms: number
  tooSlow: () => Error
  /** The id of the person who reads. Their reads wait for one another without a connection. Missing: the desk reads. */
  by?: string
}

/** Runs queries in a transaction that PostgreSQL cancels after a time. Then it throws the given error. */
export async function withinTime<T>(db: Pool, limit: TimeLimit, work: (tx: Tx) => Promise<T>): Promise<T> {
  const read = () => readWithin(db, limit, work)
  return limit.by === undefined ? read() : turnsOf(db).run(limit.by, read)
}

async function readWithin<T>(db: Pool, { ms, tooSlow }: TimeLimit, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await inTransaction(db, (tx) => work(limitTime(tx, ms, tooSlow)))
  } catch (error) {
    throw sqlState(error) === QUERY_CANCELED ? tooSlow() : error
  }
}

/** Returns a transaction of which all queries together have a time. PostgreSQL itself limits the time of one. */
function limitTime(tx: Tx, ms: number, tooSlow: () => Error): Tx {
  const until = performance.now() + ms
  const query: Queryable['query'] = (statement) => {
    const leftMs = Math.ceil(until - performance.now())
    if (leftMs <= 0) throw tooSlow()
    tx.queue(sql`select set_config('statement_timeout', ${`${leftMs}ms`}, true)`)
    return tx.query(statement)
  }
  return {
    ...{ ...SHORT_QUERIES, query, now: tx.now, plannedOnce: tx.plannedOnce },
    queue: (statement) => tx.queue(statement),
    atEnd: (write) => tx.atEnd(write),
    afterCommit: (run) => tx.afterCommit(run),
    settle: () => tx.settle(),
  }
}

/** The turns of people at each pool of this process. */
const turns = new WeakMap<Pool, PersonTurns>()

function turnsOf(db: Pool): PersonTurns {
  const known = turns.get(db)
  if (known !== undefined) return known
  const running = Math.max(1, Math.floor(db.options.max * CONNECTIONS_SHARE))
  const made = new PersonTurns(
    { running, maxEach: READS_EACH_MAX },
    () => new DeskError('too_many', message('request.tooMany')),
  )
  turns.set(db, made)
  return made
}
