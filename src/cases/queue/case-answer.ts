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
  returned: Type.Boolean({ description: 'True when it was decided before and came back; its events show why.' }),
  breached: Type.Boolean({ description: 'True when it missed its due time. Such cases come first.' }),
  escalated: Type.Boolean({ description: 'True while an escalation waits for its answer.' }),
  appealId: orNull(
    AppealId,
    'The appeal that the case is about: judge it with POST /v1/cases/:caseId/appeal. Null: no appeal.',
  ),
  bulkActionId: orNull(BulkActionId, 'The bulk action whose enforcement the appeal is against. Null: none.'),
  reportCount: Type.Integer(),
  reporterCount: Type.Integer({ description: 'The number of different reporters.' }),
  openedAt: Timestamp,
  dueAt: Timestamp,
  lawDueAt: orNull(Timestamp, 'The legal deadline for hiding the subject, if the report is right. Null: none.'),
  closedAt: orNull(Timestamp),
  claimedBy: orNull(Type.String({ description: 'The pseudonym of the reviewer who holds the case.' })),
  claimedUntil: orNull(Timestamp),
})
export type CaseAnswer = Static<typeof CaseAnswer>

export function toCaseAnswer(row: CaseRow, holder: string | null): CaseAnswer {
  const { claimedBy: _holderId, claimedAt: _since, late, escalationId, ...told } = row
  const { subject, ...rest } = told
  return {
    ...rest,
    breached: late,
    escalated: escalationId !== null,
    subject: parseSubjectKey(subject),
    claimedBy: holder,
  }
}
