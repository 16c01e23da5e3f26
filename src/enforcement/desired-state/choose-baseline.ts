import { isOfLostPast, type Reading } from './set-baseline.ts'
import type { SubjectState } from '../queries.ts'
import { isStricter, raiseBaseline } from './desired-state.ts'
import { type PlatformState, UNTOUCHED } from '../../foundation/domain.ts'
import type { BroughtBack, JournalLine, WayBack } from '../../foundation/recovery-journal/journal-line.ts'

/** `lost`: the platform showed less than the baseline, and the database does not know the cause. */
interface ChosenBaseline {
  baseline: PlatformState
  lost: 'journal' | 'platform' | null
}

/** A journal line with the state of the subject under a generation that this database has not seen settled. */
export function unknownLine(
  { settledGeneration }: Pick<SubjectState, 'settledGeneration'>,
  line: JournalLine | undefined,
): WayBack | BroughtBack | undefined {
  return line !== undefined && line.kind !== 'up' && line.generation > settledGeneration ? line : undefined
}

/**
 * Chooses the baseline of a subject without one. A read-back that may show the effect of a lost enforcement never
 * becomes the baseline. The recovery journal's line is used instead, or the last state in the database, or an
 * unrestricted state. Pure.
 */
export function chooseBaseline(
  state: Pick<SubjectState, 'settledGeneration' | 'generationOffset' | 'platformEpoch' | 'desired'>,
  reading: Reading,
  line: JournalLine | undefined,
): ChosenBaseline {
  const journal = unknownLine(state, line)
  const shown = reading.state
  if (journal !== undefined) {
    if (!isStricter(shown, journal.baseline)) return { baseline: shown, lost: null }
    return { baseline: raiseBaseline(journal.baseline, shown), lost: 'journal' }
  }
  const known = { ...(state.desired ?? UNTOUCHED), labels: shown.labels }
  if (!isOfLostPast(state, reading) || !isStricter(shown, known)) return { baseline: shown, lost: null }
  return { baseline: raiseBaseline(known, shown), lost: 'platform' }
}
