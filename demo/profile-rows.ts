import type { Contact, ProfileFacts, ReadMedia, RecentPost } from '@countersign/platform-kit'
import type { Sql } from './demo-store.ts'
import { drawPortrait } from './pictures.ts'

/** Each account has one picture, drawn from the account's id. */
const AVATAR = { mediaType: 'image/png', reference: 'picture' } as const

/** Reads an account as its page shows it. */
export function findProfile(sql: Sql, id: string): ProfileFacts | undefined {
  const row = sql.get`select handle, display_name, bio, reach, created_at from account where id = ${id}`
  return (
    row && {
      handle: String(row.handle),
      displayName: String(row.display_name),
      bio: String(row.bio),
      avatar: AVATAR,
      reach: row.reach === null ? null : Number(row.reach),
      createdAt: row.created_at === null ? null : String(row.created_at),
    }
  )
}

/** Returns the address of an account's owner: Harbour is a server of examples, so no mail arrives there. */
export function findContact(sql: Sql, id: string): Contact | undefined {
  const row = sql.get`select handle from account where id = ${id}`
  return row && { email: `${String(row.handle)}@people.harbour.example`, language: 'en' }
}

export function findAvatar(sql: Sql, id: string, reference: string): ReadMedia | undefined {
  const isThere = reference === AVATAR.reference && sql.get`select 1 from account where id = ${id}` !== undefined
  return isThere ? { mediaType: AVATAR.mediaType, bytes: drawPortrait(id) } : undefined
}

/**
 * Lists the newest posts of an account without reposts. Hidden posts are among them, because a reviewer judges what was
 * written.
 */
export function listRecentPosts(sql: Sql, id: string, limit: number): RecentPost[] | undefined {
  if (sql.get`select 1 from account where id = ${id}` === undefined) return undefined
  return sql.all`select id, kind, text, created_at, parent_id,
      (select count(*) from media where content_id = content.id) as media_count
    from content where account_id = ${id} and kind <> 'repost' order by created_at desc, id limit ${limit}`.map(
    toRecentPost,
  )
}

export const toRecentPost = (row: NonNullable<ReturnType<Sql['get']>>): RecentPost => ({
  id: String(row.id),
  kind: String(row.kind),
  text: String(row.text),
  createdAt: row.created_at === null ? null : String(row.created_at),
  ...(row.parent_id !== null && { parentId: String(row.parent_id) }),
  mediaCount: Number(row.media_count),
})
