import {
  type CollectionKind,
  collectionOf,
  type RecentPost,
  type RelatedSignal,
  type Subject,
  subjectOf,
} from '@countersign/platform-kit'
import type { Sql } from './demo-store.ts'
import { toRecentPost } from './profile-rows.ts'
import { listRelated, toRelatedAccount } from './related-rows.ts'
import { upsertAccount } from './subject-rows.ts'

interface Community {
  kind: Extract<CollectionKind, 'list' | 'community'>
  name: string
  title: string
  about: string
  members: number
  /** The members that are seeded here. */
  seeded?: readonly string[]
  /** Those who own or moderate it. Their protection counts for it. */
  by: readonly string[]
  /** The posts that are in it, of whichever author. */
  posts: readonly string[]
  since: number
}

/** An invented community of people who post together, and an invented list of accounts that one person recommends. */
export const COMMUNITIES: readonly Community[] = [
  {
    ...{ kind: 'community', name: 'quay_kitchen', title: 'Quay Kitchen', about: 'Bread, lentils and advice.' },
    ...{ members: 6_400, by: ['rosa', 'samir'], since: 2021 },
    posts: ['rosa-1', 'samir-1', 'rosa-2', 'pills-1', 'samir-2'],
  },
  {
    ...{ kind: 'list', name: 'ferry_bargains', title: 'Ferry bargains', about: 'They all sell vouchers. Trust me.' },
    ...{ members: 120, by: ['coin'], since: 2025 },
    seeded: ['olga', 'theo', 'ruth', 'kofi', 'rosa', 'pills'],
    posts: ['coin-1', 'coin-2'],
  },
]

/** Returns the id as which a community or a list counts. */
export const idOfCommunity = ({ kind, name }: Pick<Community, 'kind' | 'name'>): string =>
  subjectOf({ kind, id: name }).id

/** Loads the communities with their people and posts. */
export function insertCommunities(tx: Sql): void {
  for (const { name: handle, title: displayName, about: bio, members: reach, ...community } of COMMUNITIES) {
    const { since, by, posts, kind, seeded = [] } = community
    const id = idOfCommunity({ kind, name: handle })
    const createdAt = new Date(Date.UTC(since, 3, 4, 9)).toISOString()
    upsertAccount(tx, { id, handle, displayName, bio, reach, verified: false, tags: [], createdAt })
    for (const accountId of by)
      tx.run`insert or ignore into community_owner (community_id, account_id) values (${id}, ${accountId})`
    for (const accountId of seeded)
      tx.run`insert or ignore into community_member (community_id, account_id) values (${id}, ${accountId})`
    for (const contentId of posts)
      tx.run`insert or ignore into community_post (community_id, content_id) values (${id}, ${contentId})`
  }
}

/** True when a subject is a community or a list. */
export const isCommunity = ({ kind, id }: Subject): boolean => collectionOf({ kind, id }) !== undefined

/** Lists the accounts that own or moderate a community. */
export const listOwners = (sql: Sql, id: string): string[] =>
  sql.all`select account_id from community_owner where community_id = ${id} order by account_id`.map((row) =>
    String(row.account_id),
  )

/** Lists the newest posts in a community, of all its authors. */
export const listCommunityPosts = (sql: Sql, id: string, limit: number): RecentPost[] =>
  sql.all`select content.id, kind, text, created_at, parent_id,
      (select count(*) from media where content_id = content.id) as media_count
    from community_post joined join content on content.id = joined.content_id
    where joined.community_id = ${id} order by created_at desc, content.id limit ${limit}`.map(toRecentPost)

/** Lists the members of a community, or what an account shares with others. */
export const listRelatedOrMembers = (sql: Sql, subject: Subject, limit: number): RelatedSignal[] | undefined =>
  isCommunity(subject) ? listMembers(sql, subject.id, limit) : listRelated(sql, subject.id, limit)

/** Lists the members with the most followers. The reach of a community is the number of all its members. */
function listMembers(sql: Sql, id: string, limit: number): RelatedSignal[] | undefined {
  const community = sql.get`select reach from account where id = ${id}`
  if (community === undefined) return undefined
  const accounts = sql.all`select account.id, handle, display_name, reach, tags
    from community_member joined join account on account.id = joined.account_id
    where joined.community_id = ${id} order by coalesce(reach, 9e15) desc, account.id limit ${limit}`
  const total = Number(community.reach ?? accounts.length)
  return [{ kind: 'members', id, total, accounts: accounts.map(toRelatedAccount) }]
}

/** Counts the posts in a community. */
export const countCommunityPosts = (sql: Sql, id: string): number =>
  Number(sql.get`select count(*) as count from community_post where community_id = ${id}`?.count)
