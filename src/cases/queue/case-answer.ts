import { type Static, Type } from 'typebox'
import { CATEGORIES, parseSubjectKey } from '../../foundation/domain.ts'
import {
  AppealId,
  BulkActionId,
  CaseId,
  orNull,
  PlatformId,
  SubjectSchema,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import type { CaseRow } from './queries.ts'

/** A case in a reply; its holder appears by pseudonym. */
export const CaseAnswer = Type.Object({
  id: CaseId,
  subject: SubjectSchema,
  accountId: orNull(PlatformId),
  state: Type.Enum(['open', 'closed']),
  queue: Type.String(),
  category: Type.Enum(CATEGORIES),
  language: orNull(Type.String()),
  region: orNull(Type.String()),
  returned: Type.Boolean({ description: 'It was decided before and came back: what happened stands in its events.' }),
  breached: Type.Boolean({ description: 'It missed its due time, and stands before all that did not.' }),
  escalated: Type.Boolean({ description: 'Others were asked about it, and have not answered.' }),
  appealId: orNull(AppealId, 'It is an appeal, and judged as one: POST /v1/cases/:caseId/appeal.'),
  bulkActionId: orNull(BulkActionId, 'The appeal is against an enforcement of this bulk action.'),
  reportCount: Type.Integer(),
  reporterCount: Type.Integer({ description: 'The same reporter twice counts once.' }),
  openedAt: Timestamp,
  dueAt: Timestamp,
  lawDueAt: orNull(Timestamp, 'By then the law wants its subject out of sight, if it is what it was reported for.'),
  closedAt: orNull(Timestamp),
  claimedBy: orNull(Type.String({ description: 'The pseudonym of whoever holds it.' })),
  claimedUntil: orNull(Timestamp),
})
export type CaseAnswer = Static<typeof CaseAnswer>

export function toCaseAnswer(row: CaseRow, holder: string | null): CaseAnswer {
  const { claimedBy: _holderId, claimedAt: _since, late, escalationId, ...told } = row
  const { subject, openedAt, dueAt, lawDueAt, closedAt, claimedUntil, ...rest } = told
  return {
    ...rest,
    breached: late,
    escalated: escalationId !== null,
    subject: parseSubjectKey(subject),
    openedAt: openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    lawDueAt: toIso(lawDueAt),
    closedAt: toIso(closedAt),
    claimedBy: holder,
    claimedUntil: toIso(claimedUntil),
  }
}
