import type { Caller, KeyScope, Role } from '../../foundation/domain.ts'
import type { Standing } from '../../people/staff/standing.ts'
import type { KeyRight, Right, StaffRight } from './rights.ts'

/**
 * Returns the reason why this caller may not, as a sentence for them; undefined when they may. `standing` is needed
 * where a shift is.
 */
export function refusalOf(right: KeyRight | StaffRight, caller: Caller, standing?: Standing): string | undefined {
  if ('key' in right) return refuseByKey(right.key, caller)
  const { roles = [], onShift = [], onCall, notOnBreak, orKey, confined } = right
  if (caller.kind === 'key') {
    if (orKey !== undefined) return refuseByKey(orKey, caller)
    return 'This is for people with a token of their own: an API key can not be used for it.'
  }
  if (caller.confined && !confined) return CONFINED
  if (caller.confined && confined === 'any_role') return undefined
  if (hasOneOf(caller, roles)) return undefined
  if (!hasOneOf(caller, onShift)) {
    return `This takes the role ${oneOf([...onShift, ...roles])}, and you have ${caller.roles.join(' and ') || 'none'}.`
  }
  if (onCall && standing?.onCall) return undefined
  if (!standing?.onShift) return OFF_SHIFT
  if (notOnBreak && standing.onBreak) return ON_BREAK
  return undefined
}

const CONFINED =
  'You were restricted by somebody who ended or restricted as many people as one may alone: you stop, restore and have that undone, and two people lift it.'
const OFF_SHIFT = 'You are not on shift: begin one with POST /v1/me/shift, then try again.'
const ON_BREAK =
  'You are on a break, and work done in it would count as rest: end it with POST /v1/me/shift/back, then try again.'
const STEPS: Readonly<Record<string, 'shift' | 'back'>> = { [OFF_SHIFT]: 'shift', [ON_BREAK]: 'back' }

/** Returns the step of their own shift that is missing, when nothing else is. */
export const missingStep = (refusal: string): 'shift' | 'back' | undefined => STEPS[refusal]

/** True when where they stand matters to what they may do here. */
export const needsStanding = (right: Right, caller: Caller): boolean =>
  right !== 'anyone' && !('key' in right) && right.onShift !== undefined && caller.kind === 'staff'

function refuseByKey(scope: KeyScope, caller: Caller): string | undefined {
  if (caller.kind !== 'key')
    return `This takes an API key with the scope ${scope}: a person's token can not be used for it.`
  if (caller.scopes.includes(scope)) return undefined
  return `This takes an API key with the scope ${scope}, and this one has ${caller.scopes.join(' and ')}.`
}

const hasOneOf = (caller: Extract<Caller, { kind: 'staff' }>, roles: readonly Role[]): boolean =>
  caller.roles.some((role) => roles.includes(role))

const oneOf = (roles: readonly Role[]): string =>
  roles.length < 2 ? roles.join('') : `${roles.slice(0, -1).join(', ')} or ${roles.at(-1)}`
