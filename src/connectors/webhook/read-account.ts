import type { Profile, RecentPosts } from '@countersign/platform-kit'
import { type TSchema, Type } from 'typebox'
import { EVIDENCE_CLASSES, type Subject } from '../../foundation/domain.ts'
import { ConnectorError, type ConnectorFailure } from '../../foundation/connector/connector.ts'
import { type Sending, sendCall } from './send-call.ts'

/** Shorter than for other calls: a reviewer waits for this card, and decides without it. */
export const READ_TIMEOUT_MS = 3_000
/** Twin of NAME_CHARS_MAX in platform-kit. */
export const NAME_CHARS_MAX = 1_024
/** Twin of TEXT_CHARS_MAX in platform-kit. */
export const TEXT_CHARS_MAX = 2_000
/** Twin of POSTS_MAX in platform-kit. */
export const POSTS_MAX = 10

/** The failures of a platform with an older kit, and of one without such a read. */
const NOT_OFFERED: readonly ConnectorFailure[] = ['refused', 'malformed']

/** Reads an account as its visitors see it. `absent`: the platform offers no such read. Undefined: no such account. */
export const readAccountProfile = (sending: Sending, account: Subject): Promise<Profile | 'absent' | undefined> =>
  orNotOffered(sendCall(inTime(sending), { type: 'subject.profile', subject: account }, ProfileAnswer))

/** Lists the newest posts of an account. `absent`: the platform offers no such read. Undefined: no such account. */
export const readRecentPosts = (sending: Sending, account: Subject): Promise<RecentPosts | 'absent' | undefined> =>
  orNotOffered(sendCall(inTime(sending), { type: 'subject.recent_posts', subject: account }, RecentPostsAnswer))

const inTime = (sending: Sending): Sending => ({ timeoutMs: READ_TIMEOUT_MS, ...sending })

/** Turns the refusal of a platform without such a read into `absent`, and that of a missing subject into undefined. */
export function orNotOffered<T>(answer: Promise<T>): Promise<T | 'absent' | undefined> {
  return answer.catch((error: unknown) => {
    if (!(error instanceof ConnectorError)) throw error
    if (error.failure === 'no_such_subject') return undefined
    if (NOT_OFFERED.includes(error.failure)) return 'absent' as const
    throw error
  })
}

const factOf = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null(), Type.Literal('absent')])
const Name = Type.String({ maxLength: NAME_CHARS_MAX })
const Text = Type.String({ maxLength: TEXT_CHARS_MAX })
const TimeText = Type.String({ maxLength: 40 })
const MediaClass = Type.Enum([...EVIDENCE_CLASSES])

const ProfileAnswer = Type.Object({
  handle: Name,
  displayName: Name,
  bio: factOf(Text),
  avatar: factOf(
    Type.Object({
      mediaType: Type.String({ maxLength: 127 }),
      reference: Type.String({ minLength: 1, maxLength: 1_024 }),
      class: Type.Optional(MediaClass),
      sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    }),
  ),
  reach: factOf(Type.Integer({ minimum: 0 })),
  createdAt: factOf(TimeText),
  readAt: TimeText,
})

const RecentPostsAnswer = Type.Object({
  posts: Type.Array(
    Type.Object({
      id: Type.String({ minLength: 1, maxLength: 512 }),
      kind: Type.String({ maxLength: 64 }),
      text: Text,
      createdAt: factOf(TimeText),
      parentId: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
      mediaCount: Type.Integer({ minimum: 0 }),
      class: Type.Optional(Type.Union([Type.Literal('ordinary'), Type.Literal('restricted')])),
      cut: Type.Optional(Type.Boolean()),
    }),
    { maxItems: POSTS_MAX },
  ),
  readAt: TimeText,
})
