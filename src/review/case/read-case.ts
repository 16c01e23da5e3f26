import { queueShown } from '../../cases/claims/shown.ts'
import { listSignals } from '../../cases/signals/signal-queries.ts'
import { inTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import type { Position } from '../../foundation/database/page-cursor.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { readAppeal } from '../appeals/read-appeal.ts'
import { listMedia } from '../media/media-queries.ts'
import { readReportersRecord } from '../search/reporters-record.ts'
import { readStrikes, type Strikes } from '../strikes/read-strikes.ts'
import { findStrikeCase, type StrikeCase } from '../strikes/strike-queries.ts'
import { listEvents } from './case-event-queries.ts'
import {
  findAccount,
  findCaseFor,
  findContent,
  listEarlierDecisions,
  listEnforcementsOn,
  listEvidence,
  listItems,
  listReports,
  type OpenedCase,
} from './case-queries.ts'
import { listThread } from './thread-queries.ts'

interface CaseRequest {
  caseId: string
  staffId: string
  /** The page of reports that is read. */
  page: { after: Position | undefined; size: number }
}

export type FullCase = Awaited<ReturnType<typeof readAll>> & {
  /** Null: the account is not known. */
  strikes: Strikes | null
  /** The strikes that opened it. Undefined: none did. */
  strikeCase: StrikeCase | undefined
}

/** Reads a whole case with one page of its reports. For its holder, the parts shown are recorded first. */
export async function readCase({ db, policies }: Desk, request: CaseRequest): Promise<FullCase> {
  const { caseId, staffId } = request
  return inTransaction(db, async (tx) => {
    const found = await openCase(tx, caseId, staffId)
    const { accountId } = found
    const full = {
      ...(await readAll(tx, found, request)),
      strikes: accountId === null ? null : await readStrikes(tx, policies, { accountId, staffId }),
      strikeCase: await findStrikeCase(tx, caseId, staffId),
    }
    queueShown(tx, caseId, staffId, partsOf(full))
    return full
  })
}

async function readAll(tx: Tx, found: OpenedCase, { caseId, staffId, page }: CaseRequest) {
  const { reportedIn } = found
  const subject = parseSubjectKey(found.subject)
  const appeal = found.appealId === null ? null : await readAppeal(tx, found.appealId, staffId)
  // The queries are sent at once: none needs the answer of another.
  const [
    { reports: listed, ordinal },
    account,
    content,
    items,
    decisions,
    enforcements,
    events,
    thread,
    reporters,
    signals,
  ] = await Promise.all([
    listReports(tx, reportedIn, { ...page, size: page.size + 1 }),
    found.accountId === null ? undefined : findAccount(tx, found.accountId),
    subject.kind === 'content' ? findContent(tx, subject.id) : undefined,
    subject.kind === 'content' ? listItems(tx, subject.id) : [],
    listEarlierDecisions(tx, found, staffId),
    listEnforcementsOn(tx, found, staffId),
    listEvents(tx, caseId, found, staffId),
    listThread(tx, found.subject),
    readReportersRecord(tx, reportedIn),
    listSignals(tx, found.subject),
  ])
  const reports = listed.slice(0, page.size)
  const reportIds = reports.map(({ id }) => id)
  const evidence = await listEvidence(tx, reportedIn, reportIds)
  const media = await listMedia(tx, { caseId: reportedIn, subject: found.subject, appealId: found.appealId, reportIds })
  const more = listed.length > reports.length
  return {
    case: found,
    appeal,
    reports,
    ordinal,
    more,
    evidence,
    media,
    thread,
    reporters,
    signals,
    account,
    content,
    items,
    decisions,
    enforcements,
    events,
  }
}

const partsOf = ({ appeal, reports, ordinal, evidence, account, content, thread, signals }: FullCase): string[] => [
  ...(appeal ? [`appeal:${appeal.id}`] : []),
  ...(reports.length > 0 ? [`reports:${ordinal}-${ordinal + reports.length - 1}`] : []),
  ...evidence.map(({ id }) => `evidence:${id}`),
  ...(account ? ['account'] : []),
  ...(content ? ['content', ...(content.version === null ? [] : [`version:${content.version}`])] : []),
  ...(thread.length > 0 ? ['thread'] : []),
  ...signals.map(({ id }) => `signal:${id}`),
  'history',
  'events',
]

/** Returns the case, if this person may open it. Their site decides whether they learn that it exists. */
export async function openCase(db: Queryable, caseId: string, staffId: string): Promise<OpenedCase> {
  const found = await findCaseFor(db, caseId, staffId)
  if (!found?.atTheirPlace) throw new DeskError('not_found', message('case.unknown', { caseId }))
  if (found.missingClearances.length > 0) {
    const missing = found.missingClearances.join(' and ')
    throw new DeskError('not_allowed', message('case.needsClearance', { caseId, clearance: missing }))
  }
  return found
}
