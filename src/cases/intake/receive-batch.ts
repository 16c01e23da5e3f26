import type { KeyCaller } from '../../foundation/domain.ts'
import { DeskError, messageOf } from '../../foundation/errors.ts'
import { type RawLine, splitLines } from '../import/import-lines.ts'
import { readReport } from '../import/import-row.ts'
import { type Commit, receiveChecked } from './receive-report.ts'

/** The most lines of one request: when it fails in the middle, sending it again must be cheap. */
export const BATCH_LINES_MAX = 10_000
export const BATCH_BYTES_MAX = 64 * 1_048_576
/** The most lines that are processed at once; the next is read when the first one is answered. */
const UNDER_WAY_MAX = 512

/** The outcome of one line, with the HTTP status that a single report would get. */
export interface LineAnswer {
  line: number
  status: 200 | 201 | 202 | 400 | 409 | 413 | 503
  id?: string
  reportId?: string
  caseId?: string
  receivedAt?: string
  pausedUntil?: string
  detail?: string
}

/**
 * Receives one report per line and yields one answer per line, in order, as each becomes durable. An invalid line does
 * not affect the others; answered reports stay stored if the connection is lost.
 */
export async function* receiveBatch(
  commit: Commit,
  key: Pick<KeyCaller, 'id' | 'platform'>,
  body: AsyncIterable<Buffer>,
): AsyncGenerator<LineAnswer> {
  const underWay: Promise<LineAnswer | undefined>[] = []
  for await (const raw of splitLines(body)) {
    if (raw.number > BATCH_LINES_MAX || raw.end > BATCH_BYTES_MAX) {
      yield* finish(underWay)
      const detail = `Not received from here on: a batch has at most ${BATCH_LINES_MAX} lines and ${BATCH_BYTES_MAX} bytes.`
      yield { line: raw.number, status: 413, detail }
      return
    }
    underWay.push(receiveLine(commit, key, raw))
    if (underWay.length < UNDER_WAY_MAX) continue
    const answer = await underWay.shift()
    if (answer) yield answer
  }
  yield* finish(underWay)
}

async function* finish(underWay: Promise<LineAnswer | undefined>[]): AsyncGenerator<LineAnswer> {
  for (const pending of underWay.splice(0)) {
    const answer = await pending
    if (answer) yield answer
  }
}

async function receiveLine(
  commit: Commit,
  key: Pick<KeyCaller, 'id' | 'platform'>,
  raw: RawLine,
): Promise<LineAnswer | undefined> {
  const line = raw.number
  try {
    const report = readReport(raw, key)
    if (report === undefined) return undefined
    const received = await receiveChecked(commit, key.id, report)
    if ('paused' in received) return { line, status: 202, ...received.paused }
    return { line, status: received.created ? 201 : 200, ...received.answer }
  } catch (error) {
    if (error instanceof DeskError) return { line, status: STATUSES[error.code] ?? 503, detail: messageOf(error) }
    return { line, status: 503, detail: 'Not known whether it was received: send it again.' }
  }
}

const STATUSES: Partial<Record<DeskError['code'], LineAnswer['status']>> = {
  invalid_input: 400,
  conflict: 409,
  too_large: 413,
}
