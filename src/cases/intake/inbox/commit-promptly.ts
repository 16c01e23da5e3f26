import { inTransaction, sqlState } from '../../../foundation/database/db.ts'
import { subjectKey } from '../../../foundation/domain.ts'
import type { Desk } from '../../../policy/desk.ts'
import { type CommitOutcome, commitReports } from '../commit-reports.ts'
import { queueGenericPlan } from '../report-queries.ts'
import type { GivenReport } from '../store-reports.ts'
import { listHeld } from './inbox-queries.ts'
import { InboxWatch } from './inbox-watch.ts'
import { LOCK_NOT_AVAILABLE } from './join-apart.ts'

/** A batch waits no longer than this for a row that another transaction holds. Batches of other processes take less. */
const LOCK_MS = 250
/** The time for which the reports on a case that was held join it later, and wait for no lock. */
const HELD_MS = 2_000
/** The attempts that wait for locks. After them a batch touches no case. */
const ATTEMPTS_MAX = 2

export interface PromptCommit {
  commit: (given: readonly GivenReport[]) => Promise<CommitOutcome[]>
  /** Resolves when this process joins no reports from the inbox any more. */
  close: () => Promise<void>
}

/**
 * Returns the commit of reports for senders. No case that another transaction holds delays it: a report on such a case is
 * durable in the inbox, as is one whose sender does not wait for its case. Where no worker joins them, this process does.
 * Only a report with restricted bytes always waits for its case.
 */
export function commitPromptly(desk: Pick<Desk, 'db' | 'policies' | 'log'>, { lockMs = LOCK_MS } = {}): PromptCommit {
  const watch = new InboxWatch(desk)
  const held = new Map<string, number>()
  const commit = async (given: readonly GivenReport[]): Promise<CommitOutcome[]> => {
    for (const [subject, until] of held) if (until < performance.now()) held.delete(subject)
    for (let attempt = 1; ; attempt++) {
      const later = attempt > ATTEMPTS_MAX ? 'all' : new Set(held.keys())
      try {
        return await commitReports(desk, given, { later, lockMs })
      } catch (error) {
        if (sqlState(error) !== LOCK_NOT_AVAILABLE || later === 'all') throw error
        const until = performance.now() + HELD_MS
        for (const subject of await listHeldNow(desk, given)) held.set(subject, until)
      }
    }
  }
  const commitApart = async (given: readonly GivenReport[]): Promise<CommitOutcome[]> => {
    const urgent = given.filter(namesRestricted).map((one) => ({ ...one, joinsLater: false }))
    if (urgent.length === 0) return commit(given)
    const others = given.filter((one) => !namesRestricted(one))
    const parts = await Promise.all([commitReports(desk, urgent), others.length === 0 ? [] : commit(others)])
    const [ofUrgent, ofOthers] = parts.map((outcomes) => outcomes.values())
    return given.map((one) => outcomeOf(namesRestricted(one) ? ofUrgent : ofOthers))
  }
  return {
    commit: async (given) => {
      const outcomes = await commitApart(given)
      if (outcomes.some((outcome) => 'received' in outcome && outcome.received.caseId === null)) watch.look()
      return outcomes
    },
    close: () => watch.close(),
  }
}

/**
 * True for a report that says which bytes are restricted. It waits for its case: until it is in it, the same bytes would be
 * stored and shown elsewhere.
 */
const namesRestricted = ({ report: { evidence } }: GivenReport): boolean =>
  evidence.some((piece) => piece.class === 'restricted')

function outcomeOf(outcomes: Iterator<CommitOutcome> | undefined): CommitOutcome {
  const next = outcomes?.next()
  if (next === undefined || next.done === true) throw new Error('there are fewer outcomes than reports')
  return next.value
}

/** Lists the subjects whose case another transaction holds at this moment. */
const listHeldNow = ({ db }: Pick<Desk, 'db'>, given: readonly GivenReport[]): Promise<ReadonlySet<string>> =>
  inTransaction(db, (tx) => {
    queueGenericPlan(tx)
    return listHeld(
      tx,
      given.map(({ report: { body } }) => subjectKey(body.subject)),
    )
  })
