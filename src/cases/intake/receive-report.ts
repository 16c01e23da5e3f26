import { toSubject } from '../../foundation/connector/collections.ts'
import type { KeyCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderText } from '../../foundation/messages/render-message.ts'
import { invalidField, invalidFields } from '../../foundation/schemas/invalid-field.ts'
import { findSpan, traced } from '../../foundation/telemetry/tracing.ts'
import { qualifyForKey, qualifySubjectForKey } from '../../people/access/ids-of-key.ts'
import type { Desk } from '../../policy/desk.ts'
import { type CheckedReport, checkReport } from './check-report.ts'
import { type CommitOutcome, commitReports } from './commit-reports.ts'
import type { PausedAnswer, ReportAnswer, ReportBody, SentReport } from './report-body.ts'
import type { GivenReport } from './store-reports.ts'

/** False for `created`: the same report was received before, and this is the answer from then. */
type Received = { created: boolean; answer: ReportAnswer } | { paused: PausedAnswer }

/** The function that makes a report durable: alone, or in a batch with concurrent ones. */
export type Commit = (given: GivenReport) => Promise<CommitOutcome>

export const commitAlone =
  (desk: Pick<Desk, 'db' | 'policies'>): Commit =>
  async (given) => {
    const [outcome] = await commitReports(desk, [given])
    if (outcome === undefined) throw new Error('it was not told what became of a report')
    return outcome
  }

/**
 * Stores a report durably and once, with its case and its ledger entry; all or nothing. Sending the same report again
 * returns the same answer; a different report under a used id is refused.
 */
export async function receiveReport(commit: Commit, keyId: string, body: ReportBody): Promise<Received> {
  return receiveChecked(commit, keyId, checkReport(body))
}

/** Returns a report with the desk's ids instead of those of the sender's platform. */
export const nameOwn = (key: Pick<KeyCaller, 'platform'>, body: SentReport): ReportBody => ({
  ...body,
  subject: qualifySubjectForKey(key, toSubject(body.subject)),
  reporterId: qualifyForKey(key, body.reporterId, 'reporterId'),
})

/** Stores a report that was checked before, durably and once, with its case and its ledger entry. */
export async function receiveChecked(
  commit: Commit,
  keyId: string,
  report: CheckedReport,
  flaggerId?: string,
): Promise<Received> {
  const { body } = report
  const outcome = await traced({ name: 'store report' }, async () => {
    const span = findSpan()
    const stored = await commit({ keyId, report, flaggerId, ...(span && { traceparent: span.traceparent }) })
    if ('received' in stored && stored.received.caseId !== null)
      span?.set({ 'countersign.case_id': stored.received.caseId })
    return stored
  })
  switch (outcome.kind) {
    case 'new':
    case 'known': {
      const { reportId, caseId, receivedAt } = outcome.received
      const joined = caseId !== null && { caseId }
      const answer = { id: body.id, reportId, ...joined, receivedAt: receivedAt.toISOString() }
      return { created: outcome.kind === 'new', answer }
    }
    case 'paused': {
      const { receivedAt, pausedUntil: until } = outcome
      const detail = renderText(message('report.paused', { until }), 'en')
      const [at, pausedUntil] = [receivedAt.toISOString(), until.toISOString()]
      return { paused: { id: body.id, receivedAt: at, pausedUntil, detail } }
    }
    case 'taken':
      throw new DeskError('conflict', message('report.taken', { id: body.id }))
    case 'in_future':
      throw invalidField('reportedAt', message('field.inFuture'))
    case 'bad_item':
      throw invalidFields(outcome.faults)
    case 'refused':
      throw new DeskError('invalid_input', message('report.refused', { sqlState: outcome.sqlState }))
  }
}
