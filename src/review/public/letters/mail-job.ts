import sql from 'sql-template-tag'
import { inTransaction, type Pool, type Queryable } from '../../../foundation/database/db.ts'
import { HOUR_MS, MINUTE_MS } from '../../../foundation/durations.ts'
import { messageOf } from '../../../foundation/errors.ts'
import type { Job } from '../../../foundation/jobs.ts'
import { toStorable } from '../../../foundation/messages/stored-text.ts'

const ERROR_CHARS_MAX = 500
/** The age at which a letter is given up. */
export const GIVEN_UP_MS = 72 * HOUR_MS
/** The pause of a mail server that took no letter. */
export const REST_FIRST_MS = 5_000
const REST_MAX_MS = 30 * MINUTE_MS

/** Returns the pause of a letter after this many attempts. */
export const restAfter = (attempts: number): number =>
  Math.min(REST_FIRST_MS * 2 ** Math.min(attempts, 20), REST_MAX_MS)

interface NextLetters {
  /** Returns the time of the next letter. Null: none waits. */
  findNextAt: (db: Queryable) => Promise<Date | null>
  /** The pause of a mail server that took no letter. */
  restMs: number
}

/**
 * Ends a run of a job that sends letters: the job goes, or waits for the next letter. Other letters are due already:
 * without the pause each of them would be one more attempt at a server that rests.
 */
export async function endMailRun(db: Pool, job: Job, { findNextAt, restMs }: NextLetters): Promise<void> {
  await inTransaction(db, async (tx) => {
    // A transaction that queues another letter waits for this lock or has committed, so none is lost.
    const { rowCount } = await tx.query(sql`
      select from job where kind = 'letter' and key = ${job.key} and lease_id = ${job.leaseId} for update`)
    if (rowCount === 0) return
    const at = await findNextAt(tx)
    if (at === null) await tx.query(sql`delete from job where kind = 'letter' and key = ${job.key}`)
    else
      await tx.query(sql`
        update job set lease_until = null, due_at = greatest(${at}::timestamptz, desk_now() + ${restMs} * interval '1 ms')
        where kind = 'letter' and key = ${job.key}`)
  })
}

/**
 * True when the server answered that this recipient will never get a letter (RFC 5321 §4.2.1: 5yz to RCPT). Other
 * refusals, such as of the desk's own password, are not about the letter.
 */
export function isRefusedForGood(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  const { responseCode, command } = (cause ?? {}) as { responseCode?: unknown; command?: unknown }
  return command === 'RCPT TO' && typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600
}

/** The answer of a mail server often repeats the address, which belongs in one place alone. It may have null bytes. */
export const reasonWithoutAddress = (error: unknown): string =>
  toStorable(messageOf(error).replaceAll(/\S+@\S+/g, '…'), ERROR_CHARS_MAX)
