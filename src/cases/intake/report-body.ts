import { type Static, Type } from 'typebox'
import { REPORTED_KINDS } from '../../foundation/connector/collections.ts'
import { CATEGORIES, EVIDENCE_CLASSES, GROUNDS } from '../../foundation/domain.ts'
import { GivenTime, PlatformId, SubjectSchema, strict } from '../../foundation/schemas/schemas.ts'
import { DisplayName, factOf, Handle, ItemSchema, Language, Reach, Region, Tags } from '../accounts/body-parts.ts'

export const KEYWORD_CHARS_MAX = 128
export const COMMENT_CHARS_MAX = 10_000
const REFERENCE_CHARS_MAX = 2_048
const MEDIA_TYPE_CHARS_MAX = 127
const EVIDENCE_ITEMS_MAX = 10

/** The schema of a copy of the reported material. `checkEvidence` checks the members that each class allows. */
const EvidenceSchema = Type.Object(
  {
    class: Type.Enum(EVIDENCE_CLASSES),
    mediaType: Type.String({ minLength: 1, maxLength: MEDIA_TYPE_CHARS_MAX }),
    text: Type.Optional(Type.String({ description: 'Ordinary and sensitive: the bytes, as UTF-8.' })),
    base64: Type.Optional(Type.String({ description: 'Ordinary and sensitive: the bytes, in padded base64.' })),
    sha256: Type.Optional(Type.String({ description: 'Restricted: the hash, in 64 hex digits.' })),
    reference: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: REFERENCE_CHARS_MAX,
        description: 'The place at which it is stored elsewhere.',
      }),
    ),
  },
  strict,
)
export type EvidenceItem = Static<typeof EvidenceSchema>

const ClaimedAccount = Type.Object(
  {
    handle: Type.Optional(Handle),
    displayName: Type.Optional(DisplayName),
    reach: Type.Optional(factOf(Reach)),
    verified: Type.Optional(factOf(Type.Boolean())),
    tags: Type.Optional(factOf(Tags)),
    createdAt: Type.Optional(factOf(GivenTime)),
  },
  {
    ...strict,
    description: 'The facts about the account as the report states them. They are evidence and never decide anything.',
  },
)

/**
 * The schema of a report: one person's complaint about one subject. Its id belongs to the API key that sends it.
 */
export const ReportBody = Type.Object(
  {
    id: PlatformId,
    subject: SubjectSchema,
    ground: Type.Enum(GROUNDS),
    category: Type.Enum(CATEGORIES),
    reporterId: PlatformId,
    reportedAt: GivenTime,
    keyword: Type.Optional(Type.String({ minLength: 1, maxLength: KEYWORD_CHARS_MAX })),
    comment: Type.Optional(Type.String({ maxLength: COMMENT_CHARS_MAX })),
    language: Type.Optional(Language),
    region: Type.Optional(Region),
    evidence: Type.Optional(Type.Array(EvidenceSchema, { maxItems: EVIDENCE_ITEMS_MAX })),
    account: Type.Optional(ClaimedAccount),
    item: Type.Optional(ItemSchema),
  },
  strict,
)
export type ReportBody = Static<typeof ReportBody>

const ReportedSubject = Type.Object(
  { kind: Type.Enum([...REPORTED_KINDS]), id: PlatformId },
  {
    ...strict,
    description:
      'An account, a content, a list, a community or a domain, by the id of the platform. The last three count as accounts.',
  },
)

/** The schema of a report as a platform sends it. */
export const SentReport = Type.Object({ ...ReportBody.properties, subject: ReportedSubject }, strict)
export type SentReport = Static<typeof SentReport>

export const ReportAnswer = Type.Object({
  id: Type.String({ description: 'The id that the sender gave it.' }),
  reportId: Type.String(),
  caseId: Type.Optional(
    Type.String({ description: 'The case that it joined. Missing: it is stored and waits for its case.' }),
  ),
  receivedAt: GivenTime,
})
export type ReportAnswer = Static<typeof ReportAnswer>

const PausedUntil = Type.String({
  ...{ format: 'date-time', maxLength: 40 },
  description: 'Until then reports of this sender are stored and not processed.',
})

/** The answer to a report of a sender who is paused for misuse (Regulation (EU) 2022/2065, article 23). */
export const PausedAnswer = Type.Object({
  id: Type.String({ description: 'The id that the sender gave it.' }),
  receivedAt: GivenTime,
  pausedUntil: Type.Optional(PausedUntil),
  detail: Type.Optional(Type.String({ description: 'The same in words, to show to the sender.' })),
})
export type PausedAnswer = Required<Static<typeof PausedAnswer>>

/** The schema of one line of the answer to a batch of reports. */
export const BatchLine = Type.Object({
  line: Type.Integer({ minimum: 1, description: 'The number of the line in the request, from 1.' }),
  status: Type.Integer({ description: 'The status that this line would have got as a single request.' }),
  ...Type.Partial(ReportAnswer).properties,
  pausedUntil: Type.Optional(PausedUntil),
  detail: Type.Optional(Type.String({ description: 'The problem of this line, or the pause of its sender.' })),
})
