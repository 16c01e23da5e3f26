import { type Message, message } from '../../foundation/messages/message.ts'
import type { Caller, KeyScope, Role } from '../../foundation/domain.ts'
import type { Standing } from '../../people/staff/standing.ts'
import type { Confirmable } from '../../enforcement/alone/confirm-door.ts'

/**
 * The callers who may use a route: anyone; a machine whose key has the scope; or people with one of the roles, those
 * under `onShift` only while on shift. Further conditions of an act (a claim, a clearance) are checked by its stage.
 */
export type Right = 'anyone' | KeyRight | StaffRight
type KeyRight = { key: KeyScope }
export type StaffRight = {
  roles?: readonly Role[]
  onShift?: readonly Role[]
  /** A person with a role under `onShift` may also be on call by the rota instead: on duty, though without a shift. */
  onCall?: true
  /** Also off duty and on a break, for a person who may now confirm an act of one person alone on a ground. */
  toConfirm?: Confirmable
  /** Not during a break: work done in it would count as rest. Never required of a stop or a restore. */
  notOnBreak?: true
  /** Also a machine whose API key has this scope. */
  orKey?: KeyScope
  /** Also people restricted beyond the limit of one person: they may stop, restore and undo that, and read no more. */
  confined?: true | 'any_role'
  /** The caller is looked up over the restores' own connections, so that a busy desk still admits them. */
  pool?: 'restore'
}

/**
 * Returns the reason why this caller may not use a route, as a sentence for them. Undefined: they may. `standing` is
 * needed where a shift is.
 */
export function refusalOf(right: KeyRight | StaffRight, caller: Caller, standing?: Standing): Message | undefined {
  if ('key' in right) return refuseByKey(right.key, caller)
  const { roles = [], onShift = [], onCall, notOnBreak, orKey, confined } = right
  if (caller.kind === 'key') {
    if (orKey !== undefined) return refuseByKey(orKey, caller)
    return message('right.peopleOnly')
  }
  if (caller.confined && !confined) return CONFINED
  if (caller.confined && confined === 'any_role') return undefined
  if (hasOneOf(caller, roles)) return undefined
  if (!hasOneOf(caller, onShift)) {
    return message('right.role', {
      roles: { as: 'or', list: [...onShift, ...roles] },
      own: caller.roles.length === 0 ? '–' : caller.roles,
    })
  }
  if (onCall && standing?.onCall) return undefined
  if (!standing?.onShift) return OFF_SHIFT
  if (notOnBreak && standing.onBreak) return ON_BREAK
  return undefined
}

const CONFINED = message('right.confined')
const OFF_SHIFT = message('right.offShift')
const ON_BREAK = message('right.onBreak')

/** Returns the missing step of the caller's own shift, when nothing else is missing. */
export function missingStep(refusal: Message): 'shift' | 'back' | undefined {
  if (refusal === OFF_SHIFT) return 'shift'
  return refusal === ON_BREAK ? 'back' : undefined
}

/** True when the caller's shift decides about this right. */
export const needsStanding = (right: Right, caller: Caller): boolean =>
  right !== 'anyone' && !('key' in right) && right.onShift !== undefined && caller.kind === 'staff'

function refuseByKey(scope: KeyScope, caller: Caller): Message | undefined {
  if (caller.kind !== 'key') return message('right.keysOnly', { scope })
  if (caller.scopes.includes(scope)) return undefined
  return message('right.scope', { scope, own: caller.scopes })
}

const hasOneOf = (caller: Extract<Caller, { kind: 'staff' }>, roles: readonly Role[]): boolean =>
  caller.roles.some((role) => roles.includes(role))
