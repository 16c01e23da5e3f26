import { DatabaseSync } from 'node:sqlite'
import { compareText } from './compare-text.ts'
import { mergeSorted } from './merge-sorted.ts'

/** The statement of one ledger entry about one row of a table. */
interface SaidRow {
  table: string
  id: string
  leafId: number
  /** The row as JSON. */
  said: string
}

/** The rows that are sorted in memory and written together, which blocks this process for some tens of milliseconds. */
const ROWS_PER_RUN = 10_000
const CACHE_KIB = 8_192

const compareSaid = (one: SaidRow, other: SaidRow): number => compareText(one.id, other.id) || one.leafId - other.leafId

/**
 * Stores the statements of ledger entries, sorted by row, until they are compared. The store is an unlinked temporary
 * file of this process. In the database, the role whose rows are verified could write to it, and a temporary table
 * would need the right to create objects.
 */
export class SaidStore {
  /** With an empty name SQLite makes a temporary file, readable by this user alone, and unlinks it at once. */
  readonly #file = new DatabaseSync('')
  /** The sorted sequences that were written, by table. */
  readonly #runs = new Map<string, number[]>()
  #waiting: SaidRow[] = []
  #runCount = 0

  constructor() {
    // The temporary file ends with the process, so it needs no crash safety.
    this.#file.exec(`pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -${CACHE_KIB};
      create table run (
        number integer not null, place integer not null, id text not null, leaf_id integer not null, said text not null,
        primary key (number, place)
      ) without rowid`)
  }

  add(row: SaidRow): void {
    this.#waiting.push(row)
    if (this.#waiting.length === ROWS_PER_RUN) this.#writeRuns()
  }

  /** Lists the statements about a table: by row id in byte order, and within a row in ledger order. */
  list(table: string): Iterable<SaidRow> {
    this.#writeRuns()
    const runs = (this.#runs.get(table) ?? []).map((number) => this.#readRun(table, number))
    return mergeSorted(runs, compareSaid)
  }

  close(): void {
    this.#file.close()
  }

  #writeRuns(): void {
    const byTable = Map.groupBy(this.#waiting, ({ table }) => table)
    this.#waiting = []
    if (byTable.size === 0) return
    const insert = this.#file.prepare('insert into run (number, place, id, leaf_id, said) values (?, ?, ?, ?, ?)')
    this.#file.exec('begin')
    for (const [table, rows] of byTable) {
      this.#runCount += 1
      const number = this.#runCount
      for (const [place, row] of rows.sort(compareSaid).entries()) {
        insert.run(number, place, row.id, row.leafId, row.said)
      }
      this.#runs.set(table, [...(this.#runs.get(table) ?? []), number])
    }
    this.#file.exec('commit')
  }

  *#readRun(table: string, number: number): Generator<SaidRow> {
    const stored = this.#file.prepare('select id, leaf_id, said from run where number = ? order by place')
    for (const { id, leaf_id, said } of stored.iterate(number)) {
      yield { table, id: String(id), leafId: Number(leaf_id), said: String(said) }
    }
  }
}
