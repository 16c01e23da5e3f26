import { listStanding, type Order, type SubjectState } from '../approval/queries.ts'
import { counts, retarget } from '../approval/retarget.ts'
import {
  findSubjectState,
  lockSubject,
  updateBaseline,
  updateSeen,
  updateSubjectAttention,
} from '../approval/subject-state.ts'
import { isStricter, sameTarget } from '../approval/target.ts'
import { ConnectorError } from '../connector/connector.ts'
import type { Desk } from '../desk.ts'
import { DESK, parseSubjectKey, type ReadBack, type Target } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { type Due, finishDue, makeDue, putOffDue } from '../lib/due.ts'
import { endRecoveredLocks } from './end-recovered-locks.ts'
import { isLifted } from './is-lifted.ts'
import { updateOrderLifted } from './queries.ts'

export const FIRST_LOOK_MS = 30_000
const LONGEST_MS = 3_600_000
const SECOND_LOOK_MS = 1_000
/** An owner who has their account back must not wait for long. */
const LOCK_LOOK_MS = 60_000
/** How often a subject on which nothing stands is still looked at before it is left alone. */
const LOOKS_AFTER_RESTORE = 8
const DOUBT = 'the platform shows something else than it was told; looking again'
const SHOWN =
  'the platform shows something else than it was told, by its own will; darkening it again takes a new order'

/**
 * Holds what the platform shows against what it was told, and mends only upwards: what is darker than it should be is
 * brought up at once; what is up although it should be dark is shown to people, and darkening it again takes a new
 * order. A difference is believed when it is seen twice.
 */
export async function reconcile(desk: Desk, due: Due): Promise<void> {
  const before = await findSubjectState(desk.db, due.key)
  const read = await readNow(desk, due.key)
  const seen = read?.state
  await inTransaction(desk.db, async (tx) => {
    const state = await lockSubject(tx, due.key)
    const driving = state.generation !== state.settledGeneration
    // A look from before a change says nothing of what came after it.
    const isOld = state.generation !== before?.generation
    if (state.target === null || driving || isOld) return putOffDue(tx, due, FIRST_LOOK_MS)
    const orders = (await listStanding(tx, due.key)).filter((order) => order.action !== 'warn')
    if (seen === undefined) return lookLater(tx, due, orders)
    updateSeen(tx, due.key, seen)
    if (await endRecoveredLocks(tx, state, orders, read)) return putOffDue(tx, due, FIRST_LOOK_MS)
    if (sameTarget(seen, state.target)) {
      if (state.needsAttention === DOUBT) updateSubjectAttention(tx, due.key, null)
      return lookLater(tx, due, orders)
    }
    // Said already, and it is as it was then.
    if (state.needsAttention === SHOWN && state.seen !== null && sameTarget(seen, state.seen)) {
      return lookLater(tx, due, orders)
    }
    if (state.needsAttention !== DOUBT) {
      updateSubjectAttention(tx, due.key, DOUBT)
      return putOffDue(tx, due, SECOND_LOOK_MS)
    }
    await disagree(tx, state, state.target, seen, orders.filter(counts))
    return putOffDue(tx, due, FIRST_LOOK_MS)
  })
}

/** Ever more rarely while there is nothing new, and in the end no more where nothing stands. */
async function lookLater(tx: Tx, due: Due, orders: readonly Order[]): Promise<void> {
  if (orders.length === 0 && due.attempt > LOOKS_AFTER_RESTORE) return finishDue(tx, due)
  const longestMs = orders.some(({ action }) => action === 'lock') ? LOCK_LOOK_MS : LONGEST_MS
  return putOffDue(tx, due, Math.min(FIRST_LOOK_MS * 2 ** Math.min(due.attempt, 10), longestMs))
}

async function disagree(
  tx: Tx,
  state: SubjectState,
  target: Target,
  seen: Target,
  orders: readonly Order[],
): Promise<void> {
  const darker = isStricter(seen, target)
  const answer = darker ? 'brought_up' : 'shown'
  const lifted = orders.filter((order) => isLifted(order, seen)).map((order) => order.id)
  const why = darker ? 'the platform had this darker than it should be; it is being brought up' : SHOWN
  if (lifted.length > 0) updateOrderLifted(tx, lifted, 'the platform ended this by itself')
  append(tx, {
    kind: 'platform_disagreed',
    generation: state.generation,
    seen,
    target,
    answer,
    by: DESK,
    subject: state.subject,
  })
  const givenBack = state.baseline !== null && isStricter(state.baseline, seen)
  if (darker || lifted.length > 0 || givenBack) {
    // Where nothing stands, what it should be is what it came back to, not what the platform shows at the moment.
    const baseline = state.baseline ?? target
    if (state.baseline === null) {
      updateBaseline(tx, state.subject, { ...state, baseline, target, reachBefore: null })
    }
    // Under a new generation without what the platform lifted: nothing sent from here makes it darker than it is.
    await retarget(tx, { ...state, baseline }, DESK)
    // Bringing up is a restore, whatever stands on the subject.
    if (darker) makeDue(tx, 'drive', state.subject, 'restore')
  }
  updateSubjectAttention(tx, state.subject, why)
}

async function readNow(desk: Desk, subject: string): Promise<ReadBack | undefined> {
  try {
    return await desk.platform.readBack(parseSubjectKey(subject))
  } catch (error) {
    if (error instanceof ConnectorError) return undefined
    throw error
  }
}
