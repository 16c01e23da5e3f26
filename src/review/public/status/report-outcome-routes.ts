import sql from 'sql-template-tag'
import { type Static, Type } from 'typebox'
import type { Queryable } from '../../../foundation/database/db.ts'
import { requireFound } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { CaseId, orNull, PlatformId, Problem, Timestamp } from '../../../foundation/schemas/schemas.ts'
import { keyOf } from '../../../people/access/caller.ts'
import type { App, Desk } from '../../../policy/desk.ts'
import { findOutcome } from './answer-notices.ts'

const ReportOutcome = Type.Object({
  id: Type.String({ description: 'The id that the sender gave the report.' }),
  reportId: Type.String(),
  caseId: orNull(CaseId, 'Null: the report waits for its case.'),
  receivedAt: Timestamp,
  outcome: orNull(
    Type.Enum(['actioned', 'not_actioned']),
    'The outcome of its case, to tell its reporter. Null: the case is open, or its enforcement waits.',
  ),
})

/** The route by which a platform reads the outcome of a report, to answer its reporter. */
export function reportOutcomeRoutes(app: App, desk: Desk): void {
  const read = {
    summary: 'Read the outcome of a report',
    description:
      'Only for reports that this key, or a key of the same name and platform, sent. All reports of a case have one outcome. An event of the kind `case` says when to ask again.',
    params: Type.Object({ id: { ...PlatformId, description: 'The id that the sender gave the report.' } }),
    response: { 200: ReportOutcome, 404: Problem },
  }
  app.get('/v1/reports/:id', { schema: read }, async (request): Promise<Static<typeof ReportOutcome>> => {
    const { id } = request.params
    const found = requireFound(await findSent(desk.db, keyOf(request).id, id), message('report.unsent', { id }))
    const outcome = found.caseId === null ? 'open' : await findOutcome(desk.db, found.caseId)
    return { id, ...found, outcome: outcome === 'open' || outcome === 'pending' ? null : outcome }
  })
}

/** Finds a report of this API key, or of one with the same name and platform: a next key keeps the name. */
const findSent = (
  db: Queryable,
  keyId: string,
  id: string,
): Promise<{ reportId: string; caseId: string | null; receivedAt: Date } | undefined> =>
  db.find(sql`
    select known.report_id as "reportId", coalesce(known.case_id, (select case_id from report
      where report.received_at = known.received_at and report.id = known.report_id)) as "caseId", known.received_at as "receivedAt"
    from report_key known
    where known.client_id = ${id} and known.key_id in (
      select namesake.id from api_key own join api_key namesake
        on (namesake.name, namesake.platform) = (own.name, own.platform) where own.id = ${keyId})
    order by known.received_at desc limit 1`)
