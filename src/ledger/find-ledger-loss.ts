import { type FileHandle, open } from 'node:fs/promises'
import sql from 'sql-template-tag'
import type { Queryable } from '../foundation/database/db.ts'
import { type Checkpoint, parseCheckpoints } from './checkpoint.ts'

/** The end of the ledger that a file of checkpoints proves and the database lacks. */
export interface LedgerLoss {
  /** The number of the last checkpoint that the database still contains. 0: it contains none. */
  kept: number
  /** The checkpoint with the highest number that the database does not contain. */
  lost: Checkpoint
  /** The checkpoints that the database lacks, the newest LINES_MAX: an acknowledgement excuses exactly these. */
  lines: readonly Checkpoint[]
}

/** More than two months, at one a minute. */
const LINES_MAX = 100_000

/** Returns those of the checkpoints whose loss is not on record. */
type ListUnrecorded = (checkpoints: readonly Checkpoint[]) => Promise<readonly Checkpoint[]>

/**
 * Returns the data that the ledger lost since the file's checkpoints were written. Undefined: nothing was lost, there is
 * no file, or everything lost is on record. Reads the file backwards, up to the last checkpoint that the ledger
 * contains. Lines that are no checkpoints are skipped, so a file that was filled with them hides nothing before them.
 */
export async function findLedgerLoss(
  db: Queryable,
  file: string,
  listUnrecorded: ListUnrecorded,
): Promise<LedgerLoss | undefined> {
  const handle = await openIfThere(file)
  if (handle === undefined) return undefined
  let lines: Checkpoint[] = []
  try {
    for await (const checkpoints of readBackwards(handle)) {
      const kept = await findLastHeld(db, checkpoints)
      lines = [...(await listUnrecorded(checkpoints.slice(kept + 1))), ...lines].slice(-LINES_MAX)
      if (kept >= 0) return toLoss(checkpoints[kept]?.number ?? 0, lines)
      if (lines.length === LINES_MAX) break
    }
  } finally {
    await handle.close()
  }
  return toLoss(0, lines)
}

/** A checkpoint below the last one that is contained proves a lost ledger, but not from which entry on. */
function toLoss(kept: number, lines: readonly Checkpoint[]): LedgerLoss | undefined {
  const [first, ...others] = lines
  if (first === undefined) return undefined
  const lost = others.reduce((highest, next) => (next.number > highest.number ? next : highest), first)
  return { kept: kept < lost.number ? kept : 0, lost, lines }
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const CHUNK_BYTES = 64 * 1024
/** A line break, which UTF-8 and latin1 have in common. */
const LINE_BREAK = 10

/** Yields the checkpoints of a file in parts, each in the order of the file, from the last part to the first. */
async function* readBackwards(handle: FileHandle): AsyncGenerator<readonly Checkpoint[]> {
  let end = (await handle.stat()).size
  // The beginning of the part that was read last, up to its first line break: it belongs to the line before.
  let rest = Buffer.alloc(0)
  while (end > 0) {
    const start = Math.max(0, end - CHUNK_BYTES)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start)
    const text = Buffer.concat([buffer.subarray(0, bytesRead), rest])
    const firstBreak = start === 0 ? -1 : text.indexOf(LINE_BREAK)
    // A line without an end within a part is no checkpoint.
    rest = firstBreak < 0 ? Buffer.alloc(0) : text.subarray(0, firstBreak)
    yield parseCheckpoints(text.subarray(firstBreak + 1).toString('latin1')).checkpoints
    end = start
  }
}

/** Returns the place of the last of these checkpoints that the ledger contains. -1: it contains none. */
async function findLastHeld(db: Queryable, checkpoints: readonly Checkpoint[]): Promise<number> {
  const numbers = checkpoints.map(({ number }) => number)
  const found = await db.list<{ number: number; chain: string }>(sql`
    select number, encode(chain, 'base64') as chain from ledger_entry where number = any (${numbers})`)
  const chains = new Map(found.map(({ number, chain }) => [number, chain]))
  return checkpoints.findLastIndex(({ number, chain }) => chains.get(number) === chain)
}
