import { type TSchema, Type } from 'typebox'
import { SUBJECT_KINDS } from '../domain.ts'

/** Schemas that the routes of every stage share. */

export const orNull = <Schema extends TSchema>(schema: Schema, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description })

/** A platform's own id: any text of this length. */
export const PLATFORM_ID_LENGTH_MAX = 256
export const PlatformId = Type.String({ minLength: 1, maxLength: PLATFORM_ID_LENGTH_MAX })

export const SubjectSchema = Type.Object(
  { kind: Type.Enum([...SUBJECT_KINDS]), id: PlatformId },
  { additionalProperties: false, description: "An account or a content, by the platform's own id." },
)

const deskId = (prefix: string, what: string) =>
  Type.String({
    pattern: `^${prefix}-[0-9]{1,19}$`,
    maxLength: prefix.length + 20,
    description: `The id of ${what}, such as ${prefix}-12.`,
  })

export const CaseId = deskId('c', 'a case')
export const EnforcementId = deskId('o', 'an enforcement')
export const BulkRestoreId = deskId('b', 'a restore in bulk')
export const BulkActionId = deskId('p', 'a bulk action')
export const ChangeId = deskId('h', 'a change of the desk')
export const ExceptionId = deskId('n', 'a newsworthy exception')
export const StaffId = deskId('s', 'a person')
export const ReportId = deskId('r', 'a report')
export const MediaId = Type.String({
  pattern: '^[em]-[0-9]{1,19}$',
  maxLength: 21,
  description: 'The id of a picture, a film or a sound: m-12 of a content, e-12 of what came with a report.',
})
/** Ids with a prefix of two letters: `deskId` allows one. */
const MATCH_ID = { maxLength: 22 }
export const MatchListId = Type.String({
  ...MATCH_ID,
  pattern: '^ml-[0-9]{1,19}$',
  description: 'The id of a list of verified material, such as ml-2.',
})
export const MatchId = Type.String({
  ...MATCH_ID,
  pattern: '^ma-[0-9]{1,19}$',
  description: 'The id of a match that the desk found, such as ma-12.',
})
export const SessionId = deskId('w', 'a session')
export const InvitationId = deskId('v', 'an invitation')
export const RotaEntryId = deskId('w', 'an entry of the rota')
export const FindingId = deskId('f', 'a finding of the watch')
export const ChannelId = deskId('m', 'a channel')
export const SnoozeId = deskId('x', 'a snooze')
export const ReferralId = deskId('a', 'a referral')
export const HoldId = deskId('p', 'a legal hold')
export const DrillId = deskId('d', 'a drill')
export const DrillScheduleId = deskId('y', 'a drill that repeats')
export const KeyId = deskId('k', 'an API key')
export const AppealId = deskId('y', 'an appeal')
export const AuthorityId = deskId('au', 'an authority')
export const AuthorityOrderId = deskId('ao', 'an order of an authority')
export const RemovalRequestId = deskId('rr', 'a removal request')
export const SignalId = deskId('z', 'a signal')

/** A time of day, such as 22:00. */
export const TIME_OF_DAY = '^([01]\\d|2[0-3]):[0-5]\\d$'

/** ISO 8601 with an offset; answers are in UTC. */
export const Timestamp = Type.String({ format: 'date-time', maxLength: 40 })

export const PAGE_SIZE_DEFAULT = 50
export const PAGE_SIZE_MAX = 200
/** The page of a list: its size, and the cursor, which is the `next` of the page before. */
export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_SIZE_MAX, default: PAGE_SIZE_DEFAULT })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
}
/** One page of a list. A page without `next` is the last. */
export const Page = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), next: Type.Optional(Type.String()) })

/** The answer to every request that failed (RFC 9457). */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'urn:countersign:problem: and what sort it is.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What became of the request, what is true now, what to do.' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          field: Type.String({ description: 'Its path, such as actions/0/durationMs.' }),
          detail: Type.String(),
        }),
        { description: 'What is wrong with the request, field by field.' },
      ),
    ),
    reference: Type.Optional(Type.String({ description: 'Names this failure in the log.' })),
  },
  { $id: 'Problem', additionalProperties: true },
)
