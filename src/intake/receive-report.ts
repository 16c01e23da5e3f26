import type { Desk } from '../desk.ts'
import { type Actor, actorKey, subjectKey } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { makeDue, notifyLane } from '../lib/due.ts'
import { DeskError } from '../lib/errors.ts'
import { type CaseRoute, routeCase } from '../queue/route-case.ts'
import { type CheckedReport, checkReport } from './check-report.ts'
import { lockContents } from './content-lock.ts'
import { invalidField } from './invalid-field.ts'
import {
  countReporter,
  findGround,
  findReceived,
  type Ground,
  insertEvidence,
  insertOpened,
  insertReport,
  joinCase,
  needsFacts,
  type ReceivedReport,
} from './queries.ts'
import type { ReportAnswer, ReportBody } from './report-body.ts'
import { toReceived } from './report-received.ts'

/** Clocks of platforms differ from ours by seconds, not by more than this. */
export const REPORTED_AHEAD_MAX_MS = 5 * 60_000
/** A case that opens on facts older than this has them read again. */
export const FACTS_AGE_MAX_MS = 24 * 3_600_000

export interface Received {
  /** False: this very report had been received before, and the answer is the one given then. */
  created: boolean
  answer: ReportAnswer
}

/**
 * Stores a report durably and once, joined to the open case of its subject, and recorded; all of it or nothing. The same
 * report again gets the same answer; another one under an id this key has used is refused.
 */
export async function receiveReport(desk: Desk, keyId: string, body: ReportBody): Promise<Received> {
  const report = checkReport(body)
  const before = await findReceived(desk.db, keyId, body.id)
  if (before) return answerAgain(report, before)
  try {
    const stored = await inTransaction(desk.db, (tx) => storeReport(tx, desk, keyId, report))
    return { created: true, answer: answerOf(report, stored) }
  } catch (error) {
    if (!(error instanceof IdTaken)) throw error
    const first = await findReceived(desk.db, keyId, body.id)
    if (!first) throw new Error('the id of a report was taken and nothing was received under it', { cause: error })
    return answerAgain(report, first)
  }
}

/** Another transaction received a report under this id first. Thrown, so that everything of this attempt is undone. */
class IdTaken extends Error {
  override name = 'IdTaken' as const
}

async function storeReport(tx: Tx, desk: Desk, keyId: string, report: CheckedReport): Promise<ReceivedReport> {
  const { body, bodyHash } = report
  const by: Actor = { kind: 'key', id: keyId }
  if (body.subject.kind === 'content') await lockContents(tx, [body.subject.id], 'still')
  const ground = await findGround(tx, body.subject, report.reportedAt, REPORTED_AHEAD_MAX_MS)
  if (ground.inFuture) throw invalidField('reportedAt', 'must not be in the future')
  const joined = await joinCase(tx, {
    ...routeReport(desk, body, ground),
    subject: subjectKey(body.subject),
    accountId: ground.accountId,
    category: body.category,
    language: body.language ?? ground.language,
    region: body.region ?? null,
  })
  if (joined.opened) await noteOpened(tx, joined.id, body, ground, by)
  await countReporter(tx, joined.id, body.reporterId)
  const reportId = await insertReport(tx, keyId, joined.id, report)
  if (reportId === undefined) throw new IdTaken()
  for (const evidence of report.evidence) await insertEvidence(tx, reportId, joined.id, evidence)
  await append(tx, {
    kind: 'reports_received',
    reports: [toReceived(report, reportId, joined.id)],
    by,
    subject: subjectKey(body.subject),
  })
  return { bodyHash, reportId, caseId: joined.id, receivedAt: tx.now }
}

function routeReport(desk: Desk, { category, ground, language, region }: ReportBody, known: Ground): CaseRoute {
  const spoken = language ?? known.language
  return routeCase(desk.policies, {
    category,
    ground,
    ...(spoken === null ? {} : { language: spoken }),
    ...(region === undefined ? {} : { region }),
  })
}

/** A case opens once, however many reports join it: the time to see to it that its account is known. */
async function noteOpened(tx: Tx, caseId: string, body: ReportBody, ground: Ground, by: Actor): Promise<void> {
  await insertOpened(tx, caseId, actorKey(by))
  const { accountId } = ground
  const asked = subjectKey(accountId === null ? body.subject : { kind: 'account', id: accountId })
  if (!(await needsFacts(tx, accountId, asked, FACTS_AGE_MAX_MS))) return
  await makeDue(tx, 'facts', asked, 'background')
  await notifyLane(tx, 'background')
}

function answerAgain(report: CheckedReport, before: ReceivedReport): Received {
  if (!before.bodyHash.equals(report.bodyHash)) {
    throw new DeskError(
      'conflict',
      `Not received: another report was received under the id "${report.body.id}" before. Send this one under an id of its own.`,
    )
  }
  return { created: false, answer: answerOf(report, before) }
}

const answerOf = ({ body }: CheckedReport, { reportId, caseId, receivedAt }: ReceivedReport): ReportAnswer => ({
  id: body.id,
  reportId,
  caseId,
  receivedAt: receivedAt.toISOString(),
})
