import { whyText } from '../../../policy/shipped-why.ts'
import { type Static, Type } from 'typebox'
import type { Text } from '../../../foundation/messages/message.ts'
import { type Language, renderText } from '../../../foundation/messages/render-message.ts'
import { ACTIONS } from '../../../foundation/domain.ts'
import type { Guard } from '../../../policy/guards/guards-file.ts'
import { requirementMessage } from '../../../policy/requirements/describe-requirement.ts'
import { conditionText } from '../../../policy/conditions/format-condition.ts'

/** One guard in words, with its condition as written in the file. */
export const RuleReply = Type.Object({
  id: Type.String(),
  why: Type.String(),
  says: Type.String({ description: 'The condition of the guard in words.' }),
  when: Type.String({ description: 'The condition as the file states it.' }),
  actions: Type.Array(Type.Enum([...ACTIONS])),
  asks: Type.String({ description: 'The requirement in words.' }),
})

/** One guard, with its texts to be rendered in the reader's language. Plain data, so processes can exchange it. */
export interface RuleTexts extends Omit<Static<typeof RuleReply>, 'says' | 'asks'> {
  says: Text
  asks: Text
}

export const toRule = ({ id, why, when, actions, requirement, as }: Guard): RuleTexts => ({
  id,
  why,
  says: conditionText(when),
  when: when.text.replaceAll(/\s+/g, ' '),
  actions: [...actions],
  asks: requirementMessage(requirement, as ?? undefined),
})

export const renderRule = (rule: RuleTexts, language: Language): Static<typeof RuleReply> => ({
  ...rule,
  why: renderText(whyText(rule.why), language),
  says: renderText(rule.says, language),
  asks: renderText(rule.asks, language),
})
