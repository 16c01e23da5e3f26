import { createHash } from 'node:crypto'
import type { Fact, Profile, RecentPost } from '@countersign/platform-kit'
import { queueShown } from '../../cases/claims/shown.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { inTransaction, type Queryable } from '../../foundation/database/db.ts'
import { accountKey, parseSubjectKey } from '../../foundation/domain.ts'
import type { Desk } from '../../policy/desk.ts'
import type { OpenedCase } from '../case/case-queries.ts'
import { openCase } from '../case/read-case.ts'
import { isShown } from '../media/media.ts'
import { isRestricted, isRestrictedHash } from '../media/restricted-queries.ts'
import { type AccountReading, type AccountReads, allMissing, type Missing } from './account-reads.ts'
import { listRestrictedContents } from './profile-queries.ts'
import { hasRoomForEvidence, queueShownEvidence } from './shown-evidence.ts'

/** The state of an account's picture. shown: the desk returns its bytes. */
export const AVATARS = ['shown', 'restricted', 'type', 'none', 'unknown'] as const
export type Avatar = (typeof AVATARS)[number]

/** The facts of a profile that a platform may not have. */
export const PROFILE_FACTS = ['bio', 'avatar', 'reach', 'createdAt'] as const

/** A profile as it is shown. Null: unknown, or absent where `absent` names it. */
interface ShownProfile {
  handle: string
  displayName: string
  bio: string | null
  /** True when the words are restricted. */
  isWithheld: boolean
  avatar: Avatar
  reach: number | null
  createdAt: string | null
  absent: (typeof PROFILE_FACTS)[number][]
  readAt: string | null
}

/** A post as it is shown. */
interface ShownPost {
  id: string
  kind: string
  /** The text; null: it is restricted. */
  text: string | null
  isCut: boolean
  createdAt: string | null
  parentId: string | null
  mediaCount: number
  isReported: boolean
}

/** The part of the platform's answer that a reviewer is shown and that is stored as evidence. */
interface ShownReading {
  profile: ShownProfile | null
  profileMissing: Missing | null
  posts: ShownPost[] | null
  postsMissing: Missing | null
}

export interface CaseProfile extends ShownReading {
  case: OpenedCase
  /** The hash of what is shown, in hex: the decision names it. */
  sha256: string
}

/**
 * Reads the account of a case as its visitors see it, for a person who may open the case. Restricted words and pictures
 * are withheld. What its holder is shown is stored, and the decision names its hash.
 */
export async function readCaseProfile(
  desk: Desk,
  reads: AccountReads,
  { caseId, staffId }: { caseId: string; staffId: string },
): Promise<CaseProfile> {
  const found = await openCase(desk.db, caseId, staffId)
  const { accountId } = found
  const shown = await withhold(desk.db, found, await readAccount(desk.db, reads, { accountId, staffId }))
  const bytes = toBytes(shown)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await inTransaction(desk.db, async (tx) => {
    queueShownEvidence(tx, 'shown_profile', { caseId, staffId, sha256, bytes })
    queueShown(tx, caseId, staffId, [`profile:${sha256}`])
  })
  return { ...shown, case: found, sha256 }
}

async function readAccount(
  db: Queryable,
  reads: AccountReads,
  { accountId, staffId }: { accountId: string | null; staffId: string },
): Promise<AccountReading> {
  if (accountId === null) return allMissing('unauthored')
  return (await hasRoomForEvidence(db, staffId)) ? reads.read(accountId, staffId) : allMissing('busy')
}

/** Returns what is stored. The time of the reading is not part of it: the same profile is stored once. */
function toBytes({ profile, ...rest }: ShownReading): Buffer {
  const { readAt: _, ...stored } = profile ?? { readAt: null }
  return Buffer.from(canonicalJson({ ...rest, profile: profile && stored } as unknown as Json))
}

async function withhold(db: Queryable, found: OpenedCase, { profile, posts }: AccountReading): Promise<ShownReading> {
  const listed = typeof posts === 'string' ? [] : posts.posts
  const [restricted, isAccountRestricted] = await Promise.all([
    listRestrictedContents(
      db,
      listed.map(({ id }) => id),
    ),
    found.accountId === null ? false : isRestricted(db, accountKey(found.accountId)),
  ])
  const toPost = (post: RecentPost) => toShownPost(post, found, restricted)
  return {
    profile: typeof profile === 'string' ? null : await toShownProfile(db, profile, isAccountRestricted),
    profileMissing: typeof profile === 'string' ? profile : null,
    posts: typeof posts === 'string' ? null : listed.map(toPost),
    postsMissing: typeof posts === 'string' ? posts : null,
  }
}

async function toShownProfile(db: Queryable, profile: Profile, isWithheld: boolean): Promise<ShownProfile> {
  const { handle, displayName, bio, reach, createdAt, readAt } = profile
  return {
    handle,
    displayName,
    bio: isWithheld ? null : knownOf(bio),
    isWithheld,
    avatar: await judgeAvatar(db, profile, isWithheld),
    reach: knownOf(reach),
    createdAt: toMoment(knownOf(createdAt)),
    absent: PROFILE_FACTS.filter((fact) => profile[fact] === 'absent'),
    readAt: toMoment(readAt),
  }
}

/** Decides whether an account's picture may be shown, before its bytes are asked for. */
export async function judgeAvatar(
  db: Queryable,
  { avatar }: Pick<Profile, 'avatar'>,
  isWithheld: boolean,
): Promise<Avatar> {
  if (avatar === 'absent') return 'none'
  if (avatar === null) return 'unknown'
  if (isWithheld || avatar.class === 'restricted' || (await isRestrictedHash(db, avatar.sha256))) return 'restricted'
  return isShown('image', avatar.mediaType) ? 'shown' : 'type'
}

function toShownPost(post: RecentPost, { subject }: OpenedCase, restricted: ReadonlySet<string>): ShownPost {
  const { id, kind, text, cut = false, createdAt, parentId = null, mediaCount } = post
  const isWithheld = post.class === 'restricted' || restricted.has(id)
  const { kind: reportedKind, id: reportedId } = parseSubjectKey(subject)
  return {
    ...{ id, kind, parentId, mediaCount },
    text: isWithheld ? null : text,
    isCut: cut,
    createdAt: toMoment(knownOf(createdAt)),
    isReported: reportedKind === 'content' && reportedId === id,
  }
}

const knownOf = <T>(fact: Fact<T>): T | null => (fact === 'absent' ? null : fact)

/** Reads a time of the platform; null where it is none. */
function toMoment(text: string | null): string | null {
  const at = new Date(text ?? '')
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
