import type { Enforcement } from '../queries.ts'
import { isStricter, desiredStateOf } from '../desired-state/desired-state.ts'
import type { PlatformState } from '../../foundation/domain.ts'

/** True when the platform does not show the effect of this enforcement. */
export function isLifted(
  enforcement: Pick<Enforcement, 'action' | 'label' | 'countries'>,
  seen: PlatformState,
): boolean {
  const asked = desiredStateOf({ ...seen, visible: true, spread: 'full', mayPost: true }, [enforcement])
  return isStricter(asked, seen) || asked.labels.some((label) => !seen.labels.includes(label))
}
