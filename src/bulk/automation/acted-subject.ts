import { type Action, parseSubjectKey, accountKey } from '../../foundation/domain.ts'
import type { Deed } from '../../policy/automation/automation-file.ts'
import { ACTION_RULES } from '../../policy/requirements/action-order.ts'

/** Returns the action that an automation rule proposes. Undefined: the rule only moves cases. */
export const actionOf = (does: Deed): Action | undefined =>
  does.kind === 'route' ? undefined : does.kind === 'propose' ? does.action : does.kind

/**
 * Returns the subject of a rule's enforcement: the subject itself, or its account where the action applies to accounts
 * only. Undefined: there is none.
 */
export function actedSubjectOf(
  does: Deed,
  { subject, accountId }: { subject: string; accountId: string | null },
): string | undefined {
  const action = actionOf(does)
  if (action === undefined) return undefined
  const { on } = ACTION_RULES[action]
  if (on.includes(parseSubjectKey(subject).kind)) return subject
  return on.includes('account') && accountId !== null ? accountKey(accountId) : undefined
}
