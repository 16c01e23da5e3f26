import type { Queryable } from '../../foundation/database/db.ts'
import type { EnforcementState } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { findAccount, type KnownAccount } from '../case/case-queries.ts'
import {
  type CaseEntry,
  countEnforcements,
  countHistory,
  type DecisionEntry,
  type EnforcementEntry,
  type EnforcementMove,
  findAccountAccess,
  type HistoryWindow,
  listCaseEntries,
  listDecisionEntries,
  listEnforcementEntries,
  listMoves,
  listReportDays,
  type ReportsEntry,
} from './account-history-queries.ts'

/** The kinds of entries in an account's history, and the query of each. */
const LISTS = {
  decision: listDecisionEntries,
  case: listCaseEntries,
  reports: listReportDays,
  enforcement: listEnforcementEntries,
} as const
type HistoryKind = keyof typeof LISTS
export const HISTORY_KINDS = ['decision', 'case', 'reports', 'enforcement'] as const satisfies readonly HistoryKind[]

export type HistoryEntry = DecisionEntry | CaseEntry | ReportsEntry | (EnforcementEntry & { moves: EnforcementMove[] })

export interface AccountHistory {
  account: KnownAccount | undefined
  counts: { violations: number; reports: number; enforcements: Partial<Record<EnforcementState, number>> }
  entries: HistoryEntry[]
  more: boolean
}

/**
 * Reads the history of an account and its contents on one timeline, the newest first: the cases that the person may
 * open, and all enforcements. `show`: one kind only.
 */
export async function readAccountHistory(
  db: Queryable,
  { show, ...asked }: HistoryWindow & { show?: HistoryKind | undefined },
): Promise<AccountHistory> {
  const account = await openAccount(db, asked.accountId, asked.staffId)
  const window = { ...asked, page: { ...asked.page, size: asked.page.size + 1 } }
  const found: Found[] = []
  // Each list holds its newest entries, so the newest entries of all lists are among these.
  for (const kind of show === undefined ? HISTORY_KINDS : [show]) found.push(...(await LISTS[kind](db, window)))
  found.sort(byNewest)
  const entries = found.slice(0, asked.page.size)
  return {
    account,
    counts: { ...(await countHistory(db, asked)), enforcements: await countEnforcements(db, asked) },
    entries: await addMoves(db, entries, asked),
    more: found.length > entries.length,
  }
}

/**
 * Returns the account's facts, if this person may see it. Their site decides whether they learn that it exists. A
 * protected or unknown account needs the clearance.
 */
export async function openAccount(
  db: Queryable,
  accountId: string,
  staffId: string,
): Promise<KnownAccount | undefined> {
  const account = await findAccount(db, accountId)
  const access = await findAccountAccess(db, accountId, staffId)
  const exists = access.hasCase || (access.seesUnbound && (account !== undefined || access.hasEnforcement))
  if (!exists) throw new DeskError('not_found', message('account.unknown', { accountId }))
  if ((account?.protected ?? true) && !access.clearedForProtected)
    throw new DeskError('not_allowed', message('account.clearance', { accountId }))
  return account
}

type Found = DecisionEntry | CaseEntry | ReportsEntry | EnforcementEntry

/** Sorts ids by bytes, as PostgreSQL does; for these ids bytes equal characters. */
const byNewest = (a: Found, b: Found): number => b.micros - a.micros || (a.id < b.id ? 1 : -1)

async function addMoves(db: Queryable, entries: readonly Found[], asked: HistoryWindow): Promise<HistoryEntry[]> {
  const enforcementIds = entries.flatMap((entry) => (entry.kind === 'enforcement' ? [entry.id] : []))
  const moves = Map.groupBy(await listMoves(db, enforcementIds, asked), ({ enforcementId }) => enforcementId)
  return entries.map((entry) => (entry.kind === 'enforcement' ? { ...entry, moves: moves.get(entry.id) ?? [] } : entry))
}
