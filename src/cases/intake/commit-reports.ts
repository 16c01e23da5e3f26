import { inTransaction, sqlState, UNIQUE_VIOLATION } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { halve } from './joining/halve.ts'
import { OpenedMeanwhile } from './report-queries.ts'
import { type Contention, type GivenReport, type ReportOutcome, storeReports } from './store-reports.ts'

/** PostgreSQL's error classes for invalid data and violated constraints: only the sender can correct them. */
const REFUSED = /^2[23]/
const ATTEMPTS_MAX = 20

/** The outcome of one report. `refused`: PostgreSQL refuses this report in any batch. */
export type CommitOutcome = ReportOutcome | { kind: 'refused'; sqlState: string }

/**
 * Commits reports together and returns an outcome for each; they are durable by then. A report that the database
 * refuses is isolated by halving the batch, and the others are stored.
 */
export async function commitReports(
  desk: Pick<Desk, 'db' | 'policies'>,
  given: readonly GivenReport[],
  contention: Contention = {},
): Promise<CommitOutcome[]> {
  return retryAfterRace(() => commitOnce(desk, given, contention))
}

/**
 * Retries after a concurrent transaction stored an id or opened a case. That transaction has committed by then, so the
 * next attempt finds its row.
 */
export async function retryAfterRace<T>(store: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store()
    } catch (error) {
      const raced = error instanceof OpenedMeanwhile || sqlState(error) === UNIQUE_VIOLATION
      if (!raced) throw error
      if (attempt >= ATTEMPTS_MAX) throw new DeskError('unavailable', message('report.contended'))
    }
  }
}

async function commitOnce(
  desk: Pick<Desk, 'db' | 'policies'>,
  given: readonly GivenReport[],
  contention: Contention,
): Promise<CommitOutcome[]> {
  try {
    return await inTransaction(desk.db, (tx) => storeReports(tx, desk, given, contention))
  } catch (error) {
    if (!isRefusal(error)) throw error
    return inTransaction(desk.db, (tx) =>
      halve<GivenReport, CommitOutcome>(tx, given, {
        store: (part) => storeReports(tx, desk, part, contention),
        isOfOne: isRefusal,
        refuse: (_one, refusal) => ({ kind: 'refused', sqlState: sqlState(refusal) ?? '' }),
      }),
    )
  }
}

/** True when PostgreSQL refuses the data itself, regardless of concurrent writers. */
export function isRefusal(error: unknown): boolean {
  const state = sqlState(error) ?? ''
  return REFUSED.test(state) && state !== UNIQUE_VIOLATION
}
