import type { Call, ReadBack, RestrictedLink, SubjectFacts } from '@countersign/platform-kit'
import { type Static, type TSchema, Type } from 'typebox'
import {
  type Connector,
  ConnectorError,
  type ConnectorFailure,
  type MediaBytes,
} from '../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'
import { Stated } from '../../foundation/connector/stated.ts'
import { visitor } from '../../foundation/connector/visit.ts'
import type { Subject } from '../../foundation/domain.ts'
import { guardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import type { Secrets } from '../../foundation/outgoing/signed-headers.ts'
import type { SigningKey } from '../../foundation/outgoing/signing-key.ts'
import { originOf } from '../../foundation/platforms.ts'
import { AppliedAnswer, applyInstruction, showsStatements, TimeText } from './apply-instruction.ts'
import { applyBatch } from './batches/apply-batch.ts'
import { countFactsMax, readBackBatch, readFactsBatch } from './batches/read-batches.ts'
import { hashMedia } from './hash-media.ts'
import { openMedia } from './open-media.ts'
import { readAccountProfile, readRecentPosts } from './read-account.ts'
import { ReadBackAnswer, SubjectAnswer } from './read-back.ts'
import { readContact } from './read-contact.ts'
import { FactsAnswer } from './read-facts.ts'
import { readRelatedAccounts } from './read-related.ts'
import { readThread } from './read-thread.ts'
import { type Sending, sendCall } from './send-call.ts'

const ANSWER_BYTES_MAX = 256 * 1024
/** The most bytes of one answer with a picture: the picture in base64 and the JSON around it. */
const MEDIA_ANSWER_BYTES_MAX = 11.5 * 1024 * 1024
/** The room for the JSON around the base64 of a picture. */
const AROUND_BYTES_MAX = 64 * 1024
const ACTORS_MAX = 1_000

interface WebhookConnectorOptions extends Secrets {
  /** The address at which the platform receives signed calls. */
  url: string
  /**
   * Finds the key that signs instructions in addition to the webhook secret. Without it calls carry no such signature,
   * and only a platform that requires none obeys them.
   */
  findKey?: () => Promise<SigningKey>
  /** Returns the time at which a call is signed. */
  now: () => Date
  timeoutMs?: number
  /** Private addresses that may be reached, as COUNTERSIGN_ALLOW_PRIVATE says. */
  allowPrivate?: readonly string[]
}

/** Calls a platform by one signed POST each, in the form of Standard Webhooks. */
export function webhookConnector(options: WebhookConnectorOptions): Connector {
  const fetching = guardedFetch(options)
  const fetchOther = guardedFetch({ ...options, ownMachine: false })
  const sending = { ...options, fetch: fetching, bytesMax: ANSWER_BYTES_MAX }
  const call = <Schema extends TSchema>(body: Call, schema: Schema): Promise<Static<Schema>> =>
    sendCall(sending, body, schema)
  const capabilities = () => call({ type: 'platform.capabilities' }, CapabilitiesAnswer)
  const applying = { ...options, sending, capabilities, stated: new Stated() }
  const orUndefined = <T>(answer: Promise<T>): Promise<T | undefined> => answer.catch(noSuchSubject)
  const readBack = (subject: Subject) =>
    orUndefined<ReadBack>(call({ type: 'subject.read_back', subject }, ReadBackAnswer))
  return {
    guarantees: () => EVERY_GUARANTEE,
    capabilities,
    apply: (instruction, grounds) => applyInstruction(applying, { instruction, grounds }),
    applyBatch: (attempts) => applyBatch(applying, attempts),
    readBackBatch: (subjects) => readBackBatch(applying, subjects, readBack),
    showsStatements: () => showsStatements(applying),
    instructionsMax: () => applying.stated.last(applying)?.batch?.instructionsMax ?? 1,
    restore: (subject, epoch, signatures) =>
      call({ type: 'subject.restore', subject, epoch, signatures }, AppliedAnswer),
    profile: (account) => readAccountProfile(sending, account),
    recentPosts: (account) => readRecentPosts(sending, account),
    relatedAccounts: (account) => readRelatedAccounts(sending, account),
    contact: (account) => readContact(sending, account),
    thread: (content, page) => readThread(sending, content, page),
    media: (subject, reference, limit) =>
      orUndefined(readMedia({ ...sending, bytesMax: answerBytesMax(limit?.bytesMax) }, subject, reference)),
    openMedia: (subject, reference, asked) => openMedia({ ...sending, fetchOther }, { subject, reference }, asked),
    restrictedLink: (subject, reference) => findRestrictedLink(sending, subject, reference),
    hashMedia: (subject, reference, media) => hashMedia(sending, subject, reference, media),
    readBack,
    facts: (subject) => orUndefined<SubjectFacts>(call({ type: 'subject.facts', subject }, FactsAnswer)),
    factsMax: () => countFactsMax(applying),
    factsBatch: (subjects) => readFactsBatch(applying, subjects),
    visit: visitor(options),
    origins: [originOf(options.url)],
    actors: async () => (await call({ type: 'platform.actors' }, ActorsAnswer).catch(unknownCall))?.actors ?? undefined,
  }
}

/** A platform with an older version of platform-kit doesn't know this call. */
function unknownCall(error: unknown): undefined {
  if (error instanceof ConnectorError && error.failure === 'malformed') return undefined
  throw error
}

/** Returns the most bytes of an answer with a medium of so many bytes: four characters of base64 are three bytes. */
const answerBytesMax = (mediaBytesMax = Number.POSITIVE_INFINITY): number =>
  Math.min(MEDIA_ANSWER_BYTES_MAX, Math.ceil(mediaBytesMax / 3) * 4 + AROUND_BYTES_MAX)

async function readMedia(options: Sending, subject: Subject, reference: string): Promise<MediaBytes> {
  const { mediaType, base64 } = await sendCall(options, { type: 'subject.media', subject, reference }, MediaAnswer)
  return { mediaType, bytes: Buffer.from(base64, 'base64') }
}

/**
 * A platform with an older platform-kit, or without the handler, returns no link. A link to a forbidden address counts
 * as none.
 */
async function findRestrictedLink(
  options: Sending,
  subject: Subject,
  reference: string,
): Promise<RestrictedLink | undefined> {
  const call = { type: 'subject.restricted_link', subject, reference } as const
  const link = await sendCall(options, call, RestrictedLinkAnswer).catch((error: unknown) => {
    if (error instanceof ConnectorError && NO_LINK.includes(error.failure)) return undefined
    throw error
  })
  if (link === undefined || opensAtPlatform(link.address, options.url)) return link
  throw new ConnectorError('unreadable', 'the platform gave a link that is not https')
}

const NO_LINK: readonly ConnectorFailure[] = ['refused', 'malformed', 'no_such_subject']

/** True for https; http is allowed on the platform's own host alone, as in a demo. */
function opensAtPlatform(address: string, platform: string): boolean {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || url.origin === new URL(platform).origin
}

function noSuchSubject(error: unknown): undefined {
  if (error instanceof ConnectorError && error.failure === 'no_such_subject') return undefined
  throw error
}

const RestrictedLinkAnswer = Type.Object({ address: Type.String({ maxLength: 2_048 }), until: TimeText })
const MediaAnswer = Type.Object({ mediaType: Type.String(), base64: Type.String() })
const CapabilitiesAnswer = Type.Object({
  name: Type.String(),
  subjects: Type.Array(SubjectAnswer.properties.kind),
  absentFacts: Type.Array(
    Type.Union([
      Type.Literal('reach'),
      Type.Literal('verified'),
      Type.Literal('tags'),
      Type.Literal('createdAt'),
      Type.Literal('items'),
    ]),
  ),
  countries: Type.Optional(Type.Boolean()),
  looksPerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
  effectsPerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
  accountReads: Type.Optional(Type.Array(Type.Union([Type.Literal('profile'), Type.Literal('recent_posts')]))),
  batch: Type.Optional(
    Type.Object({
      ...{ instructionsMax: Type.Integer({ minimum: 1 }), readBack: Type.Optional(Type.Boolean()) },
      facts: Type.Optional(Type.Boolean()),
    }),
  ),
  statements: Type.Optional(Type.Boolean()),
})
const Can = Type.Union([Type.Literal('take_offline'), Type.Literal('restore'), Type.Literal('credentials')])
const PlatformActorAnswer = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 256 }),
  kind: Type.Union([Type.Literal('person'), Type.Literal('group'), Type.Literal('credential')]),
  can: Type.Array(Can, { maxItems: 3 }),
  by: Type.String({ maxLength: 256 }),
  lastUsedAt: Type.Union([TimeText, Type.Null()]),
})
const ActorsAnswer = Type.Object({
  actors: Type.Union([Type.Array(PlatformActorAnswer, { maxItems: ACTORS_MAX }), Type.Null()]),
})
