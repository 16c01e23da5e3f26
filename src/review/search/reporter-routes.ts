import sql from 'sql-template-tag'
import { type Static, Type } from 'typebox'
import { Reason } from '../../oversight/views/request-view-reason.ts'
import { maySee } from '../../oversight/views/seen.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import {
  CaseId,
  orNull,
  PlatformId,
  Problem,
  ReportId,
  SubjectSchema,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { openCase } from '../case/read-case.ts'

export const ReporterAnswer = Type.Object({
  caseId: CaseId,
  reportId: ReportId,
  subject: SubjectSchema,
  accountId: orNull(PlatformId),
  claimedBy: orNull(Type.String({ description: 'The pseudonym of the reviewer who holds the case.' })),
  reporterId: Type.Optional(Type.String({ description: 'The reporter, by the id of the platform.' })),
})
export type ReporterAnswer = Static<typeof ReporterAnswer>

/** The route that returns the reporter of one report to a caller with a reason. */
export function reporterRoutes(app: App, desk: Desk): void {
  const read = {
    summary: 'Read who made a report',
    description: 'No case shows its reporters. For the holder of the case, leads, policy and auditors, with a reason.',
    params: Type.Object({ caseId: CaseId, reportId: ReportId }),
    querystring: Type.Object({ reason: Reason }, strict),
    response: { 200: ReporterAnswer, 404: Problem },
  }
  app.get('/v1/cases/:caseId/reports/:reportId/reporter', { schema: read }, async (request) => {
    const { caseId, reportId } = request.params
    const caller = staffOf(request)
    const found = await openCase(desk.db, caseId, caller.id)
    const { subject, accountId, holder: claimedBy } = found
    if (!maySee('reporter_identity', caller, { claimedBy })) {
      throw new DeskError('not_allowed', message('report.notHeld', { caseId }))
    }
    const report = await desk.db.find<{ reporterId: string }>(sql`
      select reporter_id as "reporterId" from report where case_id = ${caseId} and id = ${reportId}`)
    if (report === undefined) throw new DeskError('not_found', message('report.unknown', { reportId, caseId }))
    return {
      caseId,
      reportId,
      subject: parseSubjectKey(subject),
      accountId,
      claimedBy,
      reporterId: report.reporterId,
    }
  })
}
