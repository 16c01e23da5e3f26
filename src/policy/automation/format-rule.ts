import type { Deed, Rule, Source } from './automation-file.ts'
import { ruleConditionText } from './vocabulary.ts'
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

/** Returns the budget of a signal source and the person responsible, in words. */
export const sourceMessage = ({ owner, budget }: Source): Message =>
  message('described.automation.source', { owner, acts: budget.acts, within: durationTerm(budget.withinMs) })

/** Formats the budget of a signal source and the person responsible, in English. */
export const formatSource = (source: Source): string => renderMessage(sourceMessage(source))
