import type { AccountFacts, ContentFacts, Fact, Handlers, PlatformActor, Subject } from '@countersign/platform-kit'
import type { Clock } from './clock.ts'
import {
  countCommunityPosts,
  isCommunity,
  listCommunityPosts,
  listOwners,
  listRelatedOrMembers,
} from './communities.ts'
import { findContentCounts } from './content-counts.ts'
import type { Sql } from './demo-store.ts'
import { findMedia, listMedia } from './media-rows.ts'
import type { MediaStreams } from './media-streams.ts'
import { notifyActedAlone, notifyOnCall } from './on-call-routes.ts'
import { findAvatar, findContact, findProfile, listRecentPosts } from './profile-rows.ts'
import { insertStatement } from './statement-routes.ts'
import { changeState, findState, insertEffect } from './subject-state.ts'
import { findThread } from './thread-rows.ts'

const PUBLIC_ROLE_SIGNERS = 2
const MANY = 100_000
const LINK_LASTS_MS = 5 * 60_000
/** The address of a demo that serves no visitors. */
const NOWHERE = 'https://harbour.invalid'
/** The number of contents of a thread that the desk accepts. */
const BEFORE_MAX = 8
const ANSWERS_MAX = 12

/**
 * The handlers of this platform. Each writes only through its transaction. Accounts with a public role go offline only
 * after `holdMs` and, once a list of keys is pinned, by two people's own signatures.
 */
export function createHandlers(
  clock: Clock,
  {
    holdMs = 0,
    findUrl,
    streams,
  }: { holdMs?: number | undefined; findUrl?: () => string | undefined; streams: MediaStreams },
): Handlers<Sql> {
  const at = (): string => clock.now().toISOString()
  return {
    read(tx, subject) {
      const reach = findReachNow(tx, subject)
      if (reach === undefined) return undefined
      const credentialsResetAt = findCredentialsReset(tx, subject)
      const credentialsChangedAt = findCredentialsChange(tx, subject) ?? credentialsResetAt
      const url = findUrl?.()
      const address = url && `${url}${pathOf(tx, subject)}`
      return { state: findState(tx, subject), reach, credentialsResetAt, credentialsChangedAt, address }
    },
    write(tx, subject, to, { cause, generation }) {
      changeState(tx, { at: at(), subject, generation, to, cause })
    },
    warn(tx, { id: eventId, policyId, text }, subject, { cause, generation }) {
      tx.run`insert into warning (event_id, kind, id, policy_id, text, at)
        values (${eventId}, ${subject.kind}, ${subject.id}, ${policyId}, ${text}, ${at()})`
      const state = findState(tx, subject)
      insertEffect(tx, { at: at(), subject, generation, from: state, to: state, cause, eventId })
    },
    showStatement: (tx, statement, subject) => insertStatement(tx, statement, subject, at()),
    facts(tx, subject) {
      if (subject.kind === 'account') {
        const account = findAccountFacts(tx, subject.id, clock.now())
        return account && { account }
      }
      const content = findContentFacts(tx, subject.id)
      const account = content && findAccountFacts(tx, content.accountId, clock.now())
      return account && { account, content, thread: listThread(tx, content) }
    },
    profile: (tx, { id }) => findProfile(tx, id),
    recentPosts: (tx, subject, limit) =>
      isCommunity(subject) ? listCommunityPosts(tx, subject.id, limit) : listRecentPosts(tx, subject.id, limit),
    relatedAccounts: listRelatedOrMembers,
    contact: (tx, { id }) => findContact(tx, id),
    thread: (tx, { id }, page) => findThread(tx, id, page),
    media: (tx, { kind, id }, reference) =>
      kind === 'content' ? findMedia(tx, id, reference) : findAvatar(tx, id, reference),
    mediaLink: (tx, { id }, reference) =>
      findMedia(tx, id, reference) && streams.makeLink(findUrl?.() ?? NOWHERE, id, reference),
    restrictedLink: (_tx, { id }, reference) => {
      const until = new Date(clock.now().getTime() + LINK_LASTS_MS).toISOString()
      const path = [id, reference].map(encodeURIComponent).join('/')
      return { address: `${findUrl?.() ?? NOWHERE}/vault/${path}`, until }
    },
    holdMs: (tx, subject) => (hasPublicRole(tx, subject) ? holdMs : 0),
    tellHeld: (tx, held) => notifyOnCall(tx, held, at()),
    notifyActedAlone: (tx, acted) => notifyActedAlone(tx, acted, at()),
    protects: (tx, subject) => countSigners(tx, subject),
    actors: () => ACTORS,
    capabilities: () => ({
      name: 'Harbour',
      subjects: ['account', 'content'],
      absentFacts: [],
      countries: true,
      looksPerMinute: 1_200,
      effectsPerMinute: 6_000,
    }),
  }
}

/** Invented people and programs that can act here without the desk. */
const ACTORS: readonly PlatformActor[] = [
  {
    name: 'Harbour engineers on call',
    kind: 'group',
    can: ['take_offline', 'restore'],
    by: 'admin tool',
    lastUsedAt: null,
  },
  {
    name: 'support-console',
    kind: 'credential',
    can: ['credentials'],
    by: 'internal API',
    lastUsedAt: '2026-01-12T08:30:00.000Z',
  },
]

/**
 * A post needs one person of the list besides its proposer, or a person who acts alone on a ground that they signed.
 */
function countSigners(sql: Sql, subject: Subject): number {
  if (subject.kind === 'account') return hasPublicRole(sql, subject) ? PUBLIC_ROLE_SIGNERS : reachSigners(sql, subject)
  const author = sql.get`select account_id as id from content where id = ${subject.id}`
  return author ? Math.min(1, countSigners(sql, { kind: 'account', id: String(author.id) })) : 0
}

/**
 * Many people would lose an account that they follow, so one more person must sign. An unknown number counts as many.
 */
function reachSigners(sql: Sql, { kind, id }: Subject): number {
  if (kind !== 'account') return 0
  const row = sql.get`select reach from account where id = ${id}`
  return row && (row.reach === null || Number(row.reach) >= MANY) ? 1 : 0
}

function hasPublicRole(sql: Sql, { kind, id }: Subject): boolean {
  return kind === 'account' && sql.get`select 1 from account where id = ${id} and tags <> '[]'` !== undefined
}

/** Returns the time at which the owner regained the account; undefined when it was never taken over or still is. */
function findCredentialsReset(sql: Sql, { kind, id }: Subject): string | undefined {
  const row = kind === 'account' ? sql.get`select at from credentials_reset where account_id = ${id}` : undefined
  return row && String(row.at)
}

/** The time of the last change of the account's credentials. */
function findCredentialsChange(sql: Sql, { kind, id }: Subject): string | undefined {
  const row = kind === 'account' ? sql.get`select at from credentials_change where account_id = ${id}` : undefined
  return row && String(row.at)
}

/** The path of its public page. */
function pathOf(sql: Sql, { kind, id }: Subject): string {
  if (kind === 'content') return `/posts/${encodeURIComponent(id)}`
  return `/@${encodeURIComponent(String(sql.get`select handle from account where id = ${id}`?.handle))}`
}

/**
 * Counts the people whom the subject reaches now: none while it is offline. Returns undefined when it does not exist.
 */
export function findReachNow(sql: Sql, subject: Subject): Fact<number> | undefined {
  if (subject.kind === 'content') return sql.get`select 1 from content where id = ${subject.id}` && 'absent'
  const row = sql.get`select reach from account where id = ${subject.id}`
  if (!row) return undefined
  const reach = row.reach === null ? null : Number(row.reach)
  return findState(sql, subject).visible ? reach : 0
}

function findAccountFacts(sql: Sql, id: string, now: Date): AccountFacts | undefined {
  const row = sql.get`select handle, display_name, reach, verified, tags, created_at,
      (select count(*) from content where account_id = account.id) as items
    from account where id = ${id}`
  return (
    row && {
      id,
      handle: String(row.handle),
      displayName: String(row.display_name),
      reach: row.reach === null ? null : Number(row.reach),
      verified: row.verified === 1,
      tags: JSON.parse(String(row.tags)),
      createdAt: row.created_at === null ? null : String(row.created_at),
      items: Number(row.items),
      ...(isCommunity({ kind: 'account', id })
        ? findCommunityFacts(sql, id)
        : { contents: findContentCounts(sql, id, now) }),
    }
  )
}

/** A community has no contents of its own: its posts are their authors'. */
const findCommunityFacts = (sql: Sql, id: string): Partial<AccountFacts> => ({
  items: countCommunityPosts(sql, id),
  contents: { all: NONE, month: NONE },
  covers: listOwners(sql, id),
})

const NONE = { own: 0, hidden: 0 }

function findContentFacts(sql: Sql, id: string): ContentFacts | undefined {
  const row = sql.get`select * from content where id = ${id}`
  return row && toContentFacts(sql, row)
}

/** Lists the posts that a post replies to, upwards, then its replies, oldest first. */
function listThread(sql: Sql, { id, parentId }: ContentFacts): ContentFacts[] {
  const answers = sql.all`select * from content where parent_id = ${id} order by created_at, id limit ${ANSWERS_MAX}`
  return [...listBefore(sql, parentId, BEFORE_MAX), ...answers.map((row) => toContentFacts(sql, row))]
}

function listBefore(sql: Sql, parentId: string | undefined, most: number): ContentFacts[] {
  const parent = parentId === undefined || most === 0 ? undefined : findContentFacts(sql, parentId)
  return parent === undefined ? [] : [...listBefore(sql, parent.parentId, most - 1), parent]
}

function toContentFacts(sql: Sql, row: Record<string, unknown>): ContentFacts {
  const id = String(row.id)
  const edited = sql.get`select at from content_edit where content_id = ${id}`
  return {
    id,
    accountId: String(row.account_id),
    kind: String(row.kind),
    text: String(row.text),
    createdAt: row.created_at === null ? null : String(row.created_at),
    ...(edited && { editedAt: String(edited.at) }),
    ...(row.parent_id !== null && { parentId: String(row.parent_id) }),
    media: listMedia(sql, id),
  }
}
