import type { Desk } from '../desk.ts'
import { parseSubjectKey } from '../domain.ts'
import type { Queryable } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import type { Position } from '../lib/page-position.ts'
import {
  findAccount,
  findCaseFor,
  findContent,
  listEarlierDecisions,
  listEvents,
  listEvidence,
  listOrdersOn,
  listReports,
  type OpenedCase,
} from './case-queries.ts'
import { recordShown } from './shown.ts'

export interface CaseRequest {
  caseId: string
  staffId: string
  /** Of its reports. */
  page: { after: Position | undefined; size: number }
}

export type FullCase = Awaited<ReturnType<typeof readCase>>

/**
 * All there is to know of a case, with one page of its reports. Its holder reads on the record: what they are shown is
 * written down first.
 */
export async function readCase(desk: Desk, { caseId, staffId, page }: CaseRequest) {
  const { db } = desk
  const found = await openCase(db, caseId, staffId)
  const subject = parseSubjectKey(found.subject)
  const { reports: listed, ordinal } = await listReports(db, caseId, { ...page, size: page.size + 1 })
  const reports = listed.slice(0, page.size)
  const full = {
    case: found,
    reports,
    more: listed.length > reports.length,
    evidence: await listEvidence(
      db,
      caseId,
      reports.map(({ id }) => id),
    ),
    account: found.accountId === null ? undefined : await findAccount(db, found.accountId),
    content: subject.kind === 'content' ? await findContent(db, subject.id) : undefined,
    decisions: await listEarlierDecisions(db, found, staffId),
    orders: await listOrdersOn(db, found),
    events: await listEvents(db, caseId),
  }
  await recordShown(db, caseId, staffId, [
    ...(reports.length > 0 ? [`reports:${ordinal}-${ordinal + reports.length - 1}`] : []),
    ...full.evidence.map(({ id }) => `evidence:${id}`),
    ...(full.account ? ['account'] : []),
    ...(full.content ? ['content'] : []),
    'history',
    'events',
  ])
  return full
}

/** The case, if this person may open it. Where they work decides whether they learn that it exists. */
export async function openCase(db: Queryable, caseId: string, staffId: string): Promise<OpenedCase> {
  const found = await findCaseFor(db, caseId, staffId)
  if (!found?.atTheirPlace) throw new DeskError('not_found', `There is no case ${caseId}.`)
  if (found.missingClearances.length > 0) {
    const missing = found.missingClearances.join(' and ')
    throw new DeskError('not_allowed', `Opening ${caseId} takes the clearance ${missing}, which you do not have.`)
  }
  return found
}
