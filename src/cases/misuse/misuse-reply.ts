import { Type } from 'typebox'
import {
  ChangeId,
  MarkId,
  MeasureId,
  MisuseAppealId,
  orNull,
  SenderId,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { GRAVITIES, INTENTS, MARKED_KINDS, MISUSE_CAUSES } from './misuse-queries.ts'

const Cause = Type.Enum([...MISUSE_CAUSES], {
  description: 'unfounded: reports, notices or appeals. illegal: contents.',
})
const SENDER_KINDS = ['reporter', 'account'] as const

export const MarkReply = Type.Object({
  id: MarkId,
  senderId: SenderId,
  cause: Cause,
  aboutKind: Type.Enum([...MARKED_KINDS], { description: 'The kind of what is marked.' }),
  aboutId: Type.String({ description: 'The report, the appeal, or the decision about a content.' }),
  sentAt: Timestamp,
  gravity: Type.Enum([...GRAVITIES], { description: 'How grave it and its consequences are.' }),
  intent: Type.Enum([...INTENTS], { description: 'The intention, as far as it can be known.' }),
  reason: orNull(Type.String(), 'Null: erased.'),
  by: Type.String({ description: 'The person who made it, by pseudonym.' }),
  markedAt: { ...Timestamp, description: 'The time of the mark.' },
  withdrawnAt: orNull(Timestamp, 'Null: it stands.'),
})

export const MeasureReply = Type.Object({
  id: MeasureId,
  senderId: SenderId,
  kind: Type.Enum(['warning', 'pause']),
  cause: Cause,
  marks: Type.Integer({ description: 'The marks that counted when it began.' }),
  submissions: Type.Integer({ description: 'All submissions of that time.' }),
  beginsAt: Timestamp,
  endsAt: orNull(Timestamp, 'Null: a warning.'),
  endedAt: orNull(Timestamp, 'The time at which a person ended it or took it back. Null: none did.'),
  endCause: orNull(Type.Enum(['early', 'appeal']), 'early: a person ended it. appeal: a judge overturned it.'),
  changeId: orNull(ChangeId, 'The change by which two people paused the sender. Null: a warning.'),
  isRunning: Type.Boolean({ description: 'True: a pause that runs, or a warning that was not taken back.' }),
})

const MisuseAppealReply = Type.Object({
  id: MisuseAppealId,
  words: orNull(Type.String(), 'Null: erased.'),
  receivedAt: Timestamp,
  state: Type.Enum(['open', 'upheld', 'overturned']),
  reason: orNull(Type.String(), 'The reason that the sender reads. Null: it is open.'),
})

export const SenderReply = Type.Object({
  id: SenderId,
  kind: Type.Enum([...SENDER_KINDS], {
    description: 'reporter: of reports and notices. account: of appeals or contents.',
  }),
  cause: Cause,
  marks: Type.Integer({ description: 'Standing marks of the last 180 days.' }),
  markers: Type.Integer({ description: 'The people who made them.' }),
  submissions: Type.Integer({ description: 'All submissions, or decisions about contents, of that time.' }),
  latestMarkAt: { ...Timestamp, description: 'The time of its latest mark.' },
  reachesThresholds: Type.Boolean({ description: 'True: number and share reach those of policies.yaml.' }),
  isPaused: Type.Boolean({ description: 'True while its reports and appeals are not processed.' }),
  hasOpenAppeal: Type.Boolean({ description: 'True while an appeal against a warning or a pause waits.' }),
})

export const SenderDetail = Type.Object({
  id: SenderId,
  kind: Type.Enum([...SENDER_KINDS]),
  reporterId: Type.Optional(orNull(Type.String(), 'The name of the reporter. Null: erased.')),
  accountId: Type.Optional(orNull(Type.String(), 'The id of the account. Null: erased.')),
  pauseDays: Type.Integer({ description: 'The days of a pause, as policies.yaml proposes them.' }),
  marks: Type.Array(MarkReply, { description: 'The latest marks, withdrawn ones included.' }),
  measures: Type.Array(
    Type.Object({
      ...MeasureReply.properties,
      appeal: orNull(MisuseAppealReply, 'The appeal of the sender against it. Null: none.'),
    }),
    { description: 'Its warnings and pauses, the latest first.' },
  ),
})
