import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import type { RecordedEntry } from '../../ledger/recorded-entry.ts'
import type { Fields } from './exported-fields.ts'

/** The kinds of ledger entries of which a line may have been exported before their payload was erased. */
export const EXPORTED_ENTRIES: readonly string[] = [
  ...['reports_received', 'case_opened', 'case_decided', 'case_set_dismissed', 'case_set_undone', 'exception_agreed'],
  ...['enforcement_moved', 'appeal_received', 'appeal_ended', 'entry_restated'],
]

interface KnownCase {
  subject: string
  category: string
}

/** The facts beside the entries. All of them stay the same once an entry that is exported refers to them. */
export interface Known {
  cases: ReadonlyMap<string, KnownCase>
  enforcements: ReadonlyMap<string, Fields>
  /** True when a reader of this platform may have read the entry before it was erased. */
  mayReadErased(number: number, platform: string): boolean
}

/** Returns what an entry states: a restating entry states another one again, without the words about a person. */
export const statedIn = (entry: RecordedEntry): RecordedEntry =>
  entry.kind === 'entry_restated' ? (entry.entry as unknown as RecordedEntry) : entry

/** Reads the facts to which these entries refer. */
export async function readKnown(db: Queryable, entries: readonly RecordedEntry[]): Promise<Known> {
  const stated = entries.map(statedIn)
  const cases = await listCases(db, [...new Set(stated.flatMap(casesIn))])
  const moved = stated.flatMap((entry) => (entry.kind === 'enforcement_moved' ? (entry.enforcementId ?? []) : []))
  const enforcements = await listEnforcements(db, [...new Set(moved)])
  const erased = await listErased(
    db,
    stated.flatMap((entry) => (entry.kind === 'payload_erased' ? entry.numbers : [])),
  )
  const mayReadErased = (number: number, platform: string): boolean => {
    const subject = erased.get(number)
    // The subjects of an entry about several cases went with its payload: its number alone tells nothing of them.
    return subject === null || (subject !== undefined && platformOf(parseSubjectKey(subject)) === platform)
  }
  return { cases, enforcements, mayReadErased }
}

function casesIn(entry: RecordedEntry): readonly string[] {
  switch (entry.kind) {
    case 'reports_received':
      return entry.reports.map(({ caseId }) => caseId)
    case 'case_set_dismissed':
      return entry.cases.map(({ caseId }) => caseId)
    case 'case_set_undone':
      return entry.cases
    case 'case_opened':
    case 'case_decided':
    case 'exception_agreed':
      return [entry.caseId]
    default:
      return []
  }
}

async function listCases(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, KnownCase>> {
  if (ids.length === 0) return new Map()
  const found = await db.list<KnownCase & { id: string }>(
    sql`select id, subject, category from review_case where id = any (${ids})`,
  )
  return new Map(found.map(({ id, ...facts }) => [id, facts]))
}

/** Approvers answer before an enforcement is released, so the counts of one that is decided stay the same. */
async function listEnforcements(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Fields>> {
  if (ids.length === 0) return new Map()
  const found = await db.list<Fields & { id: string; proposed: Date; durationMs: number | null }>(sql`
    select id, action, own_action ->> 'action' as "ownAction", label, duration_ms as "durationMs", policy_id as "policyId",
      case_id as "caseId", decision_id as "decisionId", source, proposed_at as proposed, approvals, declines
    from enforcement cross join lateral (
      select count(distinct staff_id) filter (where answer = 'agree')::integer as approvals,
        count(distinct staff_id) filter (where answer = 'decline')::integer as declines
      from approval where enforcement_id = enforcement.id) answered
    where id = any (${ids})`)
  return new Map(found.map(({ id, proposed, ...facts }) => [id, { ...facts, proposedAt: proposed.toISOString() }]))
}

async function listErased(db: Queryable, numbers: readonly number[]): Promise<ReadonlyMap<number, string | null>> {
  if (numbers.length === 0) return new Map()
  const found = await db.list<{ number: number; subject: string | null }>(sql`
    select number, subject from ledger_entry join ledger_payload using (leaf_id)
    where number = any (${numbers}) and kind = any (${EXPORTED_ENTRIES})`)
  return new Map(found.map(({ number, subject }) => [number, subject]))
}
