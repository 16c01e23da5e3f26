import { findSubjectState } from '../desired-state/subject-state.ts'
import { isStricter } from '../desired-state/desired-state.ts'
import type { Desk } from '../../policy/desk.ts'
import type { JournalLine } from '../../foundation/recovery-journal/journal-line.ts'
import { readJournalIfThere } from '../../foundation/recovery-journal/read-journal.ts'
import { isLessThanJournal, journalGeneration, wayBackOf } from './journal-restore-point.ts'
import { listWithBaseline } from '../effect/queries.ts'

const PAGE_SUBJECTS = 1_000

/**
 * Aligns the recovery journal with the database. It adds the baselines that the journal lacks because its disk was lost
 * or another machine wrote them. It also marks subjects as up that the journal still has as offline.
 */
export async function alignJournal(desk: Desk): Promise<void> {
  const lines = await readJournalIfThere(desk.recoveryJournal.path)
  const down = new Set<string>()
  let after = ''
  for (;;) {
    const page = await listWithBaseline(desk.db, after, PAGE_SUBJECTS)
    const offline = page.filter(({ desired, baseline }) => isStricter(desired, baseline))
    for (const { subject } of offline) down.add(subject)
    // A line newer than the database comes from a person who restored the subject offline.
    const lacking = offline.filter(({ subject, generation }) => {
      const line = lines.get(subject)
      return line === undefined || (line.kind !== 'way_back' && line.generation <= generation)
    })
    await Promise.all(lacking.map(({ desired: _, ...kept }) => desk.recoveryJournal.keep(wayBackOf(kept))))
    after = page.at(-1)?.subject ?? ''
    if (page.length < PAGE_SUBJECTS) break
  }
  for (const line of lines.values())
    if (line.kind === 'way_back' && !down.has(line.subject)) await journalIfRestored(desk, line)
}

/** Only states that the platform has shown count: a subject that is about to be restored may still be offline. */
async function journalIfRestored(desk: Desk, { subject, generation }: JournalLine): Promise<void> {
  const state = await findSubjectState(desk.db, subject)
  if (state === undefined || state.generation !== state.settledGeneration || state.generation < generation) return
  if (state.desired && state.baseline && isStricter(state.desired, state.baseline)) return
  if (state.desired && (await isLessThanJournal(desk, subject, state.desired))) return
  await journalGeneration(desk, subject, state.generation)
}
