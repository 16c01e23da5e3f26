import { type Action, accountKey, parseSubjectKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message, type Text } from '../../foundation/messages/message.ts'
import type { Deed } from '../../policy/automation/automation-file.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'
import type { Policies } from '../../policy/policies.ts'
import { ACTION_RULES } from '../../policy/requirements/action-order.ts'
import { baseActionOf } from '../../policy/requirements/base-action.ts'
import { planOwnAction } from '../../review/decide/plan-own-action.ts'

/** The action of an automation rule, and its subject. */
interface PlannedDeed {
  action: Action
  subject: string
  ownAction: StoredAction | null
}

type Enforcing = Exclude<Deed, { kind: 'route' }>
type OwnEnforcing = Extract<Deed, { own: object }>
interface Known {
  subject: string
  accountId: string | null
}

/**
 * Returns the action of a rule on its subject: the subject itself, or its account where the action applies to accounts
 * only. `why`: the rule can't do it here, and leaves it to people.
 */
export function planDeed(policies: Policies, does: Enforcing, known: Known): PlannedDeed | { why: Text } {
  if ('own' in does) return planOwnDeed(policies, does, known)
  const action = does.kind === 'propose' ? does.action : does.kind
  const { on } = ACTION_RULES[action]
  const ofAccount = on.includes('account') && known.accountId !== null ? accountKey(known.accountId) : undefined
  const subject = on.includes(parseSubjectKey(known.subject).kind) ? known.subject : ofAccount
  if (subject === undefined) return { why: message('automation.left.nothing', { action }) }
  return { action, subject, ownAction: null }
}

/** Plans an action of one's own as a decision would. A rule proposes none that can't be undone, as PostgreSQL has it. */
function planOwnDeed(policies: Policies, does: OwnEnforcing, { subject: key, accountId }: Known) {
  const { own, policyId, durationMs } = does
  const [declared, policy] = [policies.items.actions.get(own.id), policies.policies.get(policyId)]
  if (policy === undefined) return { why: message('automation.left.noPolicy', { policyId }) }
  const subject = parseSubjectKey(key)
  const kind = declared?.on.includes(subject.kind) ? subject.kind : 'account'
  const base = declared && baseActionOf(kind, declared, durationMs !== null)
  if (declared === undefined || base === undefined)
    return { why: message('automation.left.undeclared', { action: own.id }) }
  if (!declared.reversible) return { why: message('automation.left.final', { action: own.id }) }
  try {
    const draft = { action: base, own, ...(durationMs !== null && { durationMs }) }
    const planned = planOwnAction(policies, policy, draft, { field: 'do/propose', reviewed: { subject, accountId } })
    return { action: base, subject: planned.subject, ownAction: planned.ownAction ?? null }
  } catch (error) {
    if (error instanceof DeskError) return { why: error.text }
    throw error
  }
}
