import type { ReadThread, ThreadMessage, ThreadPage } from '@countersign/platform-kit'
import type { Sql } from './demo-store.ts'
import { findState } from './subject-state.ts'

/** The most posts of a thread in each direction. */
const PLACES_MAX = 250

type Row = Record<string, unknown>

/** Reads the thread of a post: the posts that it answers, and its replies, each before the replies to it. */
export function findThread(sql: Sql, id: string, { from, count }: ThreadPage): ReadThread | undefined {
  const post = findPost(sql, id)
  if (post === undefined) return undefined
  const before = listBefore(sql, post)
  const after = listAfter(sql, id)
  const messages = [...before, post, ...after]
    .map((row, index) => ({ row, place: index - before.length }))
    .filter(({ place }) => place >= from && place < from + count)
    .map(({ row, place }) => toMessage(sql, row, place))
  return { kind: 'thread', messages, hasEarlier: -before.length < from, hasLater: after.length >= from + count }
}

const findPost = (sql: Sql, id: string): Row | undefined =>
  sql.get`select content.*, handle, (select count(*) from media where content_id = content.id) as media_count
    from content join account on account.id = account_id where content.id = ${id}`

function listBefore(sql: Sql, post: Row): Row[] {
  const before: Row[] = []
  for (let above: Row | undefined = post; before.length < PLACES_MAX; ) {
    above = above.parent_id === null ? undefined : findPost(sql, String(above.parent_id))
    if (above === undefined) break
    before.unshift(above)
  }
  return before
}

/** Walks the replies without recursion: a thread may be deeper than the stack. */
function listAfter(sql: Sql, id: string): Row[] {
  const after: Row[] = []
  const waiting = listReplies(sql, id)
  for (let next = waiting.shift(); next !== undefined && after.length < PLACES_MAX; next = waiting.shift()) {
    after.push(next)
    waiting.unshift(...listReplies(sql, String(next.id)))
  }
  return after
}

const listReplies = (sql: Sql, id: string): Row[] =>
  sql.all`select content.*, handle, (select count(*) from media where content_id = content.id) as media_count
    from content join account on account.id = account_id
    where parent_id = ${id} order by content.created_at, content.id limit ${PLACES_MAX}`

function toMessage(sql: Sql, row: Row, place: number): ThreadMessage {
  const id = String(row.id)
  return {
    ...{ place, id, accountId: String(row.account_id), handle: String(row.handle), text: String(row.text) },
    createdAt: row.created_at === null ? null : String(row.created_at),
    state: findState(sql, { kind: 'content', id }).visible ? 'shown' : 'hidden',
    mediaCount: Number(row.media_count),
  }
}
