import sql from 'sql-template-tag'
import { parseSubjectKey } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'

/** The number of posts before a content, and of replies, that show the context of a conversation. */
const BEFORE_MAX = 5
const ANSWERS_MAX = 10

/** A content before or after another in its thread. */
export interface ThreadPost {
  id: string
  accountId: string
  handle: string | null
  text: string | null
  language: string | null
  createdAt: Date | null
  mediaCount: number
  isBefore: boolean
}

/**
 * Lists the posts before a content, the first of the thread first, and then its replies, the oldest first, as far as
 * the desk knows them.
 */
export async function listThread(db: Queryable, subject: string): Promise<ThreadPost[]> {
  const { kind, id } = parseSubjectKey(subject)
  if (kind !== 'content') return []
  // The limit also ends a cycle of parents.
  return db.list<ThreadPost>(sql`
    with recursive before as (
      select parent.id, parent.parent_id, 1 as step
      from content asked join content parent on parent.id = asked.parent_id where asked.id = ${id}
      union all
      select parent.id, parent.parent_id, step + 1
      from before join content parent on parent.id = before.parent_id where step < ${BEFORE_MAX}),
    answers as (
      select content.id, row_number() over (order by content_created_at, content.id)::integer as step
      from content where parent_id = ${id} and content.id <> ${id}
      order by content_created_at, content.id limit ${ANSWERS_MAX}),
    thread as (
      select id, true as is_before, max(-step) as place from before where id <> ${id} group by id
      union all select id, false, step from answers where id not in (select id from before))
    select post.id, post.account_id as "accountId", author.handle,
      case when is_restricted('content:' || post.id) then null else post.text end as text, post.language,
      post.content_created_at as "createdAt", thread.is_before as "isBefore",
      (select count(*) from content_media where content_id = post.id and gone_at is null)::integer as "mediaCount"
    from thread join content post on post.id = thread.id left join account author on author.id = post.account_id
    order by thread.is_before desc, thread.place`)
}
