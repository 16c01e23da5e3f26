import type { Deed, Rule, Source } from './automation-file.ts'
import { formatRuleCondition } from './vocabulary.ts'
import { formatDurationToken } from '../../foundation/durations.ts'

/** Formats the action of a rule: the second half of "when …, it …". */
export function formatAct(does: Deed): string {
  switch (does.kind) {
    case 'propose': {
      const lasting = does.durationMs === null ? '' : ` for ${formatDurationToken(does.durationMs)}`
      return `asks people to ${does.action}${lasting} by the policy ${does.policyId}; nothing is done until a reviewer agrees`
    }
    case 'label':
      return `puts the label “${does.label}” on it by the policy ${does.policyId}`
    case 'route':
      return `moves the case to the queue ${does.queue}`
    case 'hide':
      return `hides the content for an hour by the policy ${does.policyId}, and opens a case for people; on a protected account, and where guards require an approval, it waits until a reviewer agrees`
    default:
      return does satisfies never
  }
}

/** Formats an automation rule as one sentence. */
export const formatRule = ({ when, does }: Pick<Rule, 'when' | 'does'>): string =>
  `When ${formatRuleCondition(when)}, it ${formatAct(does)}.`

/** Formats the budget of a signal source and the person responsible. */
export const formatSource = ({ owner, budget }: Source): string =>
  `${owner} answers for it. It does at most ${budget.acts.toLocaleString('en')} things within ${formatDurationToken(budget.withinMs)}.`
