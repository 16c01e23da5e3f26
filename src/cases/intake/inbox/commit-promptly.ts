import { sqlState } from '../../../foundation/database/db.ts'
import type { Desk } from '../../../policy/desk.ts'
import { type CommitOutcome, commitReports } from '../commit-reports.ts'
import type { Contention, GivenReport } from '../store-reports.ts'
import { InboxWatch } from './inbox-watch.ts'

/** A batch waits no longer than this for a row that another transaction holds. Batches of other processes take less. */
const LOCK_MS = 250
/** The time for which later batches look for held cases before they join any. */
const HELD_MS = 2_000
const LOCK_NOT_AVAILABLE = '55P03'

export interface PromptCommit {
  commit: (given: readonly GivenReport[]) => Promise<CommitOutcome[]>
  /** Resolves when this process joins no reports from the inbox any more. */
  close: () => Promise<void>
}

/**
 * Returns the commit of reports for senders. No case that another transaction holds delays it: a report on such a case is
 * durable in the inbox, as is one whose sender does not wait for its case. Where no worker joins them, this process does.
 */
export function commitPromptly(desk: Pick<Desk, 'db' | 'policies' | 'log'>): PromptCommit {
  const watch = new InboxWatch(desk)
  let heldUntil = Number.NEGATIVE_INFINITY
  const commit = async (given: readonly GivenReport[]): Promise<CommitOutcome[]> => {
    const looks: Contention[] = [{ later: 'held' }, { later: 'all' }]
    const terms: Contention[] = performance.now() < heldUntil ? looks : [{}, ...looks]
    for (const contention of terms) {
      try {
        return await commitReports(desk, given, { ...contention, lockMs: LOCK_MS })
      } catch (error) {
        if (sqlState(error) !== LOCK_NOT_AVAILABLE || contention.later === 'all') throw error
        heldUntil = performance.now() + HELD_MS
      }
    }
    throw new Error('reports were neither stored nor refused')
  }
  return {
    commit: async (given) => {
      const outcomes = await commit(given)
      if (outcomes.some((outcome) => 'received' in outcome && outcome.received.caseId === null)) watch.look()
      return outcomes
    },
    close: () => watch.close(),
  }
}
