import sql from 'sql-template-tag'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

const PERSON = 'staff:'
const isPerson = (by: string): boolean => by.startsWith(PERSON)

/** Checks the parties, who must not approve an enforcement. Without its row, a proposer could approve their own. */
const parties: CrossCheck = {
  table: 'enforcement_party',
  rowsById: 'each',
  says: (leaf) => {
    const { enforcementId: id, by } = leaf
    if (id === undefined) return []
    const row = (staffId: string, how: string) => ({ id, row: { by: staffId, how } })
    if (leaf.kind === 'enforcement_joined') return isPerson(by) ? [row(by, 'joined')] : []
    if (leaf.kind !== 'enforcement_proposed') return []
    const barred = (leaf.barred ?? []).map((staffId) => `${PERSON}${staffId}`).filter((each) => each !== by)
    return [...(isPerson(by) ? [row(by, 'proposed')] : []), ...barred.map((each) => row(each, 'undid'))]
  },
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by at, staff_id) as turn, 'staff:' || staff_id as by, how
    from enforcement_party`,
  shows: ({ by, how }) => ({ by: by ?? null, how: how ?? null }),
}

/** Checks the independent reviews of approvers. */
const independentReviews: CrossCheck = {
  table: 'enforcement_offer',
  rowsById: 'each',
  says: (leaf) =>
    leaf.kind === 'enforcement_independent_review' && leaf.enforcementId !== undefined
      ? [
          {
            id: leaf.enforcementId,
            row: { by: leaf.by, content: leaf.contentHash, at: leaf.at, ...toldAccount(leaf.account) },
          },
        ]
      : [],
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by own_at, staff_id) as turn, 'staff:' || staff_id as by,
      own_conclusion as conclusion, own_rationale as rationale, own_at as at, own_asked as asked,
      own_account as account
    from enforcement_offer where own_at is not null`,
  shows: ({ by, conclusion, rationale, at, asked, account }) => ({
    by: by ?? null,
    content: contentHash({ conclusion: conclusion ?? null, rationale: rationale ?? null }),
    at,
    asked: asked ?? false,
    account: account ?? null,
  }),
}

const toldAccount = (account: string | null | undefined) => ({ asked: account !== undefined, account: account ?? null })

/** Checks the passes of approvers, with their reasons. */
const passes: CrossCheck = {
  table: 'enforcement_offer (passed)',
  rowsById: 'each',
  says: (leaf) =>
    leaf.kind === 'enforcement_passed' && leaf.enforcementId !== undefined
      ? [{ id: leaf.enforcementId, row: { by: leaf.by, reason: leaf.reasonHash, at: leaf.at } }]
      : [],
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by passed_at, staff_id) as turn,
      'staff:' || staff_id as by, pass_reason as reason, passed_at as at
    from enforcement_offer where passed_at is not null`,
  shows: ({ by, reason = null, at }) => ({ by: by ?? null, reason: contentHash({ reason }), at }),
}

/** Checks each reveal before the person's own review. A missing row would give them back their approval. */
const reveals: CrossCheck = {
  table: 'enforcement_offer (revealed)',
  rowsById: 'each',
  says: (leaf) =>
    leaf.kind === 'enforcement_revealed' && leaf.enforcementId !== undefined
      ? [{ id: leaf.enforcementId, row: { by: leaf.by, at: leaf.at } }]
      : [],
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by revealed_at, staff_id) as turn,
      'staff:' || staff_id as by, revealed_at as at
    from enforcement_offer where revealed_at is not null`,
  shows: ({ by, at }) => ({ by: by ?? null, at }),
}

/** Checks each proposer's assessment. */
const assessments: CrossCheck = {
  table: 'assessment',
  rowsById: 'each',
  says: (leaf) =>
    leaf.kind === 'enforcement_assessed' && leaf.enforcementId !== undefined
      ? [{ id: leaf.enforcementId, row: { by: leaf.by, content: leaf.contentHash, at: leaf.at } }]
      : [],
  rows: sql`
    select enforcement_id as id, 0 as turn, 'staff:' || by as by, who_speaks as "whoSpeaks", public_interest as "publicInterest", harm,
      alternatives, at
    from assessment`,
  shows: ({ by, whoSpeaks = null, publicInterest = null, harm = null, alternatives = null, at }) => ({
    by: by ?? null,
    content: contentHash({ whoSpeaks, publicInterest, harm, alternatives }),
    at,
  }),
}

/** Checks the freezes and the people who began, extended and ended them. */
const freezes: CrossCheck = {
  table: 'enforcement_freeze',
  rowsById: 'one',
  says: (leaf) => {
    switch (leaf.kind) {
      case 'freeze_begun': {
        const { by, reasonHash: reason, at } = leaf
        return [{ id: String(leaf.freezeId), begins: true, row: { by, reason, at, secondedBy: null, endedBy: null } }]
      }
      case 'freeze_extended':
        return [{ id: String(leaf.freezeId), row: { secondedBy: leaf.by } }]
      case 'freeze_ended':
        return [{ id: String(leaf.freezeId), row: { endedBy: leaf.by } }]
      default:
        return []
    }
  },
  rows: sql`
    select id::text as id, 0 as turn, 'staff:' || by as by, reason, at, 'staff:' || seconded_by as "secondedBy",
      'staff:' || ended_by as "endedBy"
    from enforcement_freeze`,
  shows: ({ by = null, reason = null, at, secondedBy = null, endedBy = null }) => ({
    by,
    reason: contentHash({ reason }),
    at,
    secondedBy,
    endedBy,
  }),
}

/** Checks the breakers: budget, scope, and the change that closed each. */
const breakers: CrossCheck = {
  table: 'breaker',
  rowsById: 'one',
  says: (leaf) => {
    switch (leaf.kind) {
      case 'breaker_opened': {
        const { breakerId, budget, of, key, enforcements, reach, withinMs, enforcementId = null, at } = leaf
        const row = { budget, of, key, enforcements, reach, withinMs, enforcementId, at, changeId: null }
        return [{ id: String(breakerId), begins: true, row }]
      }
      case 'breaker_closed':
        return [{ id: String(leaf.breakerId), row: { changeId: leaf.changeId } }]
      default:
        return []
    }
  },
  rows: sql`
    select id::text as id, 0 as turn, budget_id as budget, kind as of, key, enforcements, reach, within_ms as "withinMs",
      enforcement_id as "enforcementId", opened_at as at, change_id as "changeId"
    from breaker`,
  shows: ({ budget, of, key, enforcements, reach, withinMs, enforcementId, at, changeId = null }) => ({
    budget,
    of,
    key,
    enforcements,
    reach,
    withinMs,
    enforcementId,
    at,
    changeId,
  }),
}

/** Checks the first requests for restores that take two people. */
const restoreAsks: CrossCheck = {
  table: 'restore_ask',
  rowsById: 'each',
  says: (leaf) => {
    if (leaf.kind !== 'restore_asked' || leaf.enforcementId === undefined) return []
    const { cause, reason = null, by, at } = leaf
    return [{ id: leaf.enforcementId, row: { cause, reason, by, at } }]
  },
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by at, staff_id) as turn, cause, reason,
      'staff:' || staff_id as by, at
    from restore_ask`,
  shows: ({ cause = null, reason = null, by = null, at }) => ({ cause, reason, by, at }),
}

/** The checks of approvers' acts on enforcements, and of freezes and breakers. */
export const GATE_CHECKS: readonly CrossCheck[] = [
  parties,
  independentReviews,
  passes,
  reveals,
  assessments,
  freezes,
  breakers,
  restoreAsks,
]
