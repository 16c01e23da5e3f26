import { createHash } from 'node:crypto'
import { receiveRequest } from '../../../cases/authority/receive-request.ts'
import { findFlaggerByEmail, joinLane } from '../../../cases/flaggers/flagger-queries.ts'
import type { Evidence } from '../../../cases/intake/check-evidence.ts'
import { type CheckedReport, checkReport } from '../../../cases/intake/check-report.ts'
import { commitAlone, receiveChecked } from '../../../cases/intake/receive-report.ts'
import type { ReportBody } from '../../../cases/intake/report-body.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { type KeyCaller, parseSubjectKey } from '../../../foundation/domain.ts'
import { finishJob, type Job } from '../../../foundation/jobs.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import { renderPublic } from '../../../foundation/messages/render-message.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'
import { findContact, findSenderName } from '../people/correspondent.ts'
import { findPublicKey } from '../people/public-key.ts'
import { queueAnswerJob } from '../status/answer-notices.ts'
import { findClockPolicy, KIND_RULES } from './notice-kinds.ts'
import {
  countUnconfirmedClocks,
  findNotice,
  listFiles,
  lockClosed,
  type StoredNotice,
  updateAccepted,
  updateLateClock,
  updatePaused,
} from './notice-queries.ts'

/**
 * The legal clocks that unconfirmed notices may start within a day. Beyond, only a confirmed one does: signatures cost
 * nothing to invent, and a clock moves its case before others.
 */
export const UNCONFIRMED_CLOCKS_A_DAY_MAX = 20
/** Those of one network, and those with one e-mail address: one sender does not use up the clocks of all. */
export const UNCONFIRMED_CLOCKS_OF_ONE_A_DAY_MAX = 3

/**
 * Stores the report of a due notice, and the removal request that starts a legal clock, by the same intake as all
 * others. Each has the id of the notice, so a run after a crash stores neither again.
 */
export async function acceptNotice(desk: Desk, job: Job): Promise<void> {
  const notice = await findNotice(desk.db, job.key)
  if (notice !== undefined && notice.dueAt !== null) {
    if (notice.acceptedAt === null) await accept(desk, notice)
    else if (notice.isConfirmed) await completeLate(desk, notice)
  }
  await finishJob(desk.db, job)
}

async function requireKey(desk: Desk): Promise<KeyCaller> {
  const key = await findPublicKey(desk, 'report')
  // The job is tried again, with growing pauses: a notice that was received waits for a key.
  if (key === undefined) throw new Error('a notice waits, and no API key stores its report: set COUNTERSIGN_PUBLIC_KEY')
  return key
}

/**
 * Starts the legal clock of an accepted notice whose sender confirmed it only now: as an unconfirmed one it may have been
 * beyond a bound. A crash in between starts no second one, because the request has the id of the notice.
 */
async function startLateClock(desk: Desk, notice: StoredNotice): Promise<void> {
  const key = await requireKey(desk)
  const removalRequestId = await requestRemoval(desk, key, notice)
  if (removalRequestId === null) return
  const { id: noticeId, subject } = notice
  await inTransaction(desk.db, async (tx) => {
    if (await updateLateClock(tx, noticeId, removalRequestId))
      queueEntry(tx, {
        kind: 'notice_clock_started',
        noticeId,
        removalRequestId,
        subject,
        by: { kind: 'key', id: key.id },
      })
  })
}

/** Gives an accepted notice what it gets only by the confirmation of its address: a legal clock, and a flagger's lane. */
async function completeLate(desk: Desk, notice: StoredNotice): Promise<void> {
  if (notice.removalRequestId === null) await startLateClock(desk, notice)
  const { reportId, caseId } = notice
  const flaggerId = await findFlaggerOf(desk, notice)
  if (flaggerId === undefined || reportId === null || caseId === null) return
  const { category } = KIND_RULES[notice.kind]
  await inTransaction(desk.db, (tx) => joinLane(tx, { reportId, caseId, flaggerId, category }))
}

async function accept(desk: Desk, notice: StoredNotice): Promise<void> {
  const key = await requireKey(desk)
  const report = await toReport(desk, notice)
  const flaggerId = await findFlaggerOf(desk, notice)
  if (flaggerId === undefined && (await updatePaused(desk.db, notice.id, report.body.category))) return
  const commit = commitAlone(desk)
  const receivedAt = notice.dueAt ?? undefined
  const received = await receiveChecked((given) => commit({ ...given, receivedAt }), key.id, report, flaggerId)
  // The pause began meanwhile: the next attempt stores the notice in it.
  if ('paused' in received) throw new Error(`the sender of ${notice.id} was paused while it was handed on`)
  const { answer } = received
  const removalRequestId = await requestRemoval(desk, key, notice)
  const { reportId, caseId } = answer
  if (caseId === undefined) throw new Error(`the report of ${notice.id} waits for its case`)
  await inTransaction(desk.db, async (tx) => {
    if (!(await updateAccepted(tx, notice.id, { reportId, caseId, removalRequestId }))) return
    queueEntry(tx, {
      ...{ kind: 'notice_received', noticeId: notice.id, noticeKind: notice.kind, reportId, caseId, removalRequestId },
      ...{ subject: notice.subject, by: { kind: 'key', id: key.id } },
    })
    // The case may have been decided since its report was stored: the decision found no notice to answer.
    if (await lockClosed(tx, caseId)) queueAnswerJob(tx, caseId)
  })
}

/** Returns the report of a notice. Its files are stored under the limits of a notice, not of a report's body. */
async function toReport(desk: Desk, notice: StoredNotice): Promise<CheckedReport> {
  const files = await listFiles(desk.db, notice.id)
  const evidence = files.map(
    ({ mediaType, bytes }): Evidence => ({
      ...{ class: 'sensitive', mediaType, bytes, reference: null },
      sha256: createHash('sha256').update(bytes).digest(),
    }),
  )
  const report = checkReport(await toBody(desk, notice))
  return { ...report, evidence: [...report.evidence, ...evidence] }
}

async function toBody(desk: Desk, notice: StoredNotice): Promise<ReportBody> {
  const { id, kind, subject, address, sha256, madeAt } = notice
  return {
    id,
    subject: parseSubjectKey(subject),
    ground: 'illegal',
    category: KIND_RULES[kind].category,
    reporterId: await nameReporter(desk, notice),
    reportedAt: madeAt.toISOString(),
    keyword: `notice: ${kind}`,
    comment: writeComment(notice),
    ...(sha256 !== null && {
      evidence: [{ class: 'restricted', mediaType: 'application/octet-stream', sha256, reference: address }],
    }),
  }
}

/** The reviewer of a rights holder's notice must see which work is meant and who claims it. */
function writeComment({ reason, work, holder, address, language }: StoredNotice): string {
  const words = (text: Parameters<typeof renderPublic>[0]) => renderPublic(text, language)
  const rights =
    work === null || holder === null
      ? []
      : [
          `${words(publicMessage('publicNotice.field.work'))}: ${work}`,
          `${words(publicMessage('publicNotice.field.holder'))}: ${holder}`,
        ]
  return [...rights, reason ?? '', address].join('\n\n')
}

/**
 * Returns the name under which the record of a reporter is kept. Only a confirmed address names the same person again:
 * with any other, a stranger could spoil the record of its owner.
 */
async function nameReporter({ db }: Desk, { id, correspondentId }: StoredNotice): Promise<string> {
  return (correspondentId === null ? undefined : await findSenderName(db, correspondentId)) ?? `notice:${id}`
}

/** Finds the trusted flagger whose address a notice is from. Anyone can type an address, so only a confirmed one counts. */
async function findFlaggerOf({ db, outbox }: Desk, notice: StoredNotice): Promise<string | undefined> {
  if (notice.correspondentId === null || !notice.isConfirmed) return undefined
  const contact = await findContact(db, outbox.seal, notice.correspondentId)
  return contact?.email ? findFlaggerByEmail(db, contact.email) : undefined
}

/** Stores a signed notice of a content as a removal request, where a policy's clock starts from one. */
async function requestRemoval(desk: Desk, key: KeyCaller, notice: StoredNotice): Promise<string | null> {
  const policyId = findClockPolicy(desk.policies, notice.kind)
  const { kind, id: content } = parseSubjectKey(notice.subject)
  if (policyId === undefined || kind !== 'content' || notice.correspondentId === null) return null
  const contact = await findContact(desk.db, desk.outbox.seal, notice.correspondentId)
  if (contact?.email === undefined || contact.email === null || contact.signature === null) return null
  if (!notice.isConfirmed && !(await mayStartUnconfirmed(desk, notice))) return null
  const { request } = await receiveRequest(desk, key, {
    ...{ id: notice.id, policyId, content, contact: contact.email, signature: contact.signature },
    identification: notice.address,
    goodFaith: renderPublic(publicMessage('publicNotice.statement'), notice.language),
  })
  return request.id
}

async function mayStartUnconfirmed({ db }: Desk, notice: StoredNotice): Promise<boolean> {
  const { all, ofNetwork, ofAddress } = await countUnconfirmedClocks(db, notice)
  return all < UNCONFIRMED_CLOCKS_A_DAY_MAX && Math.max(ofNetwork, ofAddress) < UNCONFIRMED_CLOCKS_OF_ONE_A_DAY_MAX
}
