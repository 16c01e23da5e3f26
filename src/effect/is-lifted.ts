import type { Order } from '../approval/queries.ts'
import { isStricter, targetOf } from '../approval/target/target.ts'
import type { Target } from '../domain.ts'

/** Whether what this order asks for is not what the platform shows. */
export function isLifted(order: Order, seen: Target): boolean {
  const asked = targetOf({ ...seen, visible: true, spread: 'full', mayPost: true }, [order])
  return isStricter(asked, seen) || asked.labels.some((label) => !seen.labels.includes(label))
}
