import sql, { raw, type Sql } from 'sql-template-tag'
import { canonicalJson, type Json } from '../lib/canonical.ts'
import type { Queryable } from '../lib/db.ts'
import type { Problem } from './problem.ts'
import type { ReadLeaf, RecordedLeaf } from './recorded-leaf.ts'

/** Columns and what they hold, by the names that problems use. A member left out can't be told and is not compared. */
export type Shown = { readonly [column: string]: Json | undefined }

/** What a leaf says of one row. `begins`: that it came to be; without, only how it is since. */
export interface Said {
  id: string
  begins?: boolean
  row: Shown
}

/** How one table of the desk's is held against the ledger. */
export interface CrossCheck {
  table: string
  /** one: an id is one row, of which later leaves say how it changed. each: an id has many rows, and every leaf says one. */
  rowsById: 'one' | 'each'
  says(leaf: RecordedLeaf): readonly Said[]
  /** Its rows as they are now: `id` and `turn`, which tells rows of one id apart, and whatever `shows` reads. */
  rows: Sql
  shows(row: StoredRow): Shown
}

/** A row as JSON tells it: times in ISO 8601, bytes as \x and hex. */
export type StoredRow = Readonly<Record<string, Json>> & { readonly id: string; readonly turn: number }

/** A commit comes at most this long after its transaction began, which is the time its leaf has. */
const COMMIT_AFTER_MAX_MS = 10 * 60_000
/** Times come from the database in microseconds and are kept in milliseconds. */
const ROUNDING_MS = 1
/** Columns that hold the time of the act, which comes a little after the beginning of its transaction. */
const ACT_TIMES = ['at', 'movedAt']

/** Makes the place where what the leaves say is kept until it is compared. It is gone with the transaction. */
export async function prepareSaid(snapshot: Queryable): Promise<void> {
  await snapshot.query(sql`
    create temporary table leaf_said (
      of_table text collate "C" not null, row_id text collate "C" not null, leaf_id bigint not null, said json not null
    ) on commit drop`)
}

interface KeptSaid {
  begins: boolean
  /** Null: it spoke of the row, and what it said is lost, because it was erased or tampered with. */
  row: Shown | null
}

/** Keeps what these leaves say of the desk's rows. Answers the leaves that can't be understood. */
export async function keepSaid(
  snapshot: Queryable,
  checks: readonly CrossCheck[],
  leaves: readonly (ReadLeaf & { leafId: number })[],
): Promise<number[]> {
  const strange: number[] = []
  const kept = leaves.flatMap(({ leafId, recorded, proven }) => {
    if (!recorded) return []
    try {
      return [...saidBy(checks, recorded)].map(({ table, id, begins, row, lost }) => {
        const said: KeptSaid = { begins: begins ?? false, row: proven && !lost ? row : null }
        return { table, id, leafId, said: JSON.stringify(said) }
      })
    } catch {
      strange.push(leafId)
      return []
    }
  })
  if (kept.length === 0) return strange
  await snapshot.query(sql`
    insert into leaf_said (of_table, row_id, leaf_id, said)
    select * from unnest(${kept.map(({ table }) => table)}::text[], ${kept.map(({ id }) => id)}::text[],
      ${kept.map(({ leafId }) => leafId)}::bigint[], ${kept.map(({ said }) => said)}::json[])`)
  return strange
}

function* saidBy(
  checks: readonly CrossCheck[],
  leaf: RecordedLeaf,
): Generator<Said & { table: string; lost?: boolean }> {
  for (const check of checks) for (const said of check.says(leaf)) yield { table: check.table, ...said }
  if (leaf.kind === 'payload_erased') for (const { table, id } of leaf.rows) yield { table, id, row: {}, lost: true }
}

const ROWS_PER_FETCH = 500

/** Holds a table against what the leaves said of it, and names every row that is missing, too many or different. */
export async function* crossCheck(snapshot: Queryable, check: CrossCheck): AsyncGenerator<Problem> {
  await snapshot.query(sql`
    declare rows_and_leaves no scroll cursor for
    select id collate "C" as id, turn, shown, said from (
      select id, turn::bigint as turn, to_json(stored) as shown, null::json as said from (${check.rows}) stored
      union all
      select row_id, leaf_id, null, said from leaf_said where of_table = ${raw(`'${check.table}'`)}) both_sides
    order by 1, 3 is null, 2`)
  let group: Group = { id: '', rows: [], said: [] }
  for (;;) {
    const { rows } = await snapshot.query<FetchedRow>(sql`fetch ${raw(`${ROWS_PER_FETCH}`)} from rows_and_leaves`)
    for (const { id, shown, said } of rows) {
      if (id !== group.id) {
        yield* judge(check, group)
        group = { id, rows: [], said: [] }
      }
      if (shown) group.rows.push(shown)
      if (said) group.said.push(said)
    }
    if (rows.length === 0) break
  }
  yield* judge(check, group)
  await snapshot.query(sql`close rows_and_leaves`)
}

interface FetchedRow {
  id: string
  shown: StoredRow | null
  said: KeptSaid | null
}

/** All rows with one id, and all that the leaves said of it in their order. */
interface Group {
  id: string
  rows: StoredRow[]
  said: KeptSaid[]
}

const judge = (check: CrossCheck, group: Group): Problem[] =>
  check.rowsById === 'one' ? judgeOne(check, group) : judgeEach(check, group)

function judgeOne(check: CrossCheck, { id, rows, said }: Group): Problem[] {
  const problem = (fault: Problem['fault'], detail: string): Problem => ({ table: check.table, id, fault, detail })
  const [row, ...more] = rows
  const begun = said.filter(({ begins }) => begins)
  const lost = said.some(({ row }) => row === null)
  if (!row) return said.length === 0 || lost ? [] : [problem('removed', 'the ledger speaks of it and it is not there')]
  if (more.length > 0) return [problem('added', 'it is there more than once')]
  if (lost) return []
  if (begun.length === 0) return [problem('added', 'nothing in the ledger says that it came to be')]
  if (begun.length > 1) return [problem('added', 'the ledger says more than once that it came to be')]
  const now: Shown = Object.assign({}, ...said.map(({ row }) => row))
  const differing = compare(check.shows(row), now)
  return differing.length === 0 ? [] : [problem('changed', `not as the ledger says: ${differing.join('; ')}`)]
}

/** Pairs rows with what was said; what is left over on one side is too many or missing, on both it was changed. */
function judgeEach(check: CrossCheck, { id, rows, said }: Group): Problem[] {
  // What is lost may have been about any of them: it goes to the row that nothing else is about.
  const open = [...said.filter(({ row }) => row !== null), ...said.filter(({ row }) => row === null)]
  const unsaid = rows.filter((row) => {
    const shown = check.shows(row)
    const index = open.findIndex((one) => compare(shown, one.row ?? {}).length === 0)
    if (index >= 0) open.splice(index, 1)
    return index < 0
  })
  const place = (row: StoredRow) => `${row.turn} (of ${id})`
  const changed = unsaid.slice(0, open.length)
  return [
    ...changed.map((row, index): Problem => {
      const detail = `not as the ledger says: ${compare(check.shows(row), open[index]?.row ?? {}).join('; ')}`
      return { table: check.table, id: place(row), fault: 'changed', detail }
    }),
    ...unsaid.slice(open.length).map((row): Problem => {
      return { table: check.table, id: place(row), fault: 'added', detail: 'nothing in the ledger says so' }
    }),
    ...open.slice(unsaid.length).flatMap(({ row }): Problem[] => {
      if (row === null) return []
      const detail = `the ledger speaks of it and it is not there: ${brief(row)}`
      return [{ table: check.table, id: `of ${id}`, fault: 'removed', detail }]
    }),
  ]
}

function compare(shown: Shown, said: Shown): string[] {
  return Object.entries(said).flatMap(([column, value]) => {
    const stored = shown[column]
    if (stored === undefined || value === undefined || same(column, stored, value)) return []
    return [`${column} is ${brief(stored)} and not ${brief(value)}`]
  })
}

function same(column: string, stored: Json, said: Json): boolean {
  if (!ACT_TIMES.includes(column)) return canonicalJson(stored) === canonicalJson(said)
  const afterMs = Date.parse(String(stored)) - Date.parse(String(said))
  return afterMs >= -ROUNDING_MS && afterMs <= COMMIT_AFTER_MAX_MS
}

const VALUE_LENGTH_MAX = 120
const brief = (value: Json): string => canonicalJson(value).slice(0, VALUE_LENGTH_MAX)
