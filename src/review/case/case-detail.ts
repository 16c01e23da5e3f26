import { type Static, Type } from 'typebox'
import { CaseAnswer, toCaseAnswer } from '../../cases/queue/case-answer.ts'
import { ShownSignal, toShownSignal } from '../../cases/signals/shown-signal.ts'
import { AssessmentBody } from '../../enforcement/approve/approval-routes.ts'
import { writePosition } from '../../foundation/database/page-cursor.ts'
import {
  ACTIONS,
  CATEGORIES,
  CONCLUSIONS,
  ENFORCEMENT_STATES,
  EVIDENCE_CLASSES,
  GROUNDS,
  MEDIA_KINDS,
  parseSubjectKey,
  RESTORE_CAUSES,
} from '../../foundation/domain.ts'
import { said } from '../../foundation/schemas/said.ts'
import { EnforcementId, MediaId, orNull, Page, SubjectSchema, Timestamp } from '../../foundation/schemas/schemas.ts'
import { describeItem } from '../../policy/items/describe-item.ts'
import { ITEM_ROLES, type ItemTypes } from '../../policy/items/item-types.ts'
import { OwnActionReply } from '../../policy/items/own-action-reply.ts'
import { POLICY_VERSION } from '../../policy/policies-at.ts'
import { AppealPart } from '../appeals/read-appeal.ts'
import { WITHHELD, withheld } from '../media/media.ts'
import type { CaseMedia } from '../media/media-queries.ts'
import { Reporters } from '../search/reporters-record.ts'
import { StrikeCaseReply, StrikesReply } from '../strikes/strikes-reply.ts'
import { Event } from './case-event-queries.ts'
import {
  Account,
  type CaseEvidence,
  type CaseReport,
  Content,
  EVIDENCE_TEXT_BYTES_MAX,
  type StoredItem,
} from './case-queries.ts'
import type { FullCase } from './read-case.ts'

const Text = Type.String()
const Facts = Type.Record(Type.String(), Type.Unknown(), {
  description: 'What the report says of the account: shown as evidence, never judged by.',
})

const ItemTitle = Type.Object(
  { en: Text, de: Type.Optional(Text) },
  { description: 'In the words of the organisation, by language.' },
)

/** An item as people are shown it: the fields with the titles and roles of its type. */
const ShownItem = Type.Object({
  type: Text,
  title: ItemTitle,
  fields: Type.Array(
    Type.Object({
      path: Type.String({ description: 'The names on the way to it, joined by a slash.' }),
      title: ItemTitle,
      role: orNull(Type.Enum([...ITEM_ROLES]), 'Null: none, or the type no longer declares the field.'),
      value: Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())]),
    }),
  ),
})

const Report = Type.Object({
  id: Text,
  receivedAt: Timestamp,
  reportedAt: Timestamp,
  ground: Type.Enum(GROUNDS),
  category: Type.Enum(CATEGORIES),
  keyword: orNull(Text),
  comment: orNull(Text),
  language: orNull(Text),
  region: orNull(Text),
  accountFacts: orNull(Facts),
  item: orNull(
    ShownItem,
    'The item as the report states it: shown as evidence, never judged by. Null: it states none.',
  ),
})

const Evidence = Type.Object({
  id: Text,
  reportId: Text,
  class: Type.Enum(EVIDENCE_CLASSES),
  mediaType: Text,
  sha256: orNull(Text, 'The SHA-256, in hex. Null: restricted; people with the clearance view it one by one.'),
  bytesCount: orNull(Type.Integer()),
  reference: orNull(Text),
  keptAt: Timestamp,
  text: orNull(Type.String({ description: 'Of text of the ordinary class only.' })),
  cut: Type.Boolean({ description: `True when the text is longer than the ${EVIDENCE_TEXT_BYTES_MAX} bytes shown.` }),
})

const Media = Type.Object({
  id: MediaId,
  kind: Type.Enum([...MEDIA_KINDS]),
  mediaType: Text,
  alternativeText: orNull(Type.String({ description: 'The text alternative that the author gave.' })),
  reference: orNull(Text),
  sha256: orNull(Text),
  class: Type.Enum(EVIDENCE_CLASSES),
  reportId: orNull(Type.String(), 'The report or the appeal that brought it. Null: it belongs to the content.'),
  goneAt: orNull(Timestamp, 'The time from which the content no longer has it. Null: it still has it.'),
  streamBytes: orNull(
    Type.Integer(),
    'The bytes of one that GET /v1/cases/:caseId/media/:mediaId/stream plays. Null: its bytes come in one answer.',
  ),
  hasPoster: Type.Boolean({ description: 'True when GET /v1/cases/:caseId/media/:mediaId/poster returns a picture.' }),
  withheld: orNull(Type.Enum([...WITHHELD]), 'The reason why it cannot be viewed. Null: it can be viewed.'),
})

const Post = Type.Object({
  id: Text,
  accountId: Text,
  handle: orNull(Text),
  text: orNull(Text),
  language: orNull(Text),
  createdAt: orNull(Timestamp),
  mediaCount: Type.Integer({ description: 'The number of its pictures, films and sounds, which are not shown here.' }),
})

const Decision = Type.Object({
  id: Text,
  caseId: Text,
  subject: SubjectSchema,
  conclusion: Type.Enum(CONCLUSIONS),
  standing: Type.Enum(['final', 'proposed'], { description: 'proposed: it takes effect when a second person agrees.' }),
  policyId: orNull(Text),
  policyVersion: orNull(Type.Integer(), POLICY_VERSION.version),
  policySince: orNull(Timestamp, POLICY_VERSION.since),
  rationale: Text,
  assessment: orNull(AssessmentBody),
  by: orNull(Text, 'The person who decided. Null: the judge of an appeal is not told.'),
  decidedAt: Timestamp,
})

const Enforcement = Type.Object({
  id: EnforcementId,
  subject: SubjectSchema,
  caseId: orNull(Text),
  action: orNull(Type.Enum(ACTIONS), 'The action. Null: withheld until your own review.'),
  own: OwnActionReply,
  label: orNull(Text),
  durationMs: orNull(Type.Integer()),
  policyId: orNull(Text),
  state: Type.Enum(ENFORCEMENT_STATES),
  proposedAt: Timestamp,
  movedAt: Timestamp,
  endsAt: orNull(Timestamp),
  needsAttention: orNull(said()),
  restoreCause: orNull(Type.Enum(RESTORE_CAUSES)),
})

/** A case with everything that a decision can rest on. Null: unknown to the desk. */
export const CaseDetail = Type.Object({
  ...CaseAnswer.properties,
  appeal: orNull(
    AppealPart,
    'The appeal that the case is about; its reports are those of the appealed enforcement. Null: no appeal.',
  ),
  account: orNull(Account),
  content: orNull(Content),
  item: orNull(ShownItem, 'The item of the content as its source last gave it. Null: unknown, or it has none.'),
  earlierItems: Type.Array(Type.Object({ storedAt: Timestamp, item: ShownItem }), {
    description: 'The items that the content had before, newest first, each with the time since which it had it.',
  }),
  reports: Page(Report),
  evidence: Type.Array(Evidence, { description: 'The evidence of the reports on this page.' }),
  media: Type.Array(Media, {
    description: 'The pictures, films and sounds of the content and of the reports on this page.',
  }),
  thread: Type.Object(
    { before: Type.Array(Post), after: Type.Array(Post) },
    { description: 'The conversation around the content: earlier posts first, then the answers to it.' },
  ),
  signals: Type.Array(ShownSignal, {
    description: 'The results of classifiers and lists, newest first. They are evidence; no guard uses them.',
  }),
  reporters: Reporters,
  seesRestricted: Type.Boolean({
    description: 'True when you may view restricted evidence: POST /v1/cases/:caseId/restricted/:mediaId/views.',
  }),
  translates: Type.Boolean({ description: 'True when a translator is configured.' }),
  history: Type.Object({
    decisions: Type.Array(Decision, { description: 'The decisions about the subject and its account, newest first.' }),
    enforcements: Type.Array(Enforcement, { description: 'The enforcements on both, newest first.' }),
  }),
  strikes: orNull(StrikesReply, 'The strikes of the account. Null: the account is not known.'),
  strikeCase: orNull(StrikeCaseReply, 'The strikes that opened it or joined it. Null: none did.'),
  events: Type.Array(Event, { description: 'The events of the case and its notes, newest first.' }),
})
export type CaseDetail = Static<typeof CaseDetail>

export function toCaseDetail(
  full: FullCase,
  { translates, items }: { translates: boolean; items: ItemTypes },
): CaseDetail {
  const { holder, seesRestricted, atTheirPlace: _place, missingClearances: _missing, ...row } = full.case
  const last = full.reports.at(-1)
  const nextCursor = full.more && last !== undefined ? writePosition(last) : null
  const { account, content } = full
  const [present, ...earlier] = full.items
  const shown = (item: StoredItem | undefined) => (item?.item ? describeItem(items, item.item) : null)
  return {
    ...toCaseAnswer(row, holder),
    appeal: full.appeal,
    account: account ?? null,
    content: content ?? null,
    item: shown(present),
    earlierItems: earlier.flatMap(({ storedAt, item }) =>
      item ? [{ storedAt, item: describeItem(items, item) }] : [],
    ),
    reports: { items: full.reports.map((report) => toReport(report, items)), nextCursor },
    evidence: full.evidence.map(toEvidence),
    media: full.media.map(toMedia),
    thread: {
      before: full.thread.filter(({ isBefore }) => isBefore),
      after: full.thread.filter(({ isBefore }) => !isBefore),
    },
    signals: full.signals.map((signal) => toShownSignal(signal, content?.text ?? null)),
    reporters: full.reporters,
    seesRestricted,
    translates,
    history: {
      decisions: full.decisions.map((decision) => ({
        ...decision,
        by: full.appeal === null ? decision.by : null,
        subject: parseSubjectKey(decision.subject),
      })),
      enforcements: full.enforcements.map((enforcement) => ({
        ...enforcement,
        subject: parseSubjectKey(enforcement.subject),
      })),
    },
    strikes: full.strikes,
    strikeCase: full.strikeCase ?? null,
    events: full.events,
  }
}

const toReport = ({ item, ...report }: CaseReport, items: ItemTypes): Static<typeof Report> => ({
  ...report,
  item: item === null ? null : describeItem(items, item),
})

const toEvidence = ({ bytes, ...evidence }: CaseEvidence): Static<typeof Evidence> => ({
  ...evidence,
  text: bytes?.toString('utf8') ?? null,
  cut: bytes !== null && (evidence.bytesCount ?? 0) > bytes.length,
})

/** Returns the media as shown; of restricted ones only that they exist. */
function toMedia({ restricted, goneAt, poster, ...media }: CaseMedia): Static<typeof Media> {
  const why = withheld({ ...media, restricted })
  const hasPoster = poster !== null && why === null
  const nothing = why === 'restricted' ? { alternativeText: null, reference: null, sha256: null } : {}
  return { ...media, ...nothing, goneAt, hasPoster, withheld: why }
}
