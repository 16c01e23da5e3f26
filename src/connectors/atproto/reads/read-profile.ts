import type { Profile, RecentPosts } from '@countersign/platform-kit'
import { parseAtUri, recordOf } from '../../../foundation/atproto/at-uri.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { toStorable } from '../../../foundation/messages/stored-text.ts'
import { POSTS_MAX, TEXT_CHARS_MAX } from '../../webhook/read-account.ts'
import type { Network } from '../network/open-network.ts'
import { readFacts } from './read-facts.ts'
import { readList, toListProfile } from './read-list.ts'
import { type FoundRecord, listPosts, POSTS, readRecord } from './read-record.ts'
import { findAvatar, listMedia } from './record-media.ts'
import { readParent, textOf, timeOf } from './record-values.ts'

/** Reads an account or a list as its visitors see it. Undefined: there is none. */
export async function readProfile(network: Network, account: Subject): Promise<Profile | undefined> {
  const list = recordOf(account)
  if (list !== undefined) {
    const host = await network.findPds(list.did)
    const found = host && (await readList(network, host, list))
    return found && toListProfile(found)
  }
  const facts = await readFacts(network, account)
  const pds = facts && (await network.findPds(account.id))
  if (facts === undefined || pds === undefined) return undefined
  const record = await readRecord(pds, { did: account.id, collection: 'app.bsky.actor.profile', rkey: 'self' })
  const { handle, displayName, reach, createdAt } = facts.account
  const bio = record?.value.description
  const avatar = findAvatar(record?.value.avatar)
  return {
    ...{ handle, displayName, reach, createdAt, readAt: facts.readAt },
    bio: typeof bio === 'string' ? toStorable(bio, TEXT_CHARS_MAX) : 'absent',
    avatar: avatar ?? 'absent',
  }
}

/** Lists the newest posts of an account. Undefined: there is no such account. `absent`: it is a list. */
export async function readRecentPosts(network: Network, account: Subject): Promise<RecentPosts | 'absent' | undefined> {
  if (recordOf(account) !== undefined) return 'absent'
  const { id: did } = account
  const now = network.now()
  const pds = await network.findPds(did)
  const records = pds && (await listPosts(pds, did, POSTS_MAX))
  if (records === undefined) return undefined
  const own = records.filter(({ uri }) => parseAtUri(uri)?.did === did).slice(0, POSTS_MAX)
  return { posts: own.map((record) => toPost(record, now)), readAt: now.toISOString() }
}

function toPost({ uri, value }: FoundRecord, now: Date): RecentPosts['posts'][number] {
  const parent = readParent(value)
  return {
    ...{ id: uri, kind: POSTS, text: textOf(value, TEXT_CHARS_MAX), createdAt: timeOf(value.createdAt, now) },
    ...(parent !== undefined && { parentId: parent }),
    mediaCount: listMedia(value).length,
  }
}
