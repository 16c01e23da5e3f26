import sql, { raw, type Sql } from 'sql-template-tag'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { toStorable } from '../../foundation/messages/stored-text.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import type { EntryPayload } from '../entries/entry-payload.ts'
import type { ReadEntry, RecordedEntry } from '../recorded-entry.ts'
import { compareText } from './compare-text.ts'
import type { Problem } from './problem.ts'
import type { SaidRow, SaidStore } from './said-store.ts'

/**
 * The columns that are compared, with their values, by the names that problems use. An absent column is unknown and not
 * compared.
 */
export type Shown = { readonly [column: string]: Json | undefined }

/**
 * One row as a ledger entry states it. `begins`: the entry records the row's creation; otherwise only its current
 * values.
 */
export interface Said {
  id: string
  begins?: boolean
  row: Shown
}

/** The comparison of one table with the ledger. */
export interface CrossCheck {
  table: string
  /**
   * one: an id has one row, and later entries record its changes. each: an id has many rows, and every entry records
   * one of them.
   */
  rowsById: 'one' | 'each'
  /** The rows of this table that a ledger entry states, by kind of entry. */
  says: { readonly [Kind in EntryPayload['kind']]?: (entry: RecordedEntry & { kind: Kind }) => Statements }
  /** The query for the current rows: `id`, `turn` (which distinguishes rows of one id) and the compared columns. */
  rows: Sql
  /** True for a record of acts: no erasure excuses a missing or different row of it. */
  isKeptForever?: boolean
  /** A conversion of a row before it is compared. Absent: the row is compared unchanged. */
  shows?(row: StoredRow): Shown
}

/** Returns the stated rows. Empty or undefined: the entry concerns no row of the table. */
type Statements = Said | readonly Said[] | '' | undefined

/** A row as PostgreSQL's JSON: times in ISO 8601, bytes as \x and hex. */
export type StoredRow = Readonly<Record<string, Json>> & { readonly id: string; readonly turn: number }

/** The longest time between a transaction's start, which is the time of its ledger entry, and its commit. */
const COMMIT_AFTER_MAX_MS = 10 * 60_000
/** Stored times have microseconds, and the ledger has milliseconds; the comparison allows for that. */
const ROUNDING_MS = 1
/** Columns with the time of an act, which is slightly after the start of its transaction. */
const ACT_TIMES = ['at', 'movedAt']
/** Columns with a time that the entry itself states. They are equal to the millisecond. */
const STATED_TIMES = [
  ...[
    'acknowledgeBy',
    'answerBy',
    'beginsAt',
    'countsFrom',
    'dueAt',
    'effectiveAt',
    'endsAt',
    'expiresAt',
    'receivedAt',
  ],
  ...['reviewBy', 'sentAt', 'takesEffectAt', 'until'],
]

/** A statement as it is stored until its table is compared. */
export type KeptSaid = {
  begins: boolean
  /** The row as its ledger entry states it. Null: the statement was lost by erasure or tampering. */
  row: Shown | null
}

/** Stores what these ledger entries state about rows. Returns the ids of the entries that it cannot interpret. */
export function storeClaim(
  kept: SaidStore<KeptSaid>,
  checks: readonly CrossCheck[],
  entries: readonly (ReadEntry & { leafId: number })[],
): number[] {
  const strange: number[] = []
  for (const { leafId, recorded, proven } of entries) {
    if (!recorded) continue
    try {
      // A restated entry counts in the place of the one that was emptied.
      const isRestated = recorded.kind === 'entry_restated'
      const stated = isRestated ? (recorded.entry as unknown as RecordedEntry) : recorded
      const place = isRestated ? recorded.leafId : leafId
      for (const { table, id, begins, row, lost } of [...saidBy(checks, stated), ...restatedBy(checks, recorded)]) {
        const said: KeptSaid = { begins: begins ?? false, row: proven && !lost ? row : null }
        kept.add(table, { id, leafId: place, said })
      }
    } catch {
      strange.push(leafId)
    }
  }
  return strange
}

/** The checks that read each kind of entry, found once: an entry concerns few of the tables. */
const reading = new WeakMap<readonly CrossCheck[], Map<string, readonly CrossCheck[]>>()

function listReading(checks: readonly CrossCheck[], kind: string): readonly CrossCheck[] {
  const known = reading.get(checks) ?? new Map<string, readonly CrossCheck[]>()
  reading.set(checks, known)
  const found = known.get(kind) ?? checks.filter(({ says }) => Object.hasOwn(says, kind))
  // A tampered ledger may have any number of unknown kinds.
  if (found.length > 0) known.set(kind, found)
  return found
}

function* saidBy(
  checks: readonly CrossCheck[],
  entry: RecordedEntry,
): Generator<Said & { table: string; lost?: boolean }> {
  for (const { table, says } of listReading(checks, entry.kind)) {
    const said = (says[entry.kind] as (entry: RecordedEntry) => Statements)(entry)
    for (const one of Array.isArray(said) ? said : [said || []].flat()) yield { table, ...one }
  }
  if (entry.kind !== 'payload_erased') return
  const forever = new Set(checks.filter(({ isKeptForever }) => isKeptForever).map(({ table }) => table))
  for (const { table, id } of entry.rows) if (!forever.has(table)) yield { table, id, row: {}, lost: true }
}

/** Yields what a restating entry says of itself: that the payload which it replaces is empty. */
function* restatedBy(
  checks: readonly CrossCheck[],
  entry: RecordedEntry,
): Generator<Said & { table: string; lost?: boolean }> {
  if (entry.kind === 'entry_restated') yield* saidBy(checks, entry)
}

/**
 * Compares a table with the stored statements of the ledger, and reports every row that is missing, superfluous or
 * different.
 */
export async function* crossCheck(
  snapshot: Queryable,
  kept: SaidStore<KeptSaid>,
  check: CrossCheck,
): AsyncGenerator<Problem> {
  const said = groupSaid(kept.list(check.table))
  let next = said.next()
  for await (const { id, rows } of groupRows(listRows(snapshot, check))) {
    for (; !next.done && compareText(next.value.id, id) < 0; next = said.next()) yield* judge(check, next.value)
    const isSaid = !next.done && next.value.id === id
    yield* judge(check, { id, rows, said: isSaid ? next.value.said : [] })
    if (isSaid) next = said.next()
  }
  for (; !next.done; next = said.next()) yield* judge(check, next.value)
}

const ROWS_PER_FETCH = 500

/** The table's current rows, in the byte order of their ids. */
async function* listRows(snapshot: Queryable, check: CrossCheck): AsyncGenerator<StoredRow> {
  await snapshot.query(sql`
    declare stored_rows no scroll cursor for
    select to_json(stored) as shown from (${check.rows}) stored order by id collate "C", turn::bigint`)
  const fetchRows = () => snapshot.list<{ shown: StoredRow }>(sql`fetch ${raw(`${ROWS_PER_FETCH}`)} from stored_rows`)
  let reading = fetchRows()
  for (;;) {
    const rows = await reading
    if (rows.length === 0) break
    // PostgreSQL reads the next rows while these are compared.
    reading = fetchRows()
    reading.catch(() => undefined)
    for (const { shown } of rows) yield shown
  }
  await snapshot.query(sql`close stored_rows`)
}

async function* groupRows(rows: AsyncIterable<StoredRow>): AsyncGenerator<{ id: string; rows: StoredRow[] }> {
  let group: { id: string; rows: StoredRow[] } | undefined
  for await (const row of rows) {
    if (group?.id === row.id) {
      group.rows.push(row)
      continue
    }
    if (group) yield group
    group = { id: row.id, rows: [row] }
  }
  if (group) yield group
}

function* groupSaid(said: Iterable<SaidRow<KeptSaid>>): Generator<Group> {
  let group: Group | undefined
  for (const { id, said: one } of said) {
    if (group?.id !== id) {
      if (group) yield group
      group = { id, rows: [], said: [] }
    }
    group.said.push(one)
  }
  if (group) yield group
}

/** All rows with one id, and all statements about that id in ledger order. */
interface Group {
  id: string
  rows: StoredRow[]
  said: KeptSaid[]
}

const shown = ({ shows }: CrossCheck, row: StoredRow): Shown => (shows === undefined ? row : shows(row))

const judge = (check: CrossCheck, group: Group): Problem[] =>
  check.rowsById === 'one' ? judgeOne(check, group) : judgeEach(check, group)

function judgeOne(check: CrossCheck, { id, rows, said }: Group): Problem[] {
  const problem = (fault: Problem['fault'], detail: string): Problem => ({ table: check.table, id, fault, detail })
  const [row, ...more] = rows
  const begun = said.filter(({ begins }) => begins)
  const lost = said.some(({ row }) => row === null)
  if (!row)
    return said.length === 0 || lost ? [] : [problem('removed', 'the ledger names this row and the row is missing')]
  if (more.length > 0) return [problem('added', 'it is there more than once')]
  if (lost) return []
  if (begun.length === 0) return [problem('added', 'nothing in the ledger says that it came to be')]
  if (begun.length > 1) return [problem('added', 'the ledger says more than once that it came to be')]
  const now: Shown = Object.assign({}, ...said.map(({ row }) => row))
  const differing = compare(shown(check, row), now)
  return differing.length === 0 ? [] : [problem('changed', `not as the ledger says: ${differing.join('; ')}`)]
}

/**
 * Pairs current rows with statements of the ledger. A leftover row is superfluous, a leftover statement means a missing
 * row, and one of each is a change.
 */
function judgeEach(check: CrossCheck, { id, rows, said }: Group): Problem[] {
  // A lost statement matches any row, so it is tried last: it takes a row that no other statement matches.
  const open = [...said.filter(({ row }) => row !== null), ...said.filter(({ row }) => row === null)]
  const unsaid = rows.filter((row) => {
    const stored = shown(check, row)
    const index = open.findIndex((one) => compare(stored, one.row ?? {}).length === 0)
    if (index >= 0) open.splice(index, 1)
    return index < 0
  })
  const place = (row: StoredRow) => `${row.turn} (of ${id})`
  const changed = unsaid.slice(0, open.length)
  return [
    ...changed.map((row, index): Problem => {
      const detail = `not as the ledger says: ${compare(shown(check, row), open[index]?.row ?? {}).join('; ')}`
      return { table: check.table, id: place(row), fault: 'changed', detail }
    }),
    ...unsaid.slice(open.length).map((row): Problem => {
      return { table: check.table, id: place(row), fault: 'added', detail: 'nothing in the ledger says so' }
    }),
    ...open.slice(unsaid.length).flatMap(({ row }): Problem[] => {
      if (row === null) return []
      const detail = `the ledger names this row and the row is missing: ${brief(row)}`
      return [{ table: check.table, id: `of ${id}`, fault: 'removed', detail }]
    }),
  ]
}

function compare(row: Shown, said: Shown): string[] {
  return Object.entries(said).flatMap(([column, value]) => {
    const stored = row[column]
    if (stored === undefined || value === undefined || same(column, stored, value)) return []
    return [`${column} is ${brief(stored)} and not ${brief(value)}`]
  })
}

function same(column: string, stored: Json, said: Json): boolean {
  if (stored === said) return true
  if (STATED_TIMES.includes(column) && stored !== null) return toIso(new Date(String(stored))) === said
  if (!ACT_TIMES.includes(column)) return canonicalJson(stored) === canonicalJson(said)
  const afterMs = Date.parse(String(stored)) - Date.parse(String(said))
  return afterMs >= -ROUNDING_MS && afterMs <= COMMIT_AFTER_MAX_MS
}

const VALUE_LENGTH_MAX = 120
const brief = (value: Json): string => toStorable(canonicalJson(value), VALUE_LENGTH_MAX)
