import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import sql from 'sql-template-tag'
import type { Pool, Queryable } from '../foundation/database/db.ts'

/**
 * A checkpoint: the end of the ledger at a time. A copy proves later that entries up to that point were changed or cut
 * off.
 */
export interface Checkpoint {
  /** The number of the last entry at that time. */
  number: number
  /** The chain's last hash, as base64. */
  chain: string
  /** The time at which the checkpoint was read, in ISO 8601. */
  at?: string
}

const CHECKPOINT_EVERY_MS = 60_000
/** The pause of a new desk, whose ledger has no entry with a number yet. */
const FIRST_CHECKPOINT_MS = 1_000

/** Returns the current checkpoint; undefined while no entry has a number. */
export async function readCheckpoint(db: Queryable): Promise<Checkpoint | undefined> {
  const { rows } = await db.query<{ number: number; chain: string; at: Date }>(sql`
    select number, encode(chain, 'base64') as chain, desk_now() as at from ledger_entry order by number desc limit 1`)
  return rows[0] && { ...rows[0], at: rows[0].at.toISOString() }
}

/** Formats a checkpoint as one line: `countersign-ledger 42 <base64> 2026-05-04T09:00:00.000Z`. */
export const formatCheckpoint = ({ number, chain, at }: Checkpoint): string =>
  ['countersign-ledger', number, chain, ...(at === undefined ? [] : [at])].join(' ')

const LINE = /^countersign-ledger ([1-9]\d{0,15}) ([A-Za-z0-9+/]{43}=)(?: (\S+))?$/

/** Parses a line. Returns undefined unless it is a checkpoint. */
export function parseCheckpoint(line: string): Checkpoint | undefined {
  const [, number, chain, at] = LINE.exec(line.trim()) ?? []
  if (number === undefined || chain === undefined) return undefined
  return { number: Number(number), chain, ...(at === undefined ? {} : { at }) }
}

/** Parses checkpoints, one a line. Returns the numbers of unreadable lines; empty lines are skipped. */
export function parseCheckpoints(text: string): { checkpoints: Checkpoint[]; unreadable: number[] } {
  const checkpoints: Checkpoint[] = []
  const unreadable: number[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const checkpoint = parseCheckpoint(line)
    if (checkpoint) checkpoints.push(checkpoint)
    else unreadable.push(index + 1)
  }
  return { checkpoints, unreadable }
}

/** Records that the ledger no longer contains what the file of checkpoints proves. */
type NoticeLoss = () => Promise<void>

/**
 * Appends the checkpoint to a file each minute until the signal aborts, and once more then. The first one of a new desk
 * is appended within a second of its first entry. A failure is logged and retried.
 */
export async function appendCheckpoints(
  db: Pool,
  file: string,
  log: Logger,
  signal: AbortSignal,
  noticeLoss?: NoticeLoss,
): Promise<void> {
  for (;;) {
    const last = signal.aborted
    const isEmpty = await appendCheckpoint(db, file, log, noticeLoss).catch((error: unknown) => {
      log.error({ err: error, file }, "the ledger's checkpoint was not written outside the database")
      return false
    })
    if (last) return
    // The wait rejects only when the signal aborts.
    await pause(isEmpty ? FIRST_CHECKPOINT_MS : CHECKPOINT_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

/**
 * Appends the current checkpoint to the file durably, if it is new there. Existing lines never change. When the ledger
 * no longer contains the file's last checkpoint, it logs an error, has the loss recorded, and appends the new line only
 * then: no later check looks before that line. Returns true while no entry has a number.
 */
export async function appendCheckpoint(
  db: Pool,
  file: string,
  log: Logger,
  noticeLoss: NoticeLoss = async () => undefined,
): Promise<boolean> {
  const checkpoint = await readCheckpoint(db)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const handle = await open(file, 'a+', 0o600)
  try {
    const { size } = await handle.stat()
    const tail = await readTail(handle, size)
    const before = parseCheckpoints(tail).checkpoints.at(-1)
    // Without a checkpoint at its end the file was filled with other lines: the loss may be before them.
    if (before === undefined && size > 0) await noticeLoss()
    if (before && !(await holds(db, before))) {
      log.error(
        { file, before, checkpoint },
        'the ledger was cut or replaced: run countersign verify --checkpoint with this file',
      )
      await noticeLoss()
      // The file already has a checkpoint as new: another process was faster.
    } else if (before && before.number >= (checkpoint?.number ?? 0)) return false
    if (checkpoint === undefined) return true
    if (before?.number === checkpoint.number && before.chain === checkpoint.chain) return false
    // The line begins with a line break, so that it does not merge with one that a crash truncated.
    const start = tail === '' || tail.endsWith('\n') ? '' : '\n'
    await handle.appendFile(`${start}${formatCheckpoint(checkpoint)}\n`)
    await handle.sync()
    if (size === 0) await syncFolder(dirname(file))
    return false
  } finally {
    await handle.close()
  }
}

/** The end of the file that is read is longer than a few lines. */
const TAIL_BYTES = 4_096

async function readTail(handle: FileHandle, size: number): Promise<string> {
  const length = Math.min(size, TAIL_BYTES)
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
  return buffer.toString('latin1')
}

async function holds(db: Queryable, checkpoint: Checkpoint): Promise<boolean> {
  const { rows } = await db.query<{ chain: string }>(sql`
    select encode(chain, 'base64') as chain from ledger_entry where number = ${checkpoint.number}`)
  return rows[0]?.chain === checkpoint.chain
}

/** A new file is durable only with its name. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
