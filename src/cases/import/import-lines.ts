import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { sqlState } from '../../foundation/database/db.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { DeskError, messageOf } from '../../foundation/errors.ts'

/** The most bytes of a line, longer than any valid report. Longer lines are skipped without buffering them. */
export const IMPORT_LINE_BYTES_MAX = 1_048_576

const READ_BYTES = 262_144
const NEWLINE = 0x0a

/** One line of the file, without its end. */
export interface RawLine {
  /** The number of the line, from 1. */
  number: number
  /** The text of the line. Undefined: the line is longer than the limit. */
  bytes: Buffer | undefined
  /** The offset at which the next line begins. */
  end: number
}

/** Reads the lines of a file from the start of a line up to a size; bytes appended meanwhile are not read. */
export async function* readLines(
  file: string,
  from: { offset: number; number: number },
  size: number,
): AsyncGenerator<RawLine> {
  if (from.offset >= size) return
  yield* splitLines(createReadStream(file, { start: from.offset, end: size - 1, highWaterMark: READ_BYTES }), from)
}

/** Splits a stream into lines, with at most one line in memory. */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  from: { offset: number; number: number } = { offset: 0, number: 1 },
): AsyncGenerator<RawLine> {
  const open = new OpenLine()
  let { offset, number } = from
  for await (const chunk of chunks) {
    let start = 0
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start)
      if (newline < 0) break
      open.add(chunk.subarray(start, newline))
      offset += newline + 1 - start
      yield { number: number++, bytes: open.take(), end: offset }
      start = newline + 1
    }
    open.add(chunk.subarray(start))
    offset += chunk.length - start
  }
  if (open.begun) yield { number, bytes: open.take(), end: offset }
}

/** The part of an unfinished line that was read so far. */
class OpenLine {
  #parts: Buffer[] = []
  #length = 0

  get begun(): boolean {
    return this.#length > 0
  }

  add(part: Buffer): void {
    this.#length += part.length
    if (this.#length > IMPORT_LINE_BYTES_MAX) this.#parts = []
    else if (part.length > 0) this.#parts.push(part)
  }

  take(): Buffer | undefined {
    const tooLong = this.#length > IMPORT_LINE_BYTES_MAX
    const [first, ...more] = this.#parts
    const bytes = first === undefined ? Buffer.alloc(0) : more.length === 0 ? first : Buffer.concat(this.#parts)
    this.#parts = []
    this.#length = 0
    return tooLong ? undefined : bytes
  }
}

/** Returns the size and modification time that identify a version of the file. Throws a reason if it cannot be read. */
export async function inspectFile(file: string): Promise<{ size: number; mtimeMs: number }> {
  const found = await stat(file).catch((error: unknown) => {
    throw unreadable(file, sqlState(error) === 'ENOENT' ? message('import.file.missing') : messageOf(error))
  })
  if (found.isDirectory()) throw unreadable(file, message('import.file.folder'))
  if (!found.isFile()) throw unreadable(file, message('import.file.special'))
  if (found.size === 0) throw unreadable(file, message('import.file.empty'))
  return { size: found.size, mtimeMs: found.mtimeMs }
}

const unreadable = (file: string, why: Message | string): DeskError =>
  new DeskError('invalid_input', message('import.file.notRead', { file, why }))
