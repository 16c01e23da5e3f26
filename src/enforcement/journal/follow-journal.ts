import sql from 'sql-template-tag'
import { isStricter } from '../desired-state/desired-state.ts'
import type { Desk } from '../../policy/desk.ts'
import { wayBackOf } from './journal-restore-point.ts'
import { listChangedSince } from '../effect/queries.ts'

/** A transaction that wrote an earlier time may commit after one that wrote a later time. */
const OVERLAP_MS = 15_000
const PAGE_SUBJECTS = 1_000

/**
 * Copies the baselines of other machines to this machine's recovery journal, about a second after each decision.
 * Changes from before this process began are left to `alignJournal`.
 */
export function makeJournalFollower(): (desk: Desk) => Promise<void> {
  let since: Date | undefined
  return async (desk) => {
    const now = await findNow(desk)
    await copyWaysBack(desk, new Date((since ?? now).getTime() - OVERLAP_MS))
    since = now
  }
}

async function copyWaysBack(desk: Desk, since: Date): Promise<void> {
  let after = { at: since, subject: '' }
  for (;;) {
    const changed = await listChangedSince(desk.db, after, PAGE_SUBJECTS)
    const lines = await desk.recoveryJournal.last()
    const lacking = changed.filter(
      ({ subject, generation, desired, baseline }) =>
        isStricter(desired, baseline) && generation > (lines.get(subject)?.generation ?? -1),
    )
    await Promise.all(
      lacking.map(({ subject, generation, baseline, legalDuty }) =>
        desk.recoveryJournal.keep(wayBackOf({ subject, generation, baseline, legalDuty })),
      ),
    )
    const last = changed.at(-1)
    if (last === undefined || changed.length < PAGE_SUBJECTS) return
    after = { at: last.changedAt, subject: last.subject }
  }
}

async function findNow({ db }: Desk): Promise<Date> {
  return (await db.findValue<Date>(sql`select desk_now() as now`)) ?? new Date(0)
}
