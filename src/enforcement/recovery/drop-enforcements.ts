import type { Tx } from '../../foundation/database/db.ts'
import { queueLifted } from '../effect/queries.ts'
import { queueTrouble } from '../effect/trouble.ts'
import { type Enforcement, queueFailing } from '../queries.ts'

/**
 * Takes enforcements of a subject out of its desired state for good. One that was on its way ends as failed, so that its
 * case is decided again.
 */
export function queueDropped(
  tx: Tx,
  subject: string,
  { dropped, why }: { dropped: readonly Enforcement[]; why: string },
): void {
  const [releasing, others] = [true, false].map((isReleasing) =>
    dropped.filter(({ state }) => (state === 'releasing') === isReleasing).map(({ id }) => id),
  )
  if (releasing?.length) queueFailing(tx, releasing, why)
  if (others?.length) queueLifted(tx, others, why)
  queueTrouble(tx, subject, why)
}
