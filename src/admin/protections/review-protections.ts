import sql from 'sql-template-tag'
import { ascending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import { queueAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK, type StaffCaller } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { refuseGone } from '../../people/staff/standing.ts'
import { readReviewTimes } from './review-times.ts'

const AT_ONCE_MAX = 500
/** The most subjects that one alert names. */
const NAMED_MAX = 5

/**
 * Runs the periodic reviews of protections: starts new ones, and alerts the role policy to due and missed ones. At the
 * second miss the protection only counts as high reach, on record. Returns the number of reviews missed just now.
 */
export async function reviewProtections({ db }: Pick<Desk, 'db'>): Promise<number> {
  await begin(db)
  return inTransaction(db, async (tx) => {
    await alertDue(tx)
    return alertMissed(tx)
  })
}

async function begin(db: Queryable): Promise<void> {
  await db.query(sql`
    with tagged as (
      select 'account:' || id as subject, array(select tag from unnest(tags) tag where tag = any (${[...PUBLIC_INTEREST_TAGS]})
        order by tag) as tags, false as has_floor
      from account where protected and tags && ${[...PUBLIC_INTEREST_TAGS]}::text[]),
    found as (
      select subject, array_agg(distinct tag) filter (where tag is not null) as tags, bool_or(has_floor) as has_floor
      from (select subject, tag, has_floor from tagged left join lateral unnest(tags) tag on true
        union all select subject, null, true from protection where approvals > 0 or hold_ms > 0) each
      group by subject)
    insert into protection_review (subject, tags, has_floor, due_at)
    select subject, coalesce(tags, '{}'), has_floor, desk_now() from found
    where not exists (select from protection_review known where known.subject = found.subject
      and coalesce(found.tags, '{}') <@ known.tags and known.has_floor >= found.has_floor)
    limit ${AT_ONCE_MAX}
    on conflict (subject) do update set
      tags = array(select distinct tag from unnest(protection_review.tags || excluded.tags) tag order by tag),
      has_floor = protection_review.has_floor or excluded.has_floor`)
}

async function alertDue(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ subject: string }>(sql`
    update protection_review set told_at = desk_now()
    where subject in (select subject from protection_review where told_at is null and due_at <= desk_now()
      order by due_at, subject limit ${AT_ONCE_MAX} for update skip locked)
    returning subject`)
  if (rows.length === 0) return
  queueAlert(tx, {
    kind: 'review',
    to: { role: 'policy' },
    why: message('alert.review.due', namedOf(rows)),
  })
}

async function alertMissed(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ subject: string; missed: number }>(sql`
    update protection_review set missed = missed + 1
    where subject in (select subject from protection_review
      where missed < 2 and due_at + (missed + 1) * review_grace() <= desk_now()
      order by due_at, subject limit ${AT_ONCE_MAX} for update skip locked)
    returning subject, missed`)
  if (rows.length === 0) return 0
  const { graceDays } = await readReviewTimes(tx)
  for (const { subject, missed } of rows)
    queueEntry(tx, { kind: 'protection_review_missed', missed, subject, by: DESK })
  for (const missed of [1, 2] as const) {
    const those = rows.filter((row) => row.missed === missed)
    if (those.length === 0) continue
    queueAlert(tx, {
      kind: 'review_missed',
      to: { role: 'policy' },
      why: missedMessage(missed, those, graceDays),
    })
  }
  return rows.length
}

const missedMessage = (missed: 1 | 2, rows: readonly { subject: string }[], days: number): Message =>
  missed === 1
    ? message('alert.review.missedOnce', { ...namedOf(rows), days })
    : message('alert.review.missedTwice', namedOf(rows))

function namedOf(rows: readonly { subject: string }[]) {
  const list = rows.slice(0, NAMED_MAX).map(({ subject }) => subject)
  const more = rows.length > list.length ? message('alert.more', { count: rows.length - list.length }) : ''
  return { subjects: { as: 'commas', list }, more, count: rows.length } as const
}

/** Records that a policy person reviewed a protection and confirmed it: it counts fully again. */
export async function renewProtection(
  desk: Pick<Desk, 'db'>,
  { subject, reason, by }: { subject: string; reason: string; by: StaffCaller },
): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    await refuseGone(tx, { kind: 'staff', id: by.id })
    const { rows } = await tx.query(sql`select from protection_review where subject = ${subject} for update`)
    if (rows.length === 0) throw new DeskError('not_found', message('protection.noReview', { subject }))
    tx.queue(sql`insert into protection_look (subject, staff_id, reason) values (${subject}, ${by.id}, ${reason})`)
    const reasonHash = contentHash({ reason })
    queueEntry(tx, { kind: 'protection_reviewed', reasonHash, subject, by: { kind: 'staff', id: by.id } })
  })
}

interface ListedReview {
  subject: string
  handle: string | null
  tags: readonly string[]
  hasFloor: boolean
  dueAt: Date
  missed: number
  lookedAt: Date | null
  lookedBy: string | null
}

const SOON = '30 days'

/** Lists the reviews that are due, were missed, or will be due within 30 days, the oldest first. */
export async function listReviews(db: Queryable, page: PageRequest): Promise<PageOf<ListedReview>> {
  const rows = sql`
    select review.subject, account.handle, review.tags, review.has_floor as "hasFloor", review.due_at as "dueAt", review.missed,
      last.at as "lookedAt", last.pseudonym as "lookedBy"
    from protection_review review
    left join account on 'account:' || account.id = review.subject
    left join lateral (select look.at, staff.pseudonym from protection_look look join staff on staff.id = look.staff_id
      where look.subject = review.subject order by look.id desc limit 1) last on true
    where review.due_at < desk_now() + ${SOON}::interval`
  const key = [ascending(sql`listed."dueAt"`, 'time'), ascending(sql`listed.subject`, 'text')]
  return selectPage<ListedReview>(db, { rows, key }, page)
}
