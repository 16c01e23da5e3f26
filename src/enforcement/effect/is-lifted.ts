import type { Enforcement } from '../queries.ts'
import { isStricter, targetOf } from '../desired-state/target.ts'
import type { Target } from '../../foundation/domain.ts'

/** True when the platform does not show what this enforcement asks for. */
export function isLifted(enforcement: Enforcement, seen: Target): boolean {
  const asked = targetOf({ ...seen, visible: true, spread: 'full', mayPost: true }, [enforcement])
  return isStricter(asked, seen) || asked.labels.some((label) => !seen.labels.includes(label))
}
