import { type Static, Type } from 'typebox'
import { orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { CaseAnswer, toCaseAnswer } from '../queue/case-answer.ts'
import type { ListedCaseRow } from './list-cases.ts'

/** A case in a list, with its account. */
export const ListedCase = Type.Object({
  ...CaseAnswer.properties,
  handle: orNull(Type.String(), 'The handle of its account. Null: unknown.'),
  displayName: orNull(Type.String()),
  reach: orNull(Type.Integer(), 'The highest reach of 180 days. Null: unknown, which counts as protected.'),
  verified: orNull(Type.Boolean()),
  protected: Type.Boolean({ description: 'True when the account is protected, or unknown to the desk.' }),
  item: orNull(Type.String(), 'The item type of its content, such as listing. Null: none is known.'),
  reservedFor: orNull(Type.String(), 'The pseudonym of the person for whom the case is reserved. Null: none.'),
  snoozedUntil: orNull(Timestamp, 'The time until which the case is out of its queue. Null: it is not snoozed.'),
})
export type ListedCase = Static<typeof ListedCase>

export function toListedCase({ claimant, snoozedUntil, ...row }: ListedCaseRow): ListedCase {
  const { handle, displayName, reach, verified, protected: isProtected, item, reservedFor } = row
  const account = { handle, displayName, reach, verified, protected: isProtected }
  return { ...toCaseAnswer(row, claimant), ...account, item, reservedFor, snoozedUntil }
}
