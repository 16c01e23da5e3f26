import type { Tx } from '../../../foundation/database/db.ts'
import { type Actor, accountKey, contentKey } from '../../../foundation/domain.ts'
import type { Policies } from '../../../policy/policies.ts'
import { queueContentLocks } from '../../contents/content-lock.ts'
import { openCase } from '../../routing/open-case.ts'
import type { AuthorityOrder } from '../order-queries.ts'
import { startOrderClocks } from './order-clocks.ts'

/** An order whose cases open. `resumed`: the act that resumed it, and the time by which its effect is due now. */
interface Opened {
  order: AuthorityOrder
  resumed?: { actId: string; until: Date }
  by: Actor
}

/** The subjects of an order, contents first. */
export const subjectsOf = ({ contents, accounts }: Pick<AuthorityOrder, 'contents' | 'accounts'>): string[] => [
  ...contents.map(contentKey),
  ...accounts.map(accountKey),
]

/**
 * Opens or joins the case of each subject of an order and starts the order's clocks. It does so in the order of the
 * subjects, as reports do, which prevents deadlocks.
 */
export async function openOrderCases(tx: Tx, policies: Policies, { order, resumed, by }: Opened): Promise<void> {
  const { category = 'OTHER_VIOLATION_TC', clock = null } = policies.policies.get(order.policyId) ?? {}
  const dueAt = resumed?.until ?? order.dueAt
  const dueMs = dueAt === null ? {} : { dueMs: dueAt.getTime() - (resumed ? tx.now : order.receivedAt).getTime() }
  queueContentLocks(tx, order.contents, 'still')
  const subjects = subjectsOf(order).sort()
  for (const subject of subjects) await openCase(tx, policies, { subject, category, by, ...dueMs })
  const pageLeftMs = clock?.startsFrom.includes('order') === true ? clock.pageLeftMs : undefined
  const actId = resumed?.actId ?? null
  if (dueAt !== null) await startOrderClocks(tx, { orderId: order.id, subjects, actId, pageLeftMs, by })
}
