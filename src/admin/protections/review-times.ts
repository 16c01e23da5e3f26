import sql from 'sql-template-tag'
import type { Actor } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Described } from '../change/wanted.ts'
import { paragraphs } from '../describe/paragraphs.ts'

/** The interval between two reviews of a protection, and the days of grace until a review counts as missed. */
interface ReviewTimes {
  everyDays: number
  graceDays: number
}

/**
 * The limits of these times: never "never", and never so short that people stop looking. PostgreSQL has the same
 * limits.
 */
export const REVIEW_BOUNDS = { everyDays: { from: 30, to: 365 }, graceDays: { from: 7, to: 30 } } as const

/** Reads the review times in force. */
export async function readReviewTimes(db: Queryable): Promise<ReviewTimes> {
  return db.only<ReviewTimes>(sql`
    select extract(day from review_every())::integer as "everyDays", extract(day from review_grace())::integer as "graceDays"`)
}

/**
 * Describes other review times. They always take two people: longer ones make reviews rarer, and shorter ones weaken
 * unreviewed protections sooner. Refuses times that change nothing. Pure.
 */
export function describeReviewTimes({ everyDays, graceDays }: ReviewTimes, from: ReviewTimes): Described {
  const says = [
    ...(everyDays === from.everyDays
      ? []
      : [message('described.review.every', { days: everyDays, from: from.everyDays })]),
    ...(graceDays === from.graceDays
      ? []
      : [message('described.review.grace', { days: graceDays, from: from.graceDays })]),
  ]
  if (says.length === 0) throw new DeskError('conflict', message('change.sameTimes'))
  const lapses = { days: everyDays + 2 * graceDays, from: from.everyDays + 2 * from.graceDays }
  return { says: paragraphs([...says, message('described.review.lapses', lapses)]), direction: 'mixed' }
}

/** Queues the ledger entry about the review times. */
export function queueReviewTimesEntry(
  tx: Tx,
  { everyDays, graceDays }: ReviewTimes,
  by: Actor,
  changeId: string,
): void {
  queueEntry(tx, { kind: 'review_times_set', everyDays, graceDays, changeId, by })
}
