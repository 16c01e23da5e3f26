import { Type } from 'typebox'
import { ACTIONS, type Action } from '../domain.ts'
import { DURATION_MS_MAX, MINUTE_MS } from '../durations.ts'
import { LabelName, strict } from './schemas.ts'

/** The action that a judge of an appeal finds enough. */
export interface LesserAction {
  /** Left out: the policy of the enforcement. */
  policyId?: string
  action: Action
  durationMs?: number
  label?: string
}

export const LesserBody = Type.Object(
  {
    policyId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'Left out: the policy of the enforcement.' }),
    ),
    action: Type.Enum([...ACTIONS]),
    durationMs: Type.Optional(Type.Integer({ minimum: MINUTE_MS, maximum: DURATION_MS_MAX })),
    label: Type.Optional(LabelName),
  },
  strict,
)
