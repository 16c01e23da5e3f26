import { BATCH_INSTRUCTIONS_MAX, REFUSALS } from '@countersign/platform-kit'
import { type TSchema, Type } from 'typebox'
import { STREAM_BYTES_MAX } from '../../../cases/accounts/facts-body.ts'
import { NAME_CHARS_MAX, POSTS_MAX, TEXT_CHARS_MAX } from '../../../connectors/webhook/read-account.ts'
import { EMAIL_CHARS_MAX } from '../../../connectors/webhook/read-contact.ts'
import { RELATED_MAX, SIGNALS_MAX } from '../../../connectors/webhook/read-related.ts'
import { MESSAGES_MAX, PLACES_MAX } from '../../../connectors/webhook/read-thread.ts'
import { VERSION_CHARS_MAX } from '../../../foundation/connector/connector.ts'
import { oneOf, State, Subject, Time } from './calls.ts'

const REFERENCE_CHARS_MAX = 1_024
const DOMAINS_MAX = 32
/** The most accounts that a list, a community or a domain states. */
const COVERED_MAX = 1_000
const MEDIA_MAX = 64
const THREAD_MAX = 20
const ACTORS_MAX = 1_000

const factOf = <Schema extends TSchema>(schema: Schema, description?: string) =>
  Type.Union([schema, Type.Null(), Type.Literal('absent')], description === undefined ? {} : { description })
const Count = Type.Integer({ minimum: 0 })
const Reach = factOf(
  Count,
  'The number of people it reaches; null: not known now; absent: the platform has no such fact.',
)
const Generation = Type.Integer({ minimum: 0, description: 'The highest generation seen in this epoch; 0: none.' })
const Epoch = Type.Optional(
  Type.Integer({ minimum: 0, description: 'The number of restores by two people. Left out: none, or not stated.' }),
)

const Applied = Type.Object({
  outcome: oneOf(['applied', 'known'], 'known: carried out before; this is the stored outcome.'),
  generation: Generation,
  epoch: Epoch,
  state: State,
  appliedAt: Time,
  notBefore: Type.Optional(Time),
})

const Version = Type.String({
  ...{ minLength: 1, maxLength: VERSION_CHARS_MAX },
  description: 'The version of the content by the platform’s own name for it: another one after each change.',
})
const ReadBack = Type.Object({
  subject: Subject,
  state: State,
  generation: Generation,
  epoch: Epoch,
  reach: Reach,
  credentialsResetAt: Type.Optional(Time),
  credentialsChangedAt: Type.Optional(Time),
  address: Type.Optional(Type.String({ maxLength: 2_048 })),
  version: Type.Optional(Version),
  readAt: Time,
})

const CountedContents = { own: Count, hidden: Count }
const Contents = Type.Object({
  all: Type.Object(CountedContents),
  month: Type.Object(CountedContents),
  sinceChange: Type.Optional(Type.Object({ ...CountedContents, at: Time })),
})
const AccountFacts = Type.Object({
  id: Type.String({ minLength: 1 }),
  handle: Type.String(),
  displayName: Type.String(),
  reach: Reach,
  verified: factOf(Type.Boolean()),
  tags: factOf(Type.Array(Type.String())),
  createdAt: factOf(Time),
  items: Type.Optional(factOf(Count)),
  contents: Type.Optional(Contents),
  bioDomains: Type.Optional(factOf(Type.Array(Type.String(), { maxItems: DOMAINS_MAX }))),
  covers: Type.Optional(
    Type.Array(Type.String(), {
      maxItems: COVERED_MAX,
      description: 'Of a list, a community or a domain: the accounts that go offline with it, or own or moderate it.',
    }),
  ),
})
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
const MediaFacts = Type.Object({
  kind: oneOf(['image', 'video', 'audio']),
  mediaType: Type.String(),
  alternativeText: Type.Optional(Type.String()),
  reference: Type.String({ minLength: 1, maxLength: REFERENCE_CHARS_MAX }),
  class: Type.Optional(oneOf(['ordinary', 'sensitive', 'restricted'])),
  sha256: Type.Optional(Sha256),
  stream: Type.Optional(
    Type.Object(
      {
        bytes: Type.Integer({ minimum: 1, maximum: STREAM_BYTES_MAX }),
        poster: Type.Optional(Type.String({ minLength: 1, maxLength: REFERENCE_CHARS_MAX })),
      },
      { description: 'Given for a film or sound that `subject.media_link` delivers in ranges.' },
    ),
  ),
})
const ContentFacts = Type.Object({
  id: Type.String({ minLength: 1 }),
  accountId: Type.String({ minLength: 1 }),
  kind: Type.String(),
  text: Type.String(),
  createdAt: factOf(Time),
  editedAt: Type.Optional(factOf(Time)),
  parentId: Type.Optional(Type.String()),
  version: Type.Optional(Version),
  item: Type.Optional(
    factOf(
      Type.Object(
        {
          type: Type.String({ minLength: 1, maxLength: 64 }),
          fields: Type.Record(Type.String(), Type.Unknown()),
        },
        {
          additionalProperties: false,
          description: 'The content as one of the types that the organisation declared. Left out: not known.',
        },
      ),
    ),
  ),
  media: Type.Optional(Type.Array(MediaFacts, { maxItems: MEDIA_MAX })),
})
const Facts = Type.Object({
  account: AccountFacts,
  content: Type.Optional(ContentFacts),
  thread: Type.Optional(Type.Array(ContentFacts, { maxItems: THREAD_MAX })),
  readAt: Time,
})

const Profile = Type.Object({
  handle: Type.String({ maxLength: NAME_CHARS_MAX }),
  displayName: Type.String({ maxLength: NAME_CHARS_MAX }),
  bio: factOf(Type.String({ maxLength: TEXT_CHARS_MAX })),
  avatar: factOf(
    Type.Object({
      mediaType: Type.String(),
      reference: Type.String({ minLength: 1, maxLength: REFERENCE_CHARS_MAX }),
      class: Type.Optional(oneOf(['ordinary', 'sensitive', 'restricted'])),
      sha256: Type.Optional(Sha256),
    }),
  ),
  reach: Reach,
  createdAt: factOf(Time),
  readAt: Time,
})

const RecentPost = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 512 }),
  kind: Type.String({ maxLength: 64 }),
  text: Type.String({ maxLength: TEXT_CHARS_MAX }),
  createdAt: factOf(Time),
  parentId: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
  mediaCount: Count,
  class: Type.Optional(oneOf(['ordinary', 'restricted'])),
  cut: Type.Optional(Type.Boolean()),
})
const RecentPosts = Type.Object({ posts: Type.Array(RecentPost, { maxItems: POSTS_MAX }), readAt: Time })

const RelatedAccount = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 512 }),
  handle: Type.String({ maxLength: NAME_CHARS_MAX }),
  displayName: Type.String({ maxLength: NAME_CHARS_MAX }),
  reach: Reach,
  tags: factOf(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 32 })),
})
const RelatedSignal = Type.Object({
  kind: oneOf(['device', 'payment', 'network', 'members'], 'What the accounts share. members: they are on the list.'),
  id: Type.String({
    ...{ minLength: 1, maxLength: 128 },
    description: 'An opaque id, the same for the same thing. Never a serial number, a card or an address.',
  }),
  total: Type.Integer({ minimum: 0, description: 'The other accounts that share it, also those left out.' }),
  accounts: Type.Array(RelatedAccount, { maxItems: RELATED_MAX }),
})
const RelatedAccounts = Type.Object({
  signals: Type.Array(RelatedSignal, { maxItems: SIGNALS_MAX }),
  readAt: Time,
})

const ThreadMessage = Type.Object({
  place: Type.Integer({ minimum: -PLACES_MAX, maximum: PLACES_MAX + MESSAGES_MAX }),
  id: Type.String({ minLength: 1, maxLength: 512 }),
  accountId: Type.Union([Type.String({ minLength: 1, maxLength: 512 }), Type.Null()]),
  handle: Type.Union([Type.String({ maxLength: NAME_CHARS_MAX }), Type.Null()]),
  text: Type.String({ maxLength: TEXT_CHARS_MAX }),
  createdAt: factOf(Time),
  state: oneOf(['shown', 'hidden', 'deleted'], 'hidden: visitors do not see it.'),
  mediaCount: Count,
  class: Type.Optional(oneOf(['ordinary', 'restricted'])),
  cut: Type.Optional(Type.Boolean()),
})
const Thread = Type.Object({
  kind: oneOf(['thread', 'transcript', 'session_log']),
  messages: Type.Array(ThreadMessage, { maxItems: MESSAGES_MAX, description: 'By place, each place once.' }),
  hasEarlier: Type.Boolean({ description: 'True when there are messages before the first one of the answer.' }),
  hasLater: Type.Boolean({ description: 'True when there are messages after the last one of the answer.' }),
  readAt: Time,
})

const Contact = Type.Object({
  email: Type.Union([Type.String({ maxLength: EMAIL_CHARS_MAX }), Type.Null()], {
    description: 'The confirmed e-mail address of the owner. Null: the platform has none.',
  }),
  language: Type.Optional(Type.String({ maxLength: 35, description: 'As BCP 47 names it. Left out: not known.' })),
  readAt: Time,
})

const Capabilities = Type.Object({
  name: Type.String(),
  subjects: Type.Array(oneOf(['account', 'content'])),
  absentFacts: Type.Array(oneOf(['reach', 'verified', 'tags', 'createdAt', 'items', 'bioDomains'])),
  countries: Type.Optional(Type.Boolean()),
  looksPerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
  effectsPerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
  accountReads: Type.Optional(Type.Array(oneOf(['profile', 'recent_posts']))),
  batch: Type.Optional(
    Type.Object(
      {
        instructionsMax: Type.Integer({ minimum: 1, maximum: BATCH_INSTRUCTIONS_MAX }),
        readBack: Type.Optional(
          Type.Boolean({
            description: 'True: it takes subject.read_back_batch with as many subjects. Left out: it does not.',
          }),
        ),
        facts: Type.Optional(
          Type.Boolean({
            description: 'True: it takes subject.facts_batch with as many subjects. Left out: it does not.',
          }),
        ),
      },
      { description: 'Left out: the platform takes single calls alone.' },
    ),
  ),
  statements: Type.Optional(Type.Boolean({ description: 'Left out: no instruction carries a statement.' })),
})
const Actor = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 256 }),
  kind: oneOf(['person', 'group', 'credential']),
  can: Type.Array(oneOf(['take_offline', 'restore', 'credentials']), { maxItems: 3 }),
  by: Type.String({ maxLength: 256 }),
  lastUsedAt: Type.Union([Time, Type.Null()]),
})
const Actors = Type.Object({ actors: Type.Union([Type.Array(Actor, { maxItems: ACTORS_MAX }), Type.Null()]) })

/** The answer to a call that was not carried out. */
export const RefusalSchema = Type.Object({
  refusal: oneOf(Object.keys(REFUSALS)),
  detail: Type.String(),
  generation: Type.Optional(Generation),
  epoch: Epoch,
})

/** The outcomes of a batch, one for each part in its order. */
const outcomesOf = <Said extends TSchema>(said: Said) =>
  Type.Object({
    outcomes: Type.Array(
      Type.Object({
        status: Type.Integer({ description: 'The status that the answer would have had as a single call.' }),
        answer: Type.Union([said, RefusalSchema]),
      }),
      { maxItems: BATCH_INSTRUCTIONS_MAX },
    ),
  })

/** The answer with status 200 to each call. */
export const ANSWERS: Readonly<Record<string, TSchema>> = {
  'platform.capabilities': Capabilities,
  'platform.actors': Actors,
  'subject.apply': Applied,
  'subject.apply_batch': outcomesOf(Applied),
  'subject.restore': Applied,
  'subject.read_back': ReadBack,
  'subject.read_back_batch': outcomesOf(ReadBack),
  'subject.facts': Facts,
  'subject.facts_batch': outcomesOf(Facts),
  'subject.profile': Profile,
  'subject.recent_posts': RecentPosts,
  'subject.related_accounts': RelatedAccounts,
  'subject.contact': Contact,
  'subject.thread': Thread,
  'subject.media': Type.Object({ mediaType: Type.String(), base64: Type.String({ contentEncoding: 'base64' }) }),
  'subject.media_link': Type.Object({ address: Type.String({ maxLength: 2_048 }), until: Time }),
  'subject.restricted_link': Type.Object({ address: Type.String({ maxLength: 2_048 }), until: Time }),
  'subject.restricted_bytes': Type.Object({ base64: Type.String({ contentEncoding: 'base64' }) }),
}
