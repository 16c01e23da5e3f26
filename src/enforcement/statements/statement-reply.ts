import { Type } from 'typebox'
import {
  ACTIONS,
  CATEGORIES,
  ENFORCEMENT_STATES,
  GROUNDS,
  RESTORE_CAUSES,
  SUBJECT_KINDS,
} from '../../foundation/domain.ts'
import { AppealId, EnforcementId, orNull, PlatformId, Timestamp } from '../../foundation/schemas/schemas.ts'
import { KEYWORDS } from '../../policy/notices/keywords.ts'
import { AUTOMATED_DECISIONS, DETECTION_SOURCES, STATEMENT_KINDS } from '../../policy/notices/variables.ts'
import { ConsumerNoticeReply } from '../consumers/consumer-reply.ts'
import { APPEAL_ENDS } from '../end/end-appeals.ts'
import type { StatementFacts } from './statement-facts.ts'
import { COUNTER_NOTICE_STATES, DELIVERIES, LETTER_ENDS, LETTER_STATES } from './statement-queries.ts'

const Day = Type.String({ description: 'A day as YYYY-MM-DD.' })

/** The facts of a statement, as the desk stored them. */
export const StatementFactsReply = Type.Object({
  kind: Type.Enum([...STATEMENT_KINDS]),
  enforcementId: EnforcementId,
  subjectKind: Type.Enum([...SUBJECT_KINDS], { description: 'The kind of the restricted subject.' }),
  action: Type.Enum([...ACTIONS]),
  ownAction: orNull(
    Type.Object({
      action: Type.String({ description: 'Its id, as items.yaml declares it.' }),
      takes: Type.Array(Type.String(), { description: 'Its losses for the subject.' }),
      title: Type.String({ description: 'Its title in English.' }),
    }),
    'The action of the organisation’s own, which counts as action. Null: it is one of the eight.',
  ),
  label: orNull(Type.String(), 'The label. Null: the action is another.'),
  territorialScope: orNull(Type.Array(Type.String()), 'The countries in which it is in force. Null: everywhere.'),
  appliedAt: Type.String({ format: 'date-time', description: 'The time of its release.' }),
  endsAt: orNull(Type.String({ format: 'date-time' }), 'The time at which it ends by itself. Null: it has no end.'),
  policyId: Type.String(),
  category: Type.Enum([...CATEGORIES]),
  keywords: Type.Array(Type.Enum([...KEYWORDS]), {
    description: 'The keywords of the category in the DSA Transparency Database, without their prefix.',
  }),
  ground: Type.Enum([...GROUNDS]),
  clause: orNull(Type.String(), 'The id of the clause of the terms.'),
  clauseName: Type.String({ description: 'The name of the clause, or the title of the policy.' }),
  law: orNull(Type.String(), 'The id of the law.'),
  lawName: orNull(Type.String(), 'The name of the law. Null: it rests on none.'),
  alsoIllegal: orNull(Type.Boolean(), 'For a ground of the terms: whether it is illegal too. Null: not stated.'),
  explanation: orNull(Type.String(), 'The explanation of the reviewer. Null: none was stated.'),
  facts: orNull(Type.String(), 'The facts relied on. Null: none were stated.'),
  source: Type.Enum([...DETECTION_SOURCES], { description: 'How the platform learned of it.' }),
  automatedDetection: Type.Boolean({ description: 'True when a machine found it.' }),
  automatedDecision: Type.Enum([...AUTOMATED_DECISIONS], { description: 'The part of machines in the decision.' }),
  contentDate: orNull(Day, 'The day of the content, or on which the account was registered. Null: unknown.'),
  contentLanguage: orNull(Type.String(), 'The language of the content. Null: unknown, or an account.'),
  contentTypes: Type.Array(Type.String(), { description: 'The kinds of its media, and text where it has one.' }),
  cause: orNull(
    Type.Enum([...RESTORE_CAUSES, 'milder']),
    'The cause of the end; milder: an appeal replaced it by less. Null: a statement of the beginning.',
  ),
  endedAt: orNull(Type.String({ format: 'date-time' }), 'The time at which its restore began.'),
})

/** Returns facts as the API states them. */
export const toFactsReply = ({ keywords, contentTypes, ownAction, territorialScope, ...facts }: StatementFacts) => ({
  ...facts,
  keywords: [...keywords],
  contentTypes: [...contentTypes],
  ownAction: ownAction && { ...ownAction, takes: [...ownAction.takes] },
  territorialScope: territorialScope && [...territorialScope],
})

export const TextsReply = Type.Array(Type.Object({ language: Type.String(), text: Type.String() }), {
  description: 'The texts by language, the first for readers of no other. Empty: the desk has no templates.',
})
export const RedressReply = Type.Array(
  Type.Object({
    kind: Type.Enum(['appeal', 'settlement', 'court']),
    address: Type.String(),
    until: Type.Optional(Type.String({ format: 'date-time' })),
  }),
  { description: 'The ways to contest the decision.' },
)

const StatementReply = Type.Object({
  id: Type.String(),
  kind: Type.Enum([...STATEMENT_KINDS]),
  madeAt: Timestamp,
  delivery: orNull(
    Type.Enum([...DELIVERIES]),
    'shown: the platform shows it. unsupported: the platform shows none. withheld: the restriction never took effect. Null: on its way.',
  ),
  deliveredAt: orNull(Timestamp, 'The time of that delivery.'),
  letter: orNull(
    Type.Object({
      state: Type.Enum([...LETTER_STATES], {
        description: 'sent: a mail server took it. returned: it came back, so reach the person otherwise.',
      }),
      at: { ...Timestamp, description: 'The time of that state.' },
      attempts: Type.Integer({ description: 'The attempts to hand it to a mail server that failed or succeeded.' }),
      addressOf: orNull(
        Type.Enum(['platform', 'appeal']),
        'The origin of the address: the platform, or the person’s appeal. Null: none was looked up yet.',
      ),
      givenUpFor: orNull(
        Type.Enum([...LETTER_ENDS]),
        'no_address: none is known. refused: the mail server knows no such mailbox. too_old: no server took it within three days. too_many: the person got too many. over: the restriction ended before. taken_over: the address may be one that a hijacker set, and the platform reported no reset of the credentials. Null: not given up.',
      ),
      returnedFor: orNull(
        Type.String(),
        'The status code (RFC 3463) with which a mail server returned it, such as 5.1.1: no such mailbox. Null: none did.',
      ),
    }),
    'The e-mail to the person affected. Null: the desk writes none.',
  ),
  facts: StatementFactsReply,
  texts: TextsReply,
  redress: RedressReply,
  policiesHash: Type.String({ description: 'The SHA-256 of the policies by which it was made, in hex.' }),
  noticesHash: Type.String({ description: 'The SHA-256 of the templates by which it was made, in hex.' }),
})

export const StatementsReply = Type.Object({
  enforcementId: EnforcementId,
  subject: Type.Object({ kind: Type.Enum([...SUBJECT_KINDS]), id: PlatformId }),
  state: Type.Enum([...ENFORCEMENT_STATES]),
  counterNotice: orNull(
    Type.Object({
      counterNoticeId: Type.String(),
      state: Type.Enum([...COUNTER_NOTICE_STATES], {
        description: 'referred: another ground may restrict the content too, so people decide.',
      }),
      receivedAt: Timestamp,
      liftAt: {
        ...Timestamp,
        description: 'The time at which the restriction is lifted, if nothing comes in between.',
      },
      endedAt: orNull(Timestamp, 'The time of that state. Null: open.'),
      words: orNull(Type.String(), 'The words of its sender. Null: erased.'),
      reference: orNull(Type.String(), 'The court and number that the rights holder stated. Null: none.'),
    }),
    'The counter-notice against it. Null: none.',
  ),
  statements: Type.Array(StatementReply, {
    description: 'What the person affected was told, the oldest first. Empty: nothing yet.',
  }),
  appeals: orNull(
    Type.Array(
      Type.Object({
        id: AppealId,
        state: Type.Enum(['open', ...APPEAL_ENDS]),
        receivedAt: Timestamp,
        dueAt: orNull(Timestamp, 'The time by which it is due to be judged. Null: it has ended.'),
        endedAt: orNull(Timestamp),
        reason: orNull(Type.String(), 'The reason, as sent to the person who appealed. Null: none yet.'),
      }),
      { description: 'The appeals of the person affected, the oldest first.' },
    ),
    'Null: for people of the desk, who read them on the enforcement and in their cases.',
  ),
  consumersFrom: orNull(
    Timestamp,
    'A text for the buyers of an illegal offer is made then, unless the enforcement is undone before. Null: none waits.',
  ),
  consumers: Type.Array(ConsumerNoticeReply, {
    description: 'What the buyers of an illegal offer are told, the oldest first.',
  }),
})
