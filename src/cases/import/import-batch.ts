import { inSavepoint, inTransaction, sqlState, type Tx } from '../../foundation/database/db.ts'
import type { Actor } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { invalidFields } from '../../foundation/schemas/invalid-field.ts'
import type { Desk } from '../../policy/desk.ts'
import { findItemFaults } from '../../policy/items/check-item.ts'
import { type FactsOutcome, OTHER_AUTHOR, recordAccountFacts, recordContentFacts } from '../accounts/record-facts.ts'
import { isRefusal, retryAfterRace } from '../intake/commit-reports.ts'
import { type ReportOutcome, storeReports } from '../intake/store-reports.ts'
import { listFactsTimes } from './import-queries.ts'
import type { ImportRow, Rejection } from './import-row.ts'
import { type RestrictionOutcome, storeRestrictions } from './store-restrictions.ts'

/** The numbers of newly stored and of already known rows. */
interface ImportCount {
  new: number
  known: number
}
export type ImportCounts = Record<ImportRow['type'], ImportCount>

interface StoredBatch {
  counts: ImportCounts
  rejections: Rejection[]
}

export const createCounts = (): ImportCounts => ({
  account: { new: 0, known: 0 },
  content: { new: 0, known: 0 },
  report: { new: 0, known: 0 },
  restriction: { new: 0, known: 0 },
})

/**
 * Stores rows durably in one transaction, with the functions that the HTTP routes use. A row that the database refuses
 * is rejected with a reason; the others are stored.
 */
export async function storeBatch(
  desk: Pick<Desk, 'db' | 'policies'>,
  keyId: string,
  rows: readonly ImportRow[],
): Promise<StoredBatch> {
  if (rows.length === 0) return { counts: createCounts(), rejections: [] }
  const stored = await retryAfterRace(() => inTransaction(desk.db, (tx) => storeParts(tx, desk, keyId, rows)))
  return { counts: stored.counts, rejections: stored.rejections.sort((one, other) => one.line - other.line) }
}

/** Stores all rows, and isolates those that PostgreSQL refuses by halving the batch. */
async function storeParts(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  keyId: string,
  rows: readonly ImportRow[],
): Promise<StoredBatch> {
  try {
    return await inSavepoint(tx, () => storeRows(tx, desk, keyId, rows))
  } catch (error) {
    const [only, ...more] = rows
    if (only === undefined || !isRefusal(error)) throw error
    if (more.length === 0)
      return { counts: createCounts(), rejections: [{ line: only.line, reason: refusedBy(sqlState(error) ?? '') }] }
    const half = Math.ceil(rows.length / 2)
    const first = await storeParts(tx, desk, keyId, rows.slice(0, half))
    const second = await storeParts(tx, desk, keyId, rows.slice(half))
    return {
      counts: addCounts(first.counts, second.counts),
      rejections: [...first.rejections, ...second.rejections],
    }
  }
}

const refusedBy = (state: string): string => `The line was refused by the database (${state}).`

/** Stores accounts and contents first, so that a case has its account when it opens. */
async function storeRows(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  keyId: string,
  rows: readonly ImportRow[],
): Promise<StoredBatch> {
  const by: Actor = { kind: 'key', id: keyId }
  const batch: StoredBatch = { counts: createCounts(), rejections: [] }
  const accounts = rows.filter((row) => row.type === 'account')
  const contents = rows.filter((row) => row.type === 'content').filter((row) => fitsItem(batch, desk, row))
  const reports = rows.filter((row) => row.type === 'report')
  if (accounts.length > 0) {
    const named = accounts.map(({ line, reading }) => ({ line, id: reading.account.id, factsAt: reading.factsAt }))
    const known = await listFactsTimes(tx, 'account', named.map(idOf))
    const readings = accounts.map(({ reading }) => reading)
    countFacts(batch, 'account', named, known, await recordAccountFacts(tx, by, readings))
  }
  if (contents.length > 0) {
    const named = contents.map(({ line, reading }) => ({ line, id: reading.content.id, factsAt: reading.factsAt }))
    const known = await listFactsTimes(tx, 'content', named.map(idOf))
    const readings = contents.map(({ reading }) => reading)
    countFacts(batch, 'content', named, known, await recordContentFacts(tx, readings))
  }
  if (reports.length > 0) {
    const given = reports.map(({ report }) => ({ keyId, report }))
    countReports(batch, reports, await storeReports(tx, desk, given))
  }
  const restrictions = rows.filter((row) => row.type === 'restriction')
  if (restrictions.length > 0) {
    const given = restrictions.map(({ restriction }) => restriction)
    countRestrictions(batch, restrictions, await storeRestrictions(tx, keyId, given))
  }
  return batch
}

/** Rejects a content whose item does not fit its type. */
function fitsItem(
  { rejections }: StoredBatch,
  { policies }: Pick<Desk, 'policies'>,
  { line, reading }: Extract<ImportRow, { type: 'content' }>,
): boolean {
  const { item } = reading.content
  if (item === undefined || item === null || item === 'absent') return true
  const faults = findItemFaults(policies.items, item)
  if (faults.length > 0) rejections.push({ line, reason: invalidFields(faults).message })
  return faults.length === 0
}

interface NamedFacts {
  line: number
  id: string
  factsAt: string
}
const idOf = ({ id }: NamedFacts): string => id

/** Facts count as known when the database has equally new ones, or an earlier line does. */
function countFacts(
  { counts, rejections }: StoredBatch,
  type: 'account' | 'content',
  named: readonly NamedFacts[],
  known: Map<string, Date>,
  outcomes: readonly FactsOutcome[],
): void {
  for (const [place, { line, id, factsAt }] of named.entries()) {
    if (outcomes[place] === 'in_future') {
      rejections.push({ line, reason: 'factsAt must not be in the future.' })
      continue
    }
    if (outcomes[place] === 'other_author') {
      rejections.push({ line, reason: renderMessage(message('facts.notStored', { why: OTHER_AUTHOR })) })
      continue
    }
    const before = known.get(id)
    const readAt = new Date(factsAt)
    const isKnown = before !== undefined && before >= readAt
    counts[type][isKnown ? 'known' : 'new']++
    if (!isKnown) known.set(id, readAt)
  }
}

const REPORT_REASONS: Record<Exclude<ReportOutcome['kind'], 'new' | 'known' | 'bad_item'>, string> = {
  taken: 'Another report was received under this id before: send this one under an id of its own.',
  paused: 'Its reporter is paused for misuse: it was stored in the pause, and in no case.',
  in_future: 'reportedAt must not be in the future.',
}

function countReports(
  { counts, rejections }: StoredBatch,
  reports: readonly { line: number }[],
  outcomes: readonly ReportOutcome[],
): void {
  for (const [place, { line }] of reports.entries()) {
    const outcome = outcomes[place]
    if (outcome === undefined) throw new Error(`it was not told what became of line ${line}`)
    if (outcome.kind === 'new' || outcome.kind === 'known') counts.report[outcome.kind]++
    else if (outcome.kind === 'bad_item') rejections.push({ line, reason: invalidFields(outcome.faults).message })
    else rejections.push({ line, reason: REPORT_REASONS[outcome.kind] })
  }
}

const RESTRICTION_REASONS: Record<Exclude<RestrictionOutcome, 'new' | 'known'>, string> = {
  taken: 'Another restriction was imported under this id before: give this one an id of its own.',
  in_future: 'since must not be in the future.',
}

function countRestrictions(
  { counts, rejections }: StoredBatch,
  restrictions: readonly { line: number }[],
  outcomes: readonly RestrictionOutcome[],
): void {
  for (const [place, outcome] of outcomes.entries()) {
    if (outcome === 'new' || outcome === 'known') counts.restriction[outcome]++
    else rejections.push({ line: restrictions[place]?.line ?? 0, reason: RESTRICTION_REASONS[outcome] })
  }
}

export function addCounts(one: ImportCounts, other: ImportCounts): ImportCounts {
  const add = (type: ImportRow['type']): ImportCount => ({
    new: one[type].new + other[type].new,
    known: one[type].known + other[type].known,
  })
  return { account: add('account'), content: add('content'), report: add('report'), restriction: add('restriction') }
}
