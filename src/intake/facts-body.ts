import { type Static, Type } from 'typebox'
import { PlatformId, Timestamp } from '../lib/schemas.ts'
import { DisplayName, factOf, Handle, Items, Language, Reach, Tags } from './body-parts.ts'

const SOURCE_CHARS_MAX = 128
const KIND_CHARS_MAX = 64
const TEXT_CHARS_MAX = 100_000

const strict = { additionalProperties: false }

const reading = {
  factsAt: Timestamp,
  source: Type.Optional(Type.String({ minLength: 1, maxLength: SOURCE_CHARS_MAX })),
}

const accountFacts = {
  handle: Handle,
  displayName: DisplayName,
  reach: factOf(Reach),
  verified: factOf(Type.Boolean()),
  tags: factOf(Tags),
  createdAt: factOf(Timestamp),
  items: Type.Optional(factOf(Items)),
}

const contentFacts = {
  accountId: PlatformId,
  kind: Type.String({ minLength: 1, maxLength: KIND_CHARS_MAX }),
  text: Type.String({ maxLength: TEXT_CHARS_MAX }),
  createdAt: factOf(Timestamp),
}

/** What a key with scope facts says of an account. */
export const AccountBody = Type.Object({ ...accountFacts, ...reading }, strict)
export type AccountBody = Static<typeof AccountBody>

/** What a key with scope facts says of a content. */
export const ContentBody = Type.Object({ ...contentFacts, language: Type.Optional(Language), ...reading }, strict)
export type ContentBody = Static<typeof ContentBody>

/** What the desk can record of a platform's own answer. More members than these do no harm. */
export const PlatformAnswer = Type.Object({
  account: Type.Object({ id: PlatformId, ...accountFacts }),
  content: Type.Optional(Type.Object({ id: PlatformId, ...contentFacts })),
  readAt: Timestamp,
})

export const FactsAnswer = Type.Object({
  id: Type.String(),
  outcome: Type.Enum(['recorded', 'older'], {
    description: 'older: newer facts are known and stay; what only ever grows was still taken from these.',
  }),
})
