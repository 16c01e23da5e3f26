import sql from 'sql-template-tag'
import type { Role } from '../domain.ts'
import type { Queryable } from '../lib/db.ts'
import type { Due } from '../lib/due.ts'
import { IS_HERE, TOKEN_COUNTS } from '../staff/queries.ts'
import { SESSION_COUNTS } from '../staff/session/session-queries.ts'

/** Somebody who follows what happens, as they are now. */
export interface Follower {
  roles: readonly Role[]
  /** Whether they may look at every account: else even an id would tell them that something happens to it. */
  seesAccounts: boolean
}

/**
 * Who they are now who came with these sessions and tokens; of what counts no more nobody. Writes nothing down: to follow
 * is not to be there.
 */
export async function listFollowers(db: Queryable, cameWith: readonly string[]): Promise<Map<string, Follower>> {
  const { rows } = await db.query<Follower & { cameWith: string }>(sql`
    select came.id as "cameWith", member.roles, 'protected' = any (member.clearances) and not exists (
        select from vendor_place place where place.employer = member.employer
          and (place.site is null or place.site = member.site)) as "seesAccounts"
    from (
      select session.id, session.staff_id from staff_session session left join passkey on passkey.id = session.credential_id
      where session.id = any (${cameWith}) and ${SESSION_COUNTS}
      union all
      select token.id, token.staff_id from staff_token token where token.id = any (${cameWith}) and ${TOKEN_COUNTS}) came
    join staff member on member.id = came.staff_id
    where ${IS_HERE} and member.roles <> '{}'`)
  return new Map(rows.map(({ cameWith: id, ...follower }) => [id, follower]))
}

export interface PageToSend {
  id: number
  kind: string
  why: string
  to: string
  subject: string | null
  orderId: string | null
  at: Date
  /** It has been tried for so long that nobody acts on it any more. */
  isOver: boolean
}

const AT_THE_DESK = 'What became of an order is to be read at the desk.'

export async function findPage(db: Queryable, pageId: string, overMs: number): Promise<PageToSend | undefined> {
  const { rows } = await db.query<PageToSend>(sql`
    select page.id, page.kind,
      -- A role's page is read by whoever may be asked about the next of the same, unseen: late, it could tell them too early.
      case when page.to_role is not null and page.kind = 'fate' and exists (
        select from desk_order ended join desk_order asked on asked.subject = ended.subject and asked.id <> ended.id
        where ended.id = page.order_id and asked.state in ('proposed', 'awaiting_approval', 'held')
          and takes_the_same(asked.action, ended.action)) then ${AT_THE_DESK} else page.why end as why, coalesce(page.to_role, person.pseudonym) as to, page.subject,
      page.order_id as "orderId", page.at, page.at < desk_now() - ${overMs} * interval '1 ms' as "isOver"
    from page left join staff person on person.id = page.to_staff where page.id = ${pageId}::bigint`)
  return rows[0]
}

/** Whether an older page is being sent, or is to be. One that failed and waits for its next try is not waited for. */
export async function isBehindOther(db: Queryable, pageId: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    select from due where kind = 'page' and key::bigint < ${pageId}::bigint
      and (attempt = 0 or lease_until > desk_now() or due_at <= desk_now()) limit 1`)
  return rowCount === 1
}

/** Gives a page back that was not tried, so that this counts as no try. */
export async function updateNotTried(db: Queryable, { key, leaseId }: Due, afterMs: number): Promise<void> {
  await db.query(sql`
    update due set lease_until = null, due_at = desk_now() + ${afterMs} * interval '1 ms', attempt = attempt - 1
    where kind = 'page' and key = ${key} and lease_id = ${leaseId}`)
}

/** Has the oldest page that was not tried yet be next. */
export async function updateNextPage(db: Queryable): Promise<void> {
  await db.query(sql`
    update due set due_at = desk_now() where kind = 'page' and lease_until is null and key = (
      select key from due where kind = 'page' and attempt = 0 order by key::bigint limit 1)`)
}
