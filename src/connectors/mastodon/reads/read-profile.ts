import type { Profile, RecentPosts } from '@countersign/platform-kit'
import { NAME_CHARS_MAX, POSTS_MAX, TEXT_CHARS_MAX } from '../../webhook/read-account.ts'
import { Statuses } from '../../../foundation/mastodon/entities.ts'
import { htmlText } from '../../../foundation/mastodon/html-text.ts'
import { mediaTypeOf } from '../../../foundation/mastodon/media-type.ts'
import { kindOf, textOf, timeOf } from '../../../foundation/mastodon/to-facts.ts'
import { cut } from '../../../foundation/schemas/cut.ts'
import { readAccount } from './read-subject.ts'
import { type Exchange, read } from '../api/send-request.ts'

/** The reference of an account's picture. */
export const AVATAR = 'avatar'

/** Reads an account as its visitors see it. */
export async function readProfile(exchange: Exchange, id: string, now: Date): Promise<Profile> {
  const { account, suspended } = await readAccount(exchange, id)
  const picture = account.avatar_static ?? account.avatar
  return {
    handle: cut(account.acct, NAME_CHARS_MAX),
    displayName: cut(account.display_name, NAME_CHARS_MAX),
    bio: cut(htmlText(account.note), TEXT_CHARS_MAX),
    avatar: picture === null ? null : { mediaType: mediaTypeOf(picture, 'image'), reference: AVATAR },
    reach: suspended ? null : account.followers_count,
    createdAt: timeOf(account.created_at),
    readAt: now.toISOString(),
  }
}

/** Lists the newest posts of an account, without those of others that it shared. */
export async function readRecentPosts(exchange: Exchange, id: string, now: Date): Promise<RecentPosts> {
  const path = `/api/v1/accounts/${encodeURIComponent(id)}/statuses?limit=${POSTS_MAX}&exclude_reblogs=true`
  const statuses = await read(exchange, path, Statuses)
  const posts = statuses.slice(0, POSTS_MAX).map((status) => {
    const text = textOf(status)
    return {
      ...{ id: status.id, kind: kindOf(status), text: cut(text, TEXT_CHARS_MAX), createdAt: timeOf(status.created_at) },
      mediaCount: status.media_attachments.length,
      ...(status.in_reply_to_id !== null && { parentId: status.in_reply_to_id }),
      ...(text.length > TEXT_CHARS_MAX && { cut: true }),
    }
  })
  return { posts, readAt: now.toISOString() }
}
