import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import sql from 'sql-template-tag'
import type { Pool } from '../foundation/database/db.ts'

/**
 * The interval at which unnumbered entries are searched. With a watch for writes, the first entry after a quiet time waits
 * for the next look instead, up to 200 ms.
 */
const SEQUENCE_EVERY_MS = 100
/** The interval while no entry can be new. A write ends it, so this time counts only if the watch for writes fails. */
const QUIET_EVERY_MS = 1_000
/** The most entries of one run, about 50 ms of work: the sequencer holds its lock no longer. */
const ENTRIES_PER_CALL_MAX = 2_000
/** A dead connection must not stop this process from numbering entries. */
const CALL_TIMEOUT_MS = 15_000
const RETRY_MAX_MS = 2_000
/** The error is logged about once a minute while it lasts. */
const FAILURES_PER_LOG_LINE = 30

/** A watch for writes to the database. Without one the sequencer looks for entries all the time. */
interface WatchedWrites {
  mark(): number
  /** Waits for a write since the mark, at most for the interval. */
  next(mark: number, intervalMs: number, signal: AbortSignal): Promise<void>
}

/**
 * Numbers entries as they become visible, until the signal aborts. Any number of processes may run it: one works at a
 * time, and no writer waits for it. It survives the loss of the database and resumes afterwards.
 */
export async function startSequencer(
  db: Pool,
  log: Logger,
  signal: AbortSignal,
  writes?: WatchedWrites,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    let waitMs = SEQUENCE_EVERY_MS
    const mark = writes?.mark()
    try {
      const numbered = await sequenceWaiting(db)
      if (failures > 0) log.info({ failures }, 'entries of the ledger get their numbers again')
      failures = 0
      // After a full batch more entries may wait, so the next run follows at once.
      if (numbered === ENTRIES_PER_CALL_MAX) continue
      if (numbered === 0 && writes !== undefined && mark !== undefined) {
        await writes.next(mark, QUIET_EVERY_MS, signal)
        continue
      }
    } catch (error) {
      failures += 1
      waitMs = Math.min(SEQUENCE_EVERY_MS * 2 ** failures, RETRY_MAX_MS)
      if (failures % FAILURES_PER_LOG_LINE === 1) {
        log.error({ err: error, failures }, 'entries of the ledger wait for their numbers')
      }
    }
    await pause(waitMs, undefined, { signal }).catch(() => undefined) // The wait rejects only when the signal aborts.
  }
}

/** Numbers the waiting entries and returns how many there were. Without any it takes no lock and calls no function. */
async function sequenceWaiting(db: Pool): Promise<number> {
  const statement = sql`
    select case when exists (select from leaf_pending) then number_entries(${ENTRIES_PER_CALL_MAX}) else 0 end as numbered`
  const call = { text: statement.text, values: statement.values, query_timeout: CALL_TIMEOUT_MS }
  return (await db.findValue<number>(call)) ?? 0
}
