import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import type { Handlers } from './handlers.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { Profile, RecentPost, RecentPosts } from './profile.ts'
import type { Capabilities } from './capabilities.ts'
import type { Subject } from './protocol.ts'

/** Twin of NAME_CHARS_MAX in TypeScript. */
export const NAME_CHARS_MAX = 1_024
/** The most characters of a bio or a post. Twin of TEXT_CHARS_MAX in TypeScript. */
export const TEXT_CHARS_MAX = 2_000
/** Twin of POSTS_MAX in TypeScript. */
export const POSTS_MAX = 10

/** States which reads of an account the platform offers, from its handlers. */
export function listAccountReads({
  profile,
  recentPosts,
}: Pick<Handlers<never>, 'profile' | 'recentPosts'>): NonNullable<Capabilities['accountReads']> {
  return [...(profile ? (['profile'] as const) : []), ...(recentPosts ? (['recent_posts'] as const) : [])]
}

/** Returns an account as its visitors see it, with every text within its limit. */
export async function readProfile<Tx>(
  { store, handlers, clock }: PlatformSetup<Tx>,
  account: Subject,
): Promise<Answer> {
  if (handlers.profile === undefined) return refuse('refused', 'This platform hands out no profiles.')
  const found = await store.atomically(account, async (tx) => handlers.profile?.(tx, account))
  if (!found) return refuse('no_such_subject', NO_SUCH_SUBJECT)
  const { bio } = found
  return answer({
    ...found,
    handle: cut(found.handle, NAME_CHARS_MAX),
    displayName: cut(found.displayName, NAME_CHARS_MAX),
    bio: bio === null || bio === 'absent' ? bio : cut(bio, TEXT_CHARS_MAX),
    readAt: clock.now().toISOString(),
  } satisfies Profile)
}

/** Returns the newest posts of an account, without the text of restricted ones. */
export async function readRecentPosts<Tx>(
  { store, handlers, clock }: PlatformSetup<Tx>,
  account: Subject,
): Promise<Answer> {
  if (handlers.recentPosts === undefined) return refuse('refused', 'This platform hands out no recent posts.')
  const found = await store.atomically(account, async (tx) => handlers.recentPosts?.(tx, account, POSTS_MAX))
  if (!found) return refuse('no_such_subject', NO_SUCH_SUBJECT)
  const posts = found.slice(0, POSTS_MAX).map(toSent)
  return answer({ posts, readAt: clock.now().toISOString() } satisfies RecentPosts)
}

function toSent({ text, ...post }: RecentPost): RecentPost {
  if (post.class === 'restricted') return { ...post, text: '' }
  const shown = cut(text, TEXT_CHARS_MAX)
  return { ...post, text: shown, ...(shown.length < text.length && { cut: true }) }
}

/**
 * Replaces half a surrogate pair and U+0000 by U+FFFD: a desk refuses an answer with either, so the author of one post
 * could make all others unreadable.
 */
export const mend = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()

/** Shortens a mended text between two characters, never inside a surrogate pair. */
export function cut(text: string, charsMax: number): string {
  const whole = mend(text)
  if (whole.length <= charsMax) return whole
  const splitsPair = (whole.codePointAt(charsMax - 1) ?? 0) > 0xffff
  return whole.slice(0, splitsPair ? charsMax - 1 : charsMax)
}
