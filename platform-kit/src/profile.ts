import type { MediaFacts } from './media-facts.ts'
import type { Fact } from './protocol.ts'

/** An account as its visitors see it. */
export interface ProfileFacts {
  handle: string
  displayName: string
  /** The account's description of itself. The desk receives at most 2,000 characters. */
  bio: Fact<string>
  /** Its picture, whose bytes `subject.media` returns by the reference. */
  avatar: Fact<AvatarFacts>
  /** The number of people the account reaches, usually its followers. */
  reach: Fact<number>
  createdAt: Fact<string>
}

export type AvatarFacts = Pick<MediaFacts, 'mediaType' | 'reference' | 'class' | 'sha256'>

export interface Profile extends ProfileFacts {
  readAt: string
}

/** One of an account's newest posts. */
export interface RecentPost {
  id: string
  kind: string
  /** The desk receives at most 2,000 characters, and none of a restricted post. */
  text: string
  createdAt: Fact<string>
  /** The id of the content to which it replies. */
  parentId?: string
  mediaCount: number
  /** `restricted`: its words must not be shown or copied. Left out: ordinary. */
  class?: 'ordinary' | 'restricted'
  /** True where platform-kit shortened the text. */
  cut?: boolean
}

/** The newest posts of an account, at most 10, the newest first. */
export interface RecentPosts {
  posts: readonly RecentPost[]
  readAt: string
}
