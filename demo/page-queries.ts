import type { MediaFacts, PlatformState } from '@countersign/platform-kit'
import type { Sql } from './demo-store.ts'
import { listMedia } from './media-rows.ts'
import { findState } from './subject-state.ts'

/** The most accounts, and the most posts, on the front page. */
export const FRONT_ROWS_MAX = 40
export const PROFILE_POSTS_MAX = 100

export interface AccountView {
  id: string
  handle: string
  displayName: string
  bio: string
  reach: number | null
  verified: boolean
  tags: readonly string[]
  state: PlatformState
}

export interface PostView {
  id: string
  text: string
  language: string | null
  createdAt: string | null
  media: readonly MediaFacts[]
  author: { id: string; handle: string; displayName: string }
  state: PlatformState
}

/** Lists the most followed accounts that are recommended to everyone: visible, with full spread. */
export function listFrontAccounts(sql: Sql, offset: number): AccountView[] {
  return sql.all`
    select account.* from account left join subject_state s on s.kind = 'account' and s.id = account.id
    where coalesce(s.visible, 1) = 1 and coalesce(s.spread, 'full') = 'full'
    order by reach desc, handle limit ${FRONT_ROWS_MAX} offset ${offset}`.map((row) => toAccountView(sql, row))
}

/** Lists the newest posts that are recommended to everyone, of accounts that are recommended too. */
export function listFrontPosts(sql: Sql, offset: number): PostView[] {
  return sql.all`
    select content.*, handle, display_name from content join account on account.id = content.account_id
      left join subject_state s on s.kind = 'content' and s.id = content.id
      left join subject_state a on a.kind = 'account' and a.id = account.id
    where coalesce(s.visible, 1) = 1 and coalesce(s.spread, 'full') = 'full'
      and coalesce(a.visible, 1) = 1 and coalesce(a.spread, 'full') = 'full'
    order by content.created_at desc, content.id limit ${FRONT_ROWS_MAX} offset ${offset}`.map((row) =>
    toPostView(sql, row),
  )
}

export function findAccountByHandle(sql: Sql, handle: string): AccountView | undefined {
  const row = sql.get`select * from account where handle = ${handle}`
  return row && toAccountView(sql, row)
}

export function findAccountById(sql: Sql, id: string): AccountView | undefined {
  const row = sql.get`select * from account where id = ${id}`
  return row && toAccountView(sql, row)
}

/** Lists the newest posts of an account, or in a community, that a visitor may see. */
export function listPostsOf(sql: Sql, accountId: string): PostView[] {
  return sql.all`
    select content.*, handle, display_name from content join account on account.id = content.account_id
      left join subject_state s on s.kind = 'content' and s.id = content.id
    where content.id in (select id from content where account_id = ${accountId}
        union all select content_id from community_post where community_id = ${accountId})
      and coalesce(s.visible, 1) = 1
    order by content.created_at desc, content.id limit ${PROFILE_POSTS_MAX}`.map((row) => toPostView(sql, row))
}

export function findPost(sql: Sql, id: string): PostView | undefined {
  const row = sql.get`
    select content.*, handle, display_name from content join account on account.id = content.account_id where content.id = ${id}`
  return row && toPostView(sql, row)
}

type Row = NonNullable<ReturnType<Sql['get']>>

function toAccountView(sql: Sql, row: Row): AccountView {
  return {
    id: String(row.id),
    handle: String(row.handle),
    displayName: String(row.display_name),
    bio: String(row.bio),
    reach: row.reach === null ? null : Number(row.reach),
    verified: row.verified === 1,
    tags: JSON.parse(String(row.tags)),
    state: findState(sql, { kind: 'account', id: String(row.id) }),
  }
}

function toPostView(sql: Sql, row: Row): PostView {
  return {
    id: String(row.id),
    text: String(row.text),
    language: row.language === null ? null : String(row.language),
    createdAt: row.created_at === null ? null : String(row.created_at),
    media: listMedia(sql, String(row.id)),
    author: { id: String(row.account_id), handle: String(row.handle), displayName: String(row.display_name) },
    state: findState(sql, { kind: 'content', id: String(row.id) }),
  }
}
