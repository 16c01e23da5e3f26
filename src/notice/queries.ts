import sql from 'sql-template-tag'
import type { Queryable } from '../lib/db.ts'
import type { Due } from '../lib/due.ts'

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

export async function findPage(db: Queryable, pageId: string, overMs: number): Promise<PageToSend | undefined> {
  const { rows } = await db.query<PageToSend>(sql`
    select page.id, page.kind, page.why, coalesce(page.to_role, person.pseudonym) as to, page.subject,
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
