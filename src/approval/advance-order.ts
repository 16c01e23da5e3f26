import { type Actor, DESK } from '../domain.ts'
import { asksPlatform } from '../guard/gather-facts.ts'
import type { JudgedAccount } from '../guard/judge.ts'
import type { Requirement } from '../guard/requirement.ts'
import type { Tx } from '../lib/db.ts'
import { makeDueAt } from '../lib/due.ts'
import { endWaiting } from './end-waiting.ts'
import { readWaiting } from './gate-queries.ts'
import { moveOrder } from './move-order.ts'
import { agreeBy, nextStep } from './next-step.ts'
import type { Order, SubjectState } from './queries.ts'
import { releaseOrder } from './release-order.ts'
import type { Reading } from './set-baseline.ts'

const ASKER_GONE = 'whoever asked for it no longer may'

/**
 * Takes a locked order that waits to where it belongs now, by what is asked of it and what people have said, in the
 * transaction that judged it. Does nothing if it is there already.
 */
export async function advanceOrder(
  tx: Tx,
  asked: {
    state: SubjectState
    order: Order
    requirement: Requirement
    by: Actor
    account: JudgedAccount
    reading?: Reading
  },
): Promise<Order> {
  const { state, order, requirement, by, account, reading } = asked
  const unread = account.readAt === null && asksPlatform(order.action)
  const step = nextStep(requirement, await readWaiting(tx, order, unread))
  if (step.to === 'releasing') return releaseOrder(tx, state, order, by, reading)
  if (step.to === 'expired') return endWaiting(tx, order, 'expired', DESK)
  if (step.to === 'stopped') return endWaiting(tx, order, 'stopped', DESK, ASKER_GONE)
  const moved = step.to === order.state ? order : await moveOrder(tx, order, step.to, by)
  // Rather than at the end of its hold: by then no hold that still has to be served would end in time.
  makeDueAt(tx, 'expire', order.id, 'restore', step.to === 'held' ? order.expiresAt : agreeBy(order))
  if (step.to === 'held') makeDueAt(tx, 'release', order.id, 'effect', step.until)
  return moved
}
