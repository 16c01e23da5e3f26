import type { Order } from '../queries.ts'
import { isStricter, targetOf } from '../desired-state/target.ts'
import type { Target } from '../../foundation/domain.ts'

/** Whether what this order asks for is not what the platform shows. */
export function isLifted(order: Order, seen: Target): boolean {
  const asked = targetOf({ ...seen, visible: true, spread: 'full', mayPost: true }, [order])
  return isStricter(asked, seen) || asked.labels.some((label) => !seen.labels.includes(label))
}
