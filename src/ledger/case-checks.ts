import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { type ReportContent, reportHash } from './content-hash.ts'
import type { CrossCheck, StoredRow } from './cross-check.ts'
import { type DecisionContent, decisionHash } from './decision-hash.ts'

/** The promise never to receive a report twice, and what it was as it came. */
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

const decisions: CrossCheck = {
  table: 'decision',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'case_decided') return []
    const { decisionId: id, caseId, conclusion, policyId = null, contentHash, by, at } = leaf
    return [{ id, begins: true, row: { caseId, conclusion, policyId, by, content: contentHash, at } }]
  },
  rows: sql`
    select id, 0 as turn, case_id as "caseId", staff_id as "staffId", conclusion, policy_id as "policyId", rationale, actions,
      shown, seconds_on_case as "secondsOnCase", decided_at
    from decision`,
  shows: ({ turn, decided_at, ...content }) => ({
    caseId: content.caseId,
    conclusion: content.conclusion,
    policyId: content.policyId,
    by: `staff:${content.staffId}`,
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
      case 'case_noted':
        return [{ id: leaf.caseId, row: { kind: 'note', by: leaf.by, noteHash: leaf.noteHash, at: leaf.at } }]
      case 'case_decided': {
        const { decisionId, orders, standing, by, at } = leaf
        return [{ id: leaf.caseId, row: { kind: 'decided', by, decisionId, orders, standing, at } }]
      }
      default:
        return []
    }
  },
  // That a case opened is told by its first report.
  rows: sql`select case_id as id, id as turn, kind, by, detail, at from case_event where kind <> 'opened'`,
  shows: showCaseEvent,
}
const CASE_EVENTS = { case_claimed: 'claimed', case_released: 'released', case_lapsed: 'lapsed' }

function showCaseEvent({ kind, by, detail, at }: StoredRow) {
  const { why = null, text, decisionId = null, orders = null, standing = null } = detail as Record<string, string>
  const noteHash = text === undefined ? null : createHash('sha256').update(text).digest('hex')
  return { kind, by, why, noteHash, decisionId, orders, standing, at }
}

/** Bytes as JSON tells them: \x and hex. */
const fromHex = (text: unknown): Buffer => Buffer.from(String(text).slice(2), 'hex')

/** What was reported, what happened to its cases and how they were decided. */
export const CASE_CHECKS: readonly CrossCheck[] = [reportKeys, reports, decisions, caseEvents]
