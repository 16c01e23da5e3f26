import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '../../foundation/canonical.ts'
import { compareText } from './compare-text.ts'
import { mergeSorted } from './merge-sorted.ts'

/** The statement of one ledger entry about one row of a table. */
export interface SaidRow<Said extends Json = Json> {
  id: string
  leafId: number
  said: Said
}

/** A sorted sequence of rows: its place in the file. */
interface Run {
  from: number
  to: number
}

/** The rows that are sorted in memory and written together, which blocks this process for some tens of milliseconds. */
const ROWS_PER_RUN = 10_000
const CHARS_PER_RUN = 8 * 1024 * 1024
/** The bytes that all runs of a table are read ahead together, and the fewest and most of one. */
const READ_AHEAD = 4 * 1024 * 1024
const READ_AHEAD_MIN = 4 * 1024
const READ_AHEAD_MAX = 64 * 1024
const NEWLINE = 10
/** `/tmp` is the memory of many machines. */
const FOLDERS = tmpdir() === '/tmp' ? ['/var/tmp', '/tmp'] : [tmpdir()]

type Waiting = { id: string; leafId: number; line: string }
const compareRows = (one: Omit<SaidRow, 'said'>, other: Omit<SaidRow, 'said'>): number =>
  compareText(one.id, other.id) || one.leafId - other.leafId

/**
 * Stores the statements of ledger entries, sorted by row, until they are compared. The store is an unlinked temporary
 * file of this process. In the database, the role whose rows are verified could write to it, and a temporary table
 * would need the right to create objects.
 */
export class SaidStore<Said extends Json = Json> {
  readonly #file = openUnlinked()
  readonly #runs = new Map<string, Run[]>()
  readonly #waiting = new Map<string, Waiting[]>()
  #waitingRows = 0
  #waitingChars = 0
  #size = 0

  add(table: string, { id, leafId, said }: SaidRow<Said>): void {
    const line = `${JSON.stringify([id, leafId, said])}\n`
    const waiting = this.#waiting.get(table) ?? []
    if (waiting.length === 0) this.#waiting.set(table, waiting)
    waiting.push({ id, leafId, line })
    this.#waitingRows += 1
    this.#waitingChars += line.length
    if (this.#waitingRows >= ROWS_PER_RUN || this.#waitingChars >= CHARS_PER_RUN) this.#writeRuns()
  }

  /** Lists the statements about a table: by row id in byte order, and within a row in ledger order. */
  list(table: string): Iterable<SaidRow<Said>> {
    this.#writeRuns()
    const runs = this.#runs.get(table) ?? []
    const ahead = Math.min(Math.max(Math.floor(READ_AHEAD / runs.length), READ_AHEAD_MIN), READ_AHEAD_MAX)
    return mergeSorted(
      runs.map((run) => this.#readRun(run, ahead)),
      compareRows,
    )
  }

  close(): void {
    closeSync(this.#file)
  }

  #writeRuns(): void {
    for (const [table, rows] of this.#waiting) {
      const bytes = Buffer.from(
        rows
          .sort(compareRows)
          .map(({ line }) => line)
          .join(''),
      )
      const run = { from: this.#size, to: this.#size + bytes.length }
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done, undefined, run.from + done)
      this.#size = run.to
      const runs = this.#runs.get(table)
      if (runs) runs.push(run)
      else this.#runs.set(table, [run])
    }
    this.#waiting.clear()
    this.#waitingRows = 0
    this.#waitingChars = 0
  }

  *#readRun({ from, to }: Run, ahead: number): Generator<SaidRow<Said>> {
    for (let place = from; place < to; ) {
      const lines = this.#readLines(place, to, ahead)
      place += lines.length
      for (const line of lines.toString('utf8', 0, lines.length - 1).split('\n')) {
        const [id, leafId, said] = JSON.parse(line) as [string, number, Said]
        yield { id, leafId, said }
      }
    }
  }

  /** Reads whole lines, at least one. */
  #readLines(from: number, to: number, ahead: number): Buffer {
    for (let size = ahead; ; size *= 2) {
      const bytes = Buffer.allocUnsafe(Math.min(size, to - from))
      for (let done = 0; done < bytes.length; ) {
        const read = readSync(this.#file, bytes, done, bytes.length - done, from + done)
        if (read === 0) throw new Error('the temporary file of the ledger check is shorter than what was written')
        done += read
      }
      const end = bytes.lastIndexOf(NEWLINE)
      if (end >= 0) return bytes.subarray(0, end + 1)
    }
  }
}

/** Opens a temporary file that this user alone may read and that has no name any more: it ends with the process. */
function openUnlinked(): number {
  const name = `countersign-${randomUUID()}`
  for (const [place, folder] of FOLDERS.entries()) {
    const path = join(folder, name)
    try {
      const file = openSync(path, 'wx+', 0o600)
      unlinkSync(path)
      return file
    } catch (error) {
      if (place === FOLDERS.length - 1) throw error
    }
  }
  throw new Error('there is no folder for temporary files')
}
