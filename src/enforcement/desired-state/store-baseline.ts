import type { ReadBack } from '@countersign/platform-kit'
import { listStanding, type SubjectState } from '../queries.ts'
import { takeOver } from './take-over.ts'
import { counts } from './update-desired-state.ts'
import { generationSeen, isUsable, setBaseline } from './set-baseline.ts'
import { recordLosses } from '../recovery/recovery-queries.ts'
import { toLoss } from '../recovery/subject-loss.ts'
import { findSubjectState, lockSubject } from './subject-state.ts'
import { isStricter, raiseBaseline } from './desired-state.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK, parseSubjectKey, type PlatformState, UNTOUCHED } from '../../foundation/domain.ts'
import type { JournalLine } from '../../foundation/recovery-journal/journal-line.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { alertLostPast } from '../journal/alert-lost-past.ts'
import { chooseBaseline, unknownLine } from './choose-baseline.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

/**
 * Returns the state of a subject with its baseline, ready for an instruction. Undefined: no enforcement asks for
 * anything. The baseline gives at least the journal's state of a generation that this database has not settled.
 */
export async function findWithBaseline(desk: Desk, db: Pool, subject: string): Promise<SubjectState | undefined> {
  let state = await findSubjectState(db, subject)
  if (state === undefined) return undefined
  if (state.baseline === null) {
    if (!(await storeBaseline(desk, db, subject))) return undefined
    state = await findSubjectState(db, subject)
  }
  if (!state?.baseline || isReady(state)) return state
  await raiseToJournal(desk, db, subject, state)
  // The check also covers a state that was read just now: a single read-back of an old state would leave the subject
  // offline.
  await raiseToShown(desk, db, subject)
  return findSubjectState(db, subject)
}

/** True when the baseline is stored and nothing can raise it: the platform need not be read before an instruction. */
export const isReady = ({ baseline }: Pick<SubjectState, 'baseline'>): boolean =>
  baseline !== null && !isStricter(baseline, UNTOUCHED)

/** Reads the journal only if the subject shows a restriction: only such a read-back can hide a lost baseline. */
const findLine = (desk: Desk, subject: string, shown: PlatformState): Promise<JournalLine | undefined> | undefined =>
  isStricter(shown, UNTOUCHED) ? desk.recoveryJournal.find(subject) : undefined

/**
 * Reads the subject's state without any enforcement and stores it, before the first enforcement reaches the platform. A
 * read-back older than the last settled one could show an effect that is being undone, so it is refused. Returns false
 * when only warnings are in effect: another attempt has finished them.
 */
async function storeBaseline(desk: Desk, db: Pool, subject: string): Promise<boolean> {
  const read = await readSubject(desk, subject)
  const line = await findLine(desk, subject, read.state)
  return inTransaction(db, async (tx) => {
    const state = await lockSubject(tx, subject)
    if (state.baseline !== null) return true
    const enforcements = await listStanding(tx, subject)
    if (enforcements.every((enforcement) => enforcement.action === 'warn' && enforcement.state === 'in_effect'))
      return false
    if (!isUsable(state, read)) {
      throw new ConnectorError('unreadable', renderMessage(message('attention.platform.older')))
    }
    const { baseline, lost } = chooseBaseline(state, read, line)
    const { settledGeneration } = state
    const counting = enforcements.filter(counts)
    setBaseline(tx, state, await takeOver(tx, subject, { ...read, state: baseline }, counting), counting, DESK)
    if (lost !== null) await alertLostPast(tx, subject, lost)
    if (lost === 'platform')
      await recordLosses(
        tx,
        toLoss('platform', { subject, generation: generationSeen(state, read) }, settledGeneration),
      )
    return true
  })
}

/**
 * Raises a baseline that the releasing transaction stored from a read-back, before the recovery journal could be read.
 */
async function raiseToJournal(desk: Desk, db: Pool, subject: string, before: SubjectState): Promise<void> {
  const line = unknownLine(before, await desk.recoveryJournal.find(subject))
  if (line === undefined) return
  await inTransaction(db, async (tx) => {
    const state = await lockSubject(tx, subject)
    if (unknownLine(state, line) === undefined) return
    if (await raise(tx, state, line.baseline)) await alertLostPast(tx, subject, 'journal')
  })
}

/**
 * Raises the baseline when the platform has since lifted a restriction of its own. With the old baseline, undoing a
 * label or sending a warning would take the account offline without an enforcement.
 */
async function raiseToShown(desk: Desk, db: Pool, subject: string): Promise<void> {
  const read = await readSubject(desk, subject)
  await inTransaction(db, async (tx) => raise(tx, await lockSubject(tx, subject), read.state))
}

/** Raises the baseline of a locked subject to this state. Returns true when the old baseline gave less. */
async function raise(tx: Tx, state: SubjectState, to: PlatformState): Promise<boolean> {
  if (state.baseline === null || !isStricter(state.baseline, to)) return false
  const counting = (await listStanding(tx, state.subject)).filter(counts)
  const raised = raiseBaseline(state.baseline, to)
  const kept = { state: raised, generation: state.generation - state.generationOffset, reach: state.reachBefore }
  setBaseline(tx, state, kept, counting, DESK)
  return true
}

async function readSubject(desk: Desk, subject: string): Promise<ReadBack> {
  const read = await desk.platform.readBack(parseSubjectKey(subject))
  if (read === undefined) throw new ConnectorError('no_such_subject', renderMessage(message('attention.platform.gone')))
  return read
}
