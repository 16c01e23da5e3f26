import { staffKey } from '../foundation/domain.ts'
import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { type ExceptionContent, exceptionHash, type ReportContent, reportHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck, StoredRow } from '../ledger/checks/cross-check.ts'
import { type DecisionContent, decisionHash } from '../ledger/entries/decision-hash.ts'

/** Report keys, which prevent storing a report twice, and the hash of the body as received. */
const reportKeys: CrossCheck = {
  table: 'report_key',
  rowsById: 'one',
  says: (leaf) =>
    leaf.kind === 'reports_received'
      ? leaf.reports.map(({ id, hash, caseId }) => ({
          id,
          begins: true,
          row: { hash, caseId, key: leaf.by, at: leaf.at },
        }))
      : [],
  rows: sql`select report_id as id, 0 as turn, case_id, 'key:' || key_id as key, body_hash, received_at from report_key`,
  shows: ({ body_hash, case_id, key, received_at }) => ({
    hash: fromHex(body_hash).toString('base64url'),
    caseId: case_id,
    key,
    at: received_at,
  }),
}

const reports: CrossCheck = {
  table: 'report',
  rowsById: 'one',
  says: (leaf) =>
    leaf.kind === 'reports_received'
      ? leaf.reports.map(({ id, caseId, contentHash }) => ({
          id,
          begins: true,
          row: { caseId, key: leaf.by, content: contentHash, at: leaf.at },
        }))
      : [],
  rows: sql`
    select id, 0 as turn, case_id, 'key:' || key_id as key, received_at, subject, ground, category, keyword, comment, language,
      region, reporter_id as "reporterId", reported_at, account_facts as account, coalesce(pieces.hashes, '{}') as evidence
    from report left join (
      select report_id, array_agg(encode(sha256, 'hex') order by sha256) as hashes from evidence group by report_id
    ) pieces on pieces.report_id = report.id`,
  shows: ({ id, turn, case_id, key, received_at, reported_at, ...content }) => ({
    caseId: case_id,
    key,
    at: received_at,
    content: reportHash({
      ...content,
      reportedAt: new Date(String(reported_at)).toISOString(),
    } as unknown as ReportContent),
  }),
}

/** Finds every case whose time of last report differs from its newest report, which the ledger covers. */
const lastReports: CrossCheck = {
  table: 'review_case',
  rowsById: 'each',
  says: () => [],
  rows: sql`
    select reported.id, 0 as turn from review_case reported
    left join (select case_id, max(received_at) as at from report group by case_id) last on last.case_id = reported.id
    where reported.reported_at is distinct from last.at`,
  shows: () => ({}),
}

const decisions: CrossCheck = {
  table: 'decision',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'exception_agreed') return [{ id: leaf.decisionId, row: { standing: 'final' } }]
    if (leaf.kind !== 'case_decided' && leaf.kind !== 'case_escalated') return []
    const { decisionId: id, caseId, conclusion, policyId = null, contentHash, by, at } = leaf
    const standing = conclusion === 'newsworthy_exception' ? 'proposed' : 'final'
    return [{ id, begins: true, row: { caseId, conclusion, policyId, by, standing, content: contentHash, at } }]
  },
  rows: sql`
    select id, 0 as turn, case_id as "caseId", staff_id as "staffId", conclusion, policy_id as "policyId", rationale, actions,
      shown, seconds_on_case as "secondsOnCase", assessment, standing, escalated_to as "escalatedTo", urgency, decided_at
    from decision`,
  shows: ({ turn, decided_at, standing, ...content }) => ({
    caseId: content.caseId,
    conclusion: content.conclusion,
    policyId: content.policyId,
    by: staffKey(String(content.staffId)),
    standing,
    content: decisionHash(content as unknown as DecisionContent),
    at: decided_at,
  }),
}

const caseEvents: CrossCheck = {
  table: 'case_event',
  rowsById: 'each',
  says: (leaf) => {
    switch (leaf.kind) {
      case 'case_claimed':
      case 'case_released':
      case 'case_lapsed':
        return [{ id: leaf.caseId, row: { kind: CASE_EVENTS[leaf.kind], by: leaf.by, at: leaf.at } }]
      case 'case_returned':
        return [{ id: leaf.caseId, row: { kind: 'returned', by: leaf.by, why: leaf.why, at: leaf.at } }]
      case 'qa_sample_asked': {
        const { why, decisionId, by, at } = leaf
        return [{ id: leaf.caseId, row: { kind: 'qa_sample', by, why, decisionId, at } }]
      }
      case 'case_noted':
        return [{ id: leaf.caseId, row: { kind: 'note', by: leaf.by, noteHash: leaf.noteHash, at: leaf.at } }]
      case 'case_taken_over': {
        const { holder, reason, by, at } = leaf
        return [{ id: leaf.caseId, row: { kind: 'taken_over', by, holder: staffKey(String(holder)), reason, at } }]
      }
      case 'case_transferred': {
        const { fromQueue, toQueue = null, toStaff = null, reason, by, at } = leaf
        return [{ id: leaf.caseId, row: { kind: 'transferred', by, fromQueue, toQueue, toStaff, reason, at } }]
      }
      case 'cases_late':
        return leaf.cases.map(({ caseId }) => ({ id: caseId, row: { kind: 'late', by: leaf.by, at: leaf.at } }))
      case 'case_escalated':
      case 'case_answered': {
        const { kind, decisionId, by, at } = leaf
        return [{ id: leaf.caseId, row: { kind: CASE_EVENTS[kind], by, decisionId, at } }]
      }
      case 'appeal_ended':
        return [{ id: leaf.caseId, row: { kind: 'decided', by: leaf.by, why: leaf.how, at: leaf.at } }]
      case 'case_decided': {
        const { decisionId, enforcements, standing, by, at } = leaf
        return [{ id: leaf.caseId, row: { kind: 'decided', by, decisionId, enforcements, standing, at } }]
      }
      default:
        return []
    }
  },
  // A case's opening is recorded by its first report, so it is not compared here.
  rows: sql`select case_id as id, id as turn, kind, by, detail, at from case_event where kind <> 'opened'`,
  shows: showCaseEvent,
}
const CASE_EVENTS = {
  case_claimed: 'claimed',
  case_released: 'released',
  case_lapsed: 'lapsed',
  case_escalated: 'escalated',
  case_answered: 'answered',
}

function showCaseEvent({ kind, by, detail, at }: StoredRow) {
  const { text, ...told } = detail as Record<string, string>
  const { why = null, decisionId = null, enforcements = null, standing = null } = told
  const { holder = null, reason = null, fromQueue = null, toQueue = null, toStaff = null } = told
  const noteHash = text === undefined ? null : sha256(text)
  return {
    kind,
    by,
    why,
    noteHash,
    decisionId,
    enforcements,
    standing,
    holder,
    reason,
    fromQueue,
    toQueue,
    toStaff,
    at,
  }
}

const escalations: CrossCheck = {
  table: 'case_escalation',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'case_escalated') {
      const { decisionId: id, caseId, to, urgency, acknowledgeBy, by, at } = leaf
      return [
        {
          id,
          begins: true,
          row: { caseId, to, urgency, acknowledgeBy, by, answeredBy: null, answerHash: null, agrees: null, at },
        },
      ]
    }
    if (leaf.kind !== 'case_answered') return []
    const { decisionId, by, answerHash, agrees = null } = leaf
    return [{ id: decisionId, row: { answeredBy: by, answerHash, agrees } }]
  },
  rows: sql`
    select decision_id as id, 0 as turn, case_id as "caseId", queue as "to", urgency, asked_by, asked_at, acknowledge_by,
      answered_by, answer, agrees
    from case_escalation`,
  shows: ({ caseId, to, urgency, asked_by, asked_at, acknowledge_by, answered_by, answer, agrees }) => ({
    caseId,
    to,
    urgency,
    by: staffKey(String(asked_by)),
    at: asked_at,
    acknowledgeBy: new Date(String(acknowledge_by)).toISOString(),
    answeredBy: answered_by && staffKey(String(answered_by)),
    answerHash: answer && sha256(String(answer)),
    agrees,
  }),
}

/**
 * Newsworthy exceptions: content that violates a policy and stays up, with the people who agreed to it and ended it.
 */
const exceptions: CrossCheck = {
  table: 'newsworthy_exception',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'exception_agreed') {
      const { exceptionId: id, decisionId, caseId, subject, policyId, reviewBy, contentHash, by, at } = leaf
      const row = { decisionId, caseId, subject, policyId, reviewBy, content: contentHash, by, at }
      return [{ id, begins: true, row: { ...row, endedBy: null, reasonHash: null } }]
    }
    if (leaf.kind !== 'exception_ended') return []
    return [{ id: leaf.exceptionId, row: { endedBy: leaf.by, reasonHash: leaf.reasonHash } }]
  },
  rows: sql`
    select id, 0 as turn, decision_id as "decisionId", case_id as "caseId", subject, account_id as "accountId",
      policy_id as "policyId", who_speaks as "whoSpeaks", public_interest as "publicInterest", harm, alternatives,
      proposed_by as "proposedBy", signature_id as "signatureId", agreed_by, agreed_at, review_by, ended_by, end_reason
    from newsworthy_exception`,
  shows: ({ agreed_by, agreed_at, review_by, ended_by, end_reason, ...row }) => ({
    decisionId: row.decisionId,
    caseId: row.caseId,
    subject: row.subject,
    policyId: row.policyId,
    reviewBy: new Date(String(review_by)).toISOString(),
    content: exceptionHash(row as unknown as ExceptionContent),
    by: staffKey(String(agreed_by)),
    at: agreed_at,
    endedBy: ended_by && staffKey(String(ended_by)),
    reasonHash: end_reason && sha256(String(end_reason)),
  }),
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Decodes bytes as JSON has them: \x and hex. */
const fromHex = (text: unknown): Buffer => Buffer.from(String(text).slice(2), 'hex')

/** The ledger checks of reports, case events, decisions, escalations and exceptions. */
export const CASE_CHECKS: readonly CrossCheck[] = [
  reportKeys,
  reports,
  lastReports,
  decisions,
  caseEvents,
  escalations,
  exceptions,
]
