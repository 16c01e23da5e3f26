import { actorKey } from '../../foundation/domain.ts'
import type { Desk } from '../../policy/desk.ts'
import { addCounts, type ImportCounts, createCounts, storeBatch } from './import-batch.ts'
import { findOrMakeKey, type ImportLock, lockImports } from './import-key.ts'
import { inspectFile, readLines } from './import-lines.ts'
import { appendRejected, endProgress, type Progress, resumeProgress, saveProgress } from './import-progress.ts'
import { type ImportRow, type Rejection, readRow } from './import-row.ts'

const BATCH_LINES_MAX = 1_000
const BATCH_BYTES_MAX = 8 * 1_048_576

interface ImportOptions {
  file: string
  /** The name of the API key to which report ids belong. A missing key is created, and its secret discarded. */
  keyName: string
  /** The platform whose ids the file has. Left out: the default platform. */
  platform?: string
  /** Called after each stored batch, and at the start with the progress of an earlier import. */
  onProgress?(done: Imported): void
  /** Ends the import after the running batch. */
  signal?: AbortSignal
}

export interface Imported {
  counts: ImportCounts
  /** The number of rejected lines, including those of the earlier runs that this one continues. */
  rejected: number
  /** The lines and bytes read, and the size of the file. */
  lines: number
  bytes: number
  size: number
  /** False: the signal stopped the import before the end. */
  finished: boolean
}

/**
 * Imports a file of accounts, contents and reports, one JSON object per line. Stored rows survive a crash: a second run
 * resumes, and repeating a finished import changes nothing. Rejected lines go to a file beside it, with number and
 * reason; the others are stored.
 */
export async function importFile(desk: Pick<Desk, 'db' | 'policies'>, options: ImportOptions): Promise<Imported> {
  const { size, mtimeMs } = await inspectFile(options.file)
  const lock = await lockImports(desk, options.keyName)
  try {
    const key = await findOrMakeKey(desk, options.keyName, options.platform)
    const of = { size, mtimeMs, keyId: key.id, keyMadeAt: key.madeAt }
    const start = (await resumeProgress(options.file, of)) ?? begin(of)
    return await importFrom(desk, options, start, lock)
  } finally {
    await lock.release()
  }
}

const begin = (of: Progress['of']): Progress => ({
  of,
  offset: 0,
  line: 1,
  counts: createCounts(),
  rejected: 0,
  rejectedBytes: 0,
})

async function importFrom(
  desk: Pick<Desk, 'db' | 'policies'>,
  { file, platform, onProgress, signal }: ImportOptions,
  start: Progress,
  lock: ImportLock,
): Promise<Imported> {
  const { keyId, size } = start.of
  let progress = start
  onProgress?.(toImported(progress, false))
  for await (const batch of readAhead(readBatches(file, start, platform))) {
    lock.check()
    const stored = await storeBatch(desk, keyId, batch.rows)
    const rejections = [...batch.rejections, ...stored.rejections].sort((one, other) => one.line - other.line)
    // After a crash before the progress is saved, the batch is read again: its rows are known, and its rejected lines
    // are truncated.
    const rejectedBytes = await appendRejected(file, rejections)
    progress = {
      of: progress.of,
      offset: batch.end,
      line: batch.nextLine,
      counts: addCounts(progress.counts, stored.counts),
      rejected: progress.rejected + rejections.length,
      rejectedBytes: progress.rejectedBytes + rejectedBytes,
    }
    await saveProgress(file, progress)
    onProgress?.(toImported(progress, progress.offset >= size))
    if (signal?.aborted && progress.offset < size) return toImported(progress, false)
  }
  await endProgress(file)
  return toImported(progress, true)
}

const toImported = ({ counts, rejected, line, offset, of }: Progress, finished: boolean): Imported => ({
  counts,
  rejected,
  lines: line - 1,
  bytes: offset,
  size: of.size,
  finished,
})

interface Batch {
  rows: ImportRow[]
  rejections: Rejection[]
  bytes: number
  end: number
  nextLine: number
}

/** Starts computing the next item while the current one is processed. */
async function* readAhead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  try {
    for (let next = items.next(); ; ) {
      const { done, value } = await next
      if (done) return
      next = items.next()
      // The next await throws the error. This handler prevents an unhandled rejection when no await follows.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await items.return(undefined)
  }
}

async function* readBatches(
  file: string,
  { offset, line, of }: Progress,
  platform: string | undefined,
): AsyncGenerator<Batch> {
  const speaker = platform === undefined ? {} : { platform }
  const startAt = (end: number, nextLine: number): Batch => ({ rows: [], rejections: [], bytes: 0, end, nextLine })
  let batch = startAt(offset, line)
  for await (const raw of readLines(file, { offset, number: line }, of.size)) {
    const row = readRow(raw, actorKey({ kind: 'key', id: of.keyId }), speaker)
    if (row !== undefined && 'reason' in row) batch.rejections.push(row)
    else if (row !== undefined) batch.rows.push(row)
    batch.bytes += raw.end - batch.end
    batch.end = raw.end
    batch.nextLine = raw.number + 1
    if (batch.rows.length + batch.rejections.length >= BATCH_LINES_MAX || batch.bytes >= BATCH_BYTES_MAX) {
      yield batch
      batch = startAt(batch.end, batch.nextLine)
    }
  }
  if (batch.end > offset) yield batch
}
