import type { Deed, Rule, Source } from './automation-file.ts'
import { ruleConditionText } from './vocabulary.ts'
import { formatDurationToken } from '../../foundation/durations.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { durationTerm, termMessage } from '../../foundation/messages/term-message.ts'

/** Returns the action of a rule in words: the second half of "when …, it …". */
export function actMessage(does: Deed): Message {
  switch (does.kind) {
    case 'propose': {
      const { action, durationMs, policyId } = does
      const lasting =
        durationMs === null ? '' : message('automation.act.lasting', { duration: durationTerm(durationMs) })
      return message('automation.act.propose', { action: termMessage('action', action) ?? action, lasting, policyId })
    }
    case 'label':
      return message('automation.act.label', { label: does.label, policyId: does.policyId })
    case 'route':
      return message('automation.act.route', { queue: does.queue })
    case 'hide':
      return message('automation.act.hide', { policyId: does.policyId, unless: message('automation.act.unless') })
    default:
      return does satisfies never
  }
}

/** Returns an automation rule as one sentence, to be rendered in the reader's language. */
export const ruleMessage = ({ when, does }: Pick<Rule, 'when' | 'does'>): Message =>
  message('automation.says', { condition: ruleConditionText(when), act: actMessage(does) })

/** Formats an automation rule as one English sentence. */
export const formatRule = (rule: Pick<Rule, 'when' | 'does'>): string => renderMessage(ruleMessage(rule))

/** Formats the budget of a signal source and the person responsible. */
export const formatSource = ({ owner, budget }: Source): string =>
  `${owner} answers for it. It does at most ${budget.acts.toLocaleString('en')} things within ${formatDurationToken(budget.withinMs)}.`
