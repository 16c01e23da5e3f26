import { type TSchema, Type } from 'typebox'
import { ID_PREFIXES, SUBJECT_KINDS } from '../domain.ts'
import { PLATFORM_NAME } from '../platforms.ts'

/** Schemas that the routes of every stage share. */

export const orNull = <Schema extends TSchema>(schema: Schema, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description })

/** The option of an object schema that refuses unknown fields. */
export const strict = { additionalProperties: false }

/** A platform's own id: any text of this length. */
export const PLATFORM_ID_LENGTH_MAX = 256
export const PlatformId = Type.String({ minLength: 1, maxLength: PLATFORM_ID_LENGTH_MAX })

/** The name of a platform beside the default one. */
export const PlatformName = Type.String({
  pattern: PLATFORM_NAME.source,
  maxLength: 30,
  description: 'The name of a platform. Left out: the default platform.',
})

/**
 * The name of a label. One that begins with `!` would be no mere label: clients of the AT Protocol hide what has `!hide`
 * from everyone.
 */
export const LabelName = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[^!]',
  description: 'A name of a label, which does not begin with an exclamation mark.',
})

export const SubjectSchema = Type.Object(
  { kind: Type.Enum([...SUBJECT_KINDS]), id: PlatformId },
  { additionalProperties: false, description: 'An account or a content, by the id of the platform.' },
)

const deskId = (table: keyof typeof ID_PREFIXES, what: string) => {
  const prefix = ID_PREFIXES[table]
  return Type.String({
    pattern: `^${prefix}_[0-9]{1,19}$`,
    maxLength: prefix.length + 20,
    description: `The id of ${what}, such as ${prefix}_12.`,
  })
}

export const CaseId = deskId('review_case', 'a case')
export const EnforcementId = deskId('enforcement', 'an enforcement')
export const BulkRestoreId = deskId('bulk_restore', 'a restore in bulk')
export const BulkActionId = deskId('bulk_action', 'a bulk action')
export const ChangeId = deskId('desk_change', 'a change of the desk')
export const ExceptionId = deskId('newsworthy_exception', 'a newsworthy exception')
export const StaffId = deskId('staff', 'a person')
export const ReportId = deskId('report', 'a report')
export const MediaId = Type.String({
  pattern: '^(ev|media)_[0-9]{1,19}$',
  maxLength: 25,
  description: 'The id of a picture, a film or a sound: media_12 of a content, ev_12 of what came with a report.',
})
export const MatchListId = deskId('match_list', 'a list of verified material')
export const MatchId = deskId('content_match', 'a match that the desk found')
export const SessionId = deskId('staff_session', 'a session')
export const InvitationId = deskId('invitation', 'an invitation')
export const RotaEntryId = deskId('rota_entry', 'an entry of the rota')
export const DriftId = deskId('drift', 'a drift')
export const ChannelId = deskId('channel', 'a channel')
export const CaseSetId = deskId('case_set', 'a set of cases that were dismissed together')
export const CaseOpeningId = deskId('case_opening', 'the opening of a case by a person')
export const SnoozeId = deskId('case_snooze', 'a snooze')
export const ReferralId = deskId('referral', 'a referral')
export const HoldId = deskId('legal_hold', 'a legal hold')
export const ErasureId = deskId('person_erasure', 'a request to erase the data of a person')
export const DrillId = deskId('drill_run', 'a drill')
export const DrillScheduleId = deskId('drill_schedule', 'a drill that repeats')
export const KeyId = deskId('api_key', 'an API key')
export const AppealId = deskId('appeal', 'an appeal')
export const ReportOfPeriodId = deskId('transparency_report', 'a transparency report')
export const CounterNoticeId = deskId('counter_notice', 'a counter-notice')
export const SettlementId = deskId('appeal_settlement', 'a decision of an out-of-court body')
export const AuthorityId = deskId('authority', 'an authority')
export const FlaggerId = deskId('trusted_flagger', 'a trusted flagger')
export const SenderId = deskId('misuse_sender', 'a sender whose submissions were marked')
export const MarkId = deskId('misuse_mark', 'a mark of one submission')
export const ConsumerNoticeId = deskId('consumer_notice', 'a text for consumers')
export const MeasureId = deskId('misuse_measure', 'a warning or a pause')
export const MisuseAppealId = deskId('misuse_appeal', 'an appeal against a warning or a pause')
export const AuthorityOrderId = deskId('authority_order', 'an order of an authority')
export const RemovalRequestId = deskId('removal_request', 'a removal request')
export const SignalId = deskId('signal', 'a signal')

/** A time of day, such as 22:00. */
export const TIME_OF_DAY = '^([01]\\d|2[0-3]):[0-5]\\d$'

/** A time as text: in a request, or as a ledger entry or the platform states it. ISO 8601 with an offset. */
export const GivenTime = Type.String({ format: 'date-time', maxLength: 40 })
/** A time in an answer. The serialiser writes a Date as ISO 8601 in UTC. */
export const Timestamp = Type.Unsafe<Date>(GivenTime)

export const PAGE_SIZE_DEFAULT = 50
export const PAGE_SIZE_MAX = 200
/** The query of a list: the size of the page, and the cursor, which is the `nextCursor` of the page before. */
export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_SIZE_MAX, default: PAGE_SIZE_DEFAULT })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
}
/** One page of a list. A page whose `nextCursor` is null is the last. */
export const Page = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), nextCursor: orNull(Type.String()) })

/** The answer to every request that failed (RFC 9457). */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'The kind of problem: urn:countersign:problem: and its name.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({
      description: 'The outcome of the request, its reason and the next step, in the language of Accept-Language.',
    }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          field: Type.String({ description: 'The path of the field, such as actions/0/durationMs.' }),
          detail: Type.String(),
          key: Type.Optional(Type.String({ description: 'The name of this text in the message catalogue.' })),
        }),
        { description: 'The problems of the request, field by field.' },
      ),
    ),
    key: Type.Optional(
      Type.String({
        description:
          'The name of this text in the message catalogue. It stays, while the wording of detail may change.',
      }),
    ),
    reference: Type.Optional(Type.String({ description: 'The reference of this failure in the log.' })),
  },
  { $id: 'Problem', additionalProperties: true },
)
