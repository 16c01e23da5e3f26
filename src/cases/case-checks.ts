import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { staffKey } from '../foundation/domain.ts'
import type { CrossCheck, Said } from '../ledger/checks/cross-check.ts'
import { exceptionHash, type ReportContent, reportHash } from '../ledger/entries/content-hash.ts'
import { type DecisionContent, decisionHash } from '../ledger/entries/decision-hash.ts'
import type { RecordedEntry } from '../ledger/recorded-entry.ts'
import { restrictionHash } from './import/store-restrictions.ts'

/** The ledger check of report keys, which prevent storing a report twice, and of the hash of the body as received. */
const reportKeys: CrossCheck = {
  table: 'report_key',
  rowsById: 'one',
  says: {
    reports_received: ({ reports, by: key, at, receivedAt = at }) =>
      reports.map(({ id, hash, caseId }) => ({ id, begins: true, row: { hash, caseId, key, at: receivedAt } })),
  },
  // A report in the inbox has no entry before it joins its case.
  rows: sql`
    select report_id as id, 0 as turn, coalesce(case_id, (select case_id from report
        where report.received_at = known.received_at and report.id = known.report_id)) as "caseId",
      'key:' || key_id as key, body_hash, received_at as at
    from report_key known where case_id is not null or report_id not in (select report_id from report_inbox waiting
      where not exists (select from report where report.received_at = waiting.received_at and report.id = waiting.report_id))`,
  shows: ({ body_hash, ...row }) => ({ ...row, hash: fromHex(body_hash).toString('base64url') }),
}

const restrictions: CrossCheck = {
  table: 'standing_restriction',
  rowsById: 'one',
  says: {
    standing_imported: ({ standingId: id, subject, tool, contentHash: content, by: key, at }) => ({
      id,
      begins: true,
      row: { subject, tool, content, key, at, enforcementId: null },
    }),
    standing_taken_over: ({ standingId: id, enforcementId }) => ({ id, row: { enforcementId } }),
  },
  rows: sql`
    select id, 0 as turn, key_id as "keyId", 'key:' || key_id as key, client_id as "clientId",
      encode(body_hash, 'hex') as "bodyHash", subject, action, label, tool, since, until, decided_by as "decidedBy", reason,
      enforcement_id as "enforcementId", imported_at as at
    from standing_restriction`,
  shows: ({ since, until, ...row }) => ({
    ...row,
    content: restrictionHash({ ...row, since: toIso(since), until: until === null ? null : toIso(until) }),
  }),
}

const toIso = (time: unknown): string => new Date(String(time)).toISOString()

const reports: CrossCheck = {
  table: 'report',
  rowsById: 'one',
  says: {
    reports_received: ({ reports, by: key, at, receivedAt = at }) =>
      reports.map(({ id, caseId, contentHash: content }) => ({
        id,
        begins: true,
        row: { caseId, key, content, at: receivedAt },
      })),
  },
  rows: sql`
    select id, 0 as turn, case_id, 'key:' || key_id as key, received_at, subject, ground, category, keyword, comment, language,
      region, reporter_id as "reporterId", reported_at, account_facts as account, item, coalesce(pieces.hashes, '{}') as evidence
    from report left join (
      select report_id, array_agg(encode(sha256, 'hex') order by sha256) as hashes from evidence group by report_id
    ) pieces on pieces.report_id = report.id`,
  shows: ({ id, turn, case_id: caseId, key, received_at: at, reported_at, item, ...rest }) => {
    const stated = { ...rest, ...(item !== null && { item }) }
    const content = { ...stated, reportedAt: new Date(String(reported_at)).toISOString() }
    return { caseId, key, at, content: reportHash(content as unknown as ReportContent) }
  },
}

/** Finds every case whose time of the last report differs from that of its newest report, which the ledger covers. */
const lastReports: CrossCheck = {
  table: 'review_case',
  rowsById: 'each',
  says: {},
  rows: sql`
    select reported.id, 0 as turn from review_case reported
    left join (select case_id, max(received_at) as at from report group by case_id) last on last.case_id = reported.id
    where reported.reported_at is distinct from last.at`,
}

const decisions: CrossCheck = {
  table: 'decision',
  isKeptForever: true,
  rowsById: 'one',
  says: {
    exception_agreed: ({ decisionId: id }) => ({ id, row: { standing: 'final' } }),
    case_decided: formatDecided,
    case_set_dismissed: ({ cases, reason: rationale, by, at }) =>
      cases.map(({ caseId, decisionId: id, contentHash: content }) => ({
        id,
        begins: true,
        row: { caseId, conclusion: 'no_violation', policyId: null, rationale, by, standing: 'final', content, at },
      })),
    case_escalated: formatDecided,
  },
  rows: sql`
    select id, 0 as turn, case_id as "caseId", staff_id as "staffId", conclusion, policy_id as "policyId", rationale, actions,
      shown, seconds_on_case as "secondsOnCase", assessment, standing, escalated_to as "escalatedTo", urgency, basis, decided_at
    from decision`,
  shows: ({ turn, decided_at: at, standing, ...row }) => ({
    ...{ ...row, standing, at, by: staffKey(String(row.staffId)) },
    content: decisionHash(row as unknown as DecisionContent),
  }),
}

function formatDecided(entry: RecordedEntry & { kind: 'case_decided' | 'case_escalated' }): Said {
  const { decisionId: id, caseId, conclusion, policyId = null, contentHash: content, by, at } = entry
  const standing = conclusion === 'newsworthy_exception' ? 'proposed' : 'final'
  return { id, begins: true, row: { caseId, conclusion, policyId, by, standing, content, at } }
}

const caseEvents: CrossCheck = {
  table: 'case_event',
  rowsById: 'each',
  says: {
    case_claimed: ({ caseId: id, by, at }) => ({ id, row: { kind: 'claimed', by, at } }),
    case_released: ({ caseId: id, by, reason = null, at }) => ({ id, row: { kind: 'released', by, reason, at } }),
    case_lapsed: ({ caseId: id, by, at }) => ({ id, row: { kind: 'lapsed', by, at } }),
    case_returned: ({ caseId: id, by, why, at }) => ({ id, row: { kind: 'returned', by, why, at } }),
    qa_sample_asked: ({ caseId: id, by, why, decisionId, at }) => ({
      id,
      row: { kind: 'qa_sample', by, why, decisionId, at },
    }),
    case_noted: ({ caseId: id, by, noteHash, mentioned = null, at }) => ({
      id,
      row: { kind: 'note', by, noteHash, mentioned, at },
    }),
    case_opened: ({ caseId: id, openingId, by, at }) => ({ id, row: { kind: 'requested', by, openingId, at } }),
    case_taken_over: ({ caseId: id, holder, reason, by, at }) => ({
      id,
      row: { kind: 'taken_over', by, holder: staffKey(String(holder)), reason, at },
    }),
    case_transferred: ({ caseId: id, fromQueue, toQueue = null, toStaff = null, reason, by, at }) => ({
      id,
      row: { kind: 'transferred', by, fromQueue, toQueue, toStaff, reason, at },
    }),
    case_set_dismissed: ({ cases, by, at }) =>
      cases.map(({ caseId: id, decisionId }) => ({
        id,
        row: { kind: 'decided', by, decisionId, enforcements: [], standing: [], at },
      })),
    case_set_undone: ({ cases, by, why, at }) => cases.map((id) => ({ id, row: { kind: 'returned', by, why, at } })),
    cases_late: ({ cases, by, at }) => cases.map(({ caseId: id }) => ({ id, row: { kind: 'late', by, at } })),
    case_escalated: ({ caseId: id, decisionId, by, at }) => ({ id, row: { kind: 'escalated', by, decisionId, at } }),
    case_answered: ({ caseId: id, decisionId, by, at }) => ({ id, row: { kind: 'answered', by, decisionId, at } }),
    appeal_ended: ({ caseId: id, by, how: why, at }) => ({ id, row: { kind: 'decided', by, why, at } }),
    case_decided: ({ caseId: id, decisionId, enforcements, standing, by, at }) => ({
      id,
      row: { kind: 'decided', by, decisionId, enforcements, standing, at },
    }),
  },
  // A case's opening is recorded by its first report, so it is not compared here.
  rows: sql`select case_id as id, id as turn, kind, by, detail, at from case_event where kind <> 'opened'`,
  shows: ({ kind, by, detail, at }) => {
    const { text, ...told } = detail as Record<string, string>
    return { ...NOTHING_TOLD, ...told, kind, by, at, noteHash: text === undefined ? null : sha256(text) }
  },
}
const NOTHING_TOLD = {
  ...{ why: null, decisionId: null, enforcements: null, standing: null },
  ...{ holder: null, reason: null, fromQueue: null, toQueue: null, toStaff: null, mentioned: null, openingId: null },
}

const escalations: CrossCheck = {
  table: 'case_escalation',
  rowsById: 'one',
  says: {
    case_escalated: ({ decisionId: id, caseId, to, urgency, acknowledgeBy, by, at }) => {
      const row = { caseId, to, urgency, acknowledgeBy, by, at }
      return { id, begins: true, row: { ...row, answeredBy: null, answerHash: null, agrees: null } }
    },
    case_answered: ({ decisionId: id, by: answeredBy, answerHash, agrees = null }) => ({
      id,
      row: { answeredBy, answerHash, agrees },
    }),
  },
  rows: sql`
    select decision_id as id, 0 as turn, case_id as "caseId", queue as "to", urgency, 'staff:' || asked_by as by,
      asked_at as at, acknowledge_by as "acknowledgeBy", 'staff:' || answered_by as "answeredBy", answer, agrees
    from case_escalation`,
  shows: ({ answer, ...row }) => ({ ...row, answerHash: answer && sha256(String(answer)) }),
}

/**
 * The ledger check of newsworthy exceptions (content that violates a policy and stays up) and of the people who agreed
 * to one or ended it.
 */
const exceptions: CrossCheck = {
  table: 'newsworthy_exception',
  rowsById: 'one',
  says: {
    exception_agreed: (entry) => {
      const { exceptionId: id, decisionId, caseId, subject, policyId, reviewBy, contentHash: content, by, at } = entry
      const row = { decisionId, caseId, subject, policyId, reviewBy, content, by, at }
      return { id, begins: true, row: { ...row, endedBy: null, reasonHash: null } }
    },
    exception_ended: ({ exceptionId: id, by: endedBy, reasonHash }) => ({ id, row: { endedBy, reasonHash } }),
  },
  rows: sql`
    select id, 0 as turn, decision_id as "decisionId", case_id as "caseId", subject, account_id as "accountId",
      policy_id as "policyId", who_speaks as "whoSpeaks", public_interest as "publicInterest", harm, alternatives,
      proposed_by as "proposedBy", signature_id as "signatureId", 'staff:' || agreed_by as by, agreed_at as at,
      review_by as "reviewBy", 'staff:' || ended_by as "endedBy", end_reason
    from newsworthy_exception`,
  shows: ({ end_reason, ...row }) => ({
    ...row,
    content: exceptionHash(row),
    reasonHash: end_reason && sha256(String(end_reason)),
  }),
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Decodes bytes in the form that JSON has them: \x and hex. */
const fromHex = (text: unknown): Buffer => Buffer.from(String(text).slice(2), 'hex')

/** The ledger checks of reports, case events, decisions, escalations and exceptions. */
export const CASE_CHECKS: readonly CrossCheck[] = [
  reportKeys,
  restrictions,
  reports,
  lastReports,
  decisions,
  caseEvents,
  escalations,
  exceptions,
]
