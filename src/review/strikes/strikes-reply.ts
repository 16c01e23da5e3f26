import { Type } from 'typebox'
import { ACTIONS } from '../../foundation/domain.ts'
import { EnforcementId, orNull, Timestamp } from '../../foundation/schemas/schemas.ts'

const Points = Type.Integer()

const Threshold = {
  points: Type.Integer({ description: 'The points at which a further strike opens a case.' }),
  action: Type.Enum([...ACTIONS], { description: 'The action that the case proposes to the person who decides it.' }),
  durationMs: orNull(Type.Integer()),
  people: Type.Integer({ description: 'The fewest people by whose enforcements it is reached.' }),
}

/** The strikes of an account. */
export const StrikesReply = Type.Object({
  points: Type.Integer({ description: 'The points that count now.' }),
  items: Type.Array(
    Type.Object({
      enforcementId: EnforcementId,
      policyId: Type.String(),
      policy: orNull(Type.String(), 'The title of the policy. Null: no file names it any more.'),
      action: Type.Enum([...ACTIONS]),
      points: Points,
      struckAt: { ...Timestamp, description: 'The time at which the enforcement took effect.' },
      expiresAt: { ...Timestamp, description: 'The time from which it no longer counts.' },
    }),
    { description: 'The strikes that count now, the newest first: at most one of a case or a bulk action.' },
  ),
  thresholds: Type.Array(
    Type.Object({
      ...Threshold,
      counted: Type.Integer({
        description: 'The points that count towards it: of one person at most an equal share.',
      }),
    }),
    { description: 'The thresholds of the policies in force, the lowest first.' },
  ),
})

/** The strikes that opened a case, and the action that they propose. */
export const StrikeCaseReply = Type.Object({
  points: Points,
  threshold: Type.Object(Threshold, { description: 'The threshold that they reached.' }),
})
