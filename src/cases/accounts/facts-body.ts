import { type Static, Type } from 'typebox'
import { VERSION_CHARS_MAX } from '../../foundation/connector/connector.ts'
import { EVIDENCE_CLASSES, MEDIA_KINDS } from '../../foundation/domain.ts'
import { GivenTime, PlatformId, strict } from '../../foundation/schemas/schemas.ts'
import { BioDomains, DisplayName, factOf, Handle, ItemSchema, Items, Language, Reach, Tags } from './body-parts.ts'

const SOURCE_CHARS_MAX = 128
const KIND_CHARS_MAX = 64
const TEXT_CHARS_MAX = 100_000
const MEDIA_MAX = 64
const MEDIA_TYPE_CHARS_MAX = 127
const ALTERNATIVE_CHARS_MAX = 5_000
const REFERENCE_CHARS_MAX = 1_024
/** The most accounts that a platform states for one. Twin of cover_accounts in SQL and covers_too_many in SQL. */
export const COVERED_MAX = 1_000
/** The most contents of a thread in one answer of the platform. */
const THREAD_MAX = 20

const reading = {
  factsAt: GivenTime,
  source: Type.Optional(Type.String({ minLength: 1, maxLength: SOURCE_CHARS_MAX })),
}

const accountFacts = {
  handle: Handle,
  displayName: DisplayName,
  reach: factOf(Reach),
  verified: factOf(Type.Boolean()),
  tags: factOf(Tags),
  createdAt: factOf(GivenTime),
  items: Type.Optional(factOf(Items)),
  bioDomains: Type.Optional(factOf(BioDomains)),
}

/** The most bytes of a streamed medium. Twin of content_media_stream_check in SQL. */
export const STREAM_BYTES_MAX = 2_147_483_648

/** The schema of a picture, film or sound. `checkMedia` checks which members the restricted class allows. */
const mediaFacts = (options: { additionalProperties?: boolean }) => ({
  kind: Type.Enum([...MEDIA_KINDS]),
  mediaType: Type.String({
    maxLength: MEDIA_TYPE_CHARS_MAX,
    pattern: '^[a-z]+/[a-z0-9][a-z0-9.+-]*$',
    description: 'Such as image/png.',
  }),
  alternativeText: Type.Optional(
    Type.String({ maxLength: ALTERNATIVE_CHARS_MAX, description: 'The text alternative that the author gave.' }),
  ),
  reference: Type.String({
    minLength: 1,
    maxLength: REFERENCE_CHARS_MAX,
    description: 'The reference by which the platform finds it within this content.',
  }),
  class: Type.Optional(
    Type.Enum([...EVIDENCE_CLASSES], {
      description:
        'Default: ordinary. For the restricted class the desk stores hash and reference, and never reads the bytes.',
    }),
  ),
  sha256: Type.Optional(
    Type.String({
      pattern: '^[0-9a-fA-F]{64}$',
      description: 'If given, no bytes with another hash are shown. Required for restricted media.',
    }),
  ),
  stream: Type.Optional(
    Type.Object(
      {
        bytes: Type.Integer({ minimum: 1, maximum: STREAM_BYTES_MAX, description: 'The number of bytes.' }),
        poster: Type.Optional(
          Type.String({
            ...{ minLength: 1, maxLength: REFERENCE_CHARS_MAX },
            description: 'The reference of a picture of it.',
          }),
        ),
      },
      { ...options, description: 'Given for a film or sound that the platform delivers in ranges.' },
    ),
  ),
})

/** The schema of a content's media list, which replaces the stored list as a whole. */
const mediaOf = (options: { additionalProperties?: boolean }) =>
  Type.Optional(
    Type.Array(Type.Object(mediaFacts(options), options), {
      maxItems: MEDIA_MAX,
      description: 'The pictures, films and sounds of the content. Omitted: not known.',
    }),
  )

const contentFacts = {
  accountId: PlatformId,
  kind: Type.String({ minLength: 1, maxLength: KIND_CHARS_MAX }),
  text: Type.String({ maxLength: TEXT_CHARS_MAX }),
  createdAt: factOf(GivenTime),
  parentId: Type.Optional(Type.String({ ...PlatformId, description: 'The content it answers.' })),
  item: Type.Optional(factOf(ItemSchema)),
}

/** The schema of facts about an account from an API key with the scope `facts`. */
export const AccountBody = Type.Object({ ...accountFacts, ...reading }, strict)
export type AccountBody = Static<typeof AccountBody>

/** The schema of facts about a content from an API key with the scope `facts`. */
export const ContentBody = Type.Object(
  { ...contentFacts, media: mediaOf(strict), language: Type.Optional(Language), ...reading },
  strict,
)
export type ContentBody = Static<typeof ContentBody>

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const contentCount = { own: Count, hidden: Count }

/**
 * The schema of the numbers of an account's contents and hidden contents. Only the platform reports them; an API key
 * cannot.
 */
const PlatformCounts = Type.Object({
  all: Type.Object(contentCount),
  month: Type.Object(contentCount),
  sinceChange: Type.Optional(Type.Object({ at: GivenTime, ...contentCount })),
})

/**
 * The schema of a content in a platform's answer. Only the platform reports edit times, on which acting alone against
 * irreversible harm depends.
 */
const PlatformContent = Type.Object({
  id: PlatformId,
  ...contentFacts,
  editedAt: Type.Optional(factOf(GivenTime)),
  version: Type.Optional(Type.String({ minLength: 1, maxLength: VERSION_CHARS_MAX })),
  media: mediaOf({}),
})

/** The schema of the part of a platform's answer that the desk stores. Further members are ignored. */
export const PlatformAnswer = Type.Object({
  account: Type.Object({
    ...{ id: PlatformId, ...accountFacts, contents: Type.Optional(PlatformCounts) },
    covers: Type.Optional(Type.Array(PlatformId, { maxItems: COVERED_MAX })),
  }),
  content: Type.Optional(PlatformContent),
  thread: Type.Optional(Type.Array(PlatformContent, { maxItems: THREAD_MAX })),
  readAt: GivenTime,
})

export const FactsAnswer = Type.Object({
  id: Type.String(),
  outcome: Type.Enum(['recorded', 'older'], {
    description: 'older: newer facts are stored already; only values that never shrink were taken from these.',
  }),
})
