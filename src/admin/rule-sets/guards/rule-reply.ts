import { type Static, Type } from 'typebox'
import { ACTIONS } from '../../../foundation/domain.ts'
import type { Guard } from '../../../policy/guards/guards-file.ts'
import { describeRequirement } from '../../../policy/requirements/require-block.ts'
import { formatCondition } from '../../../policy/conditions/format-condition.ts'

/** One guard in words, with its condition as written in the file. */
export const RuleReply = Type.Object({
  id: Type.String(),
  why: Type.String(),
  says: Type.String({ description: 'The condition of the guard in words.' }),
  when: Type.String({ description: 'The condition as the file states it.' }),
  actions: Type.Array(Type.Enum([...ACTIONS])),
  asks: Type.String({ description: 'The requirement in words.' }),
})

export const toRule = ({ id, why, when, actions, requirement, as }: Guard): Static<typeof RuleReply> => ({
  id,
  why,
  says: formatCondition(when),
  when: when.text.replaceAll(/\s+/g, ' '),
  actions: [...actions],
  asks: describeRequirement(requirement, as ?? undefined),
})
