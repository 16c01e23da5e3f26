import type { ReadBack } from '@countersign/platform-kit'
import { retarget } from '../approval/target/retarget.ts'
import { findSubjectState, lockSubject } from '../approval/target/subject-state.ts'
import { isStricter } from '../approval/target/target.ts'
import { ConnectorError } from '../connector/connector.ts'
import type { Desk } from '../desk.ts'
import { DESK, parseSubjectKey } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction, type Pool } from '../lib/db.ts'
import { type Due, finishDue, makeDue } from '../lib/due.ts'
import { liftGivenBack } from './pass-generation.ts'
import { recordTrouble } from './record-trouble.ts'

const OVERTAKE_PAUSE_MS = 250

type AfterOvertaking = 'try_again' | 'handled'

/**
 * Goes on above what a platform has seen that has seen more than we sent. Only upwards: whoever sent the rest may have
 * brought the subject back, so what the platform doesn't show of an order by now is ended, and not done again.
 */
export async function overtake(
  desk: Desk,
  db: Pool,
  due: Due,
  generation: number | undefined,
  error: ConnectorError,
): Promise<AfterOvertaking> {
  const seen = await readIfDarkening(desk, db, due.key, error.generation ?? generation ?? 0)
  if (seen === 'unread') return 'try_again'
  return inTransaction(db, async (tx): Promise<AfterOvertaking> => {
    const state = await lockSubject(tx, due.key)
    // Our own newer generation got there first: its due row is waiting already.
    if (generation === undefined || state.generation !== generation) return 'handled'
    if (state.settledGeneration === generation) {
      // Another attempt brought it there meanwhile. A new generation would have nothing to bring anywhere, and never settle.
      await finishDue(tx, due)
      return 'handled'
    }
    const lifted = seen !== undefined && state.target !== null && (await liftGivenBack(tx, due.key, seen))
    if (lifted && seen !== undefined && state.target !== null) {
      const content = { seen: seen.state, target: state.target, answer: 'shown' } as const
      append(tx, { kind: 'platform_disagreed', generation, ...content, by: DESK, subject: due.key })
    }
    await retarget(tx, { ...state, generation: Math.max(state.generation, error.generation ?? 0) }, DESK)
    // Not at once: a platform that always says so would keep us busy with nothing else.
    makeDue(tx, 'drive', due.key, due.lane, OVERTAKE_PAUSE_MS)
    recordTrouble(tx, due.key, error.message)
    return 'handled'
  })
}

/** Undefined: nothing would be taken from the subject, so nothing needs to be looked at and a restore doesn't wait. */
async function readIfDarkening(
  desk: Desk,
  db: Pool,
  subject: string,
  atLeast: number,
): Promise<ReadBack | 'unread' | undefined> {
  const state = await findSubjectState(db, subject)
  if (!state?.target || !state.baseline || !isStricter(state.target, state.baseline)) return undefined
  try {
    const seen = await desk.platform.readBack(parseSubjectKey(subject))
    // A reading from before says nothing of what came after it.
    return seen === undefined || seen.generation < atLeast ? 'unread' : seen
  } catch (failure) {
    if (failure instanceof ConnectorError) return 'unread'
    throw failure
  }
}
