import type { Deed, Rule, Source } from './automation-file.ts'
import { ruleConditionText } from './vocabulary.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { parametersText } from '../items/own-actions.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { durationTerm, termMessage } from '../../foundation/messages/term-message.ts'

/** Returns the action of a rule in words: the second half of "when …, it …". */
export function actMessage(does: Deed): Message {
  switch (does.kind) {
    case 'propose': {
      const { durationMs, policyId } = does
      const lasting =
        durationMs === null ? '' : message('automation.act.lasting', { duration: durationTerm(durationMs) })
      if ('own' in does) {
        const parameters = parametersText(does.own)
        const given = parameters === '' ? '' : message('automation.act.with', { parameters })
        return message('automation.act.own', { action: does.own.id, with: given, lasting, policyId })
      }
      const action = termMessage('action', does.action) ?? does.action
      return message('automation.act.propose', { action, lasting, policyId })
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
