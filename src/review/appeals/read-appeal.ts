import sql from 'sql-template-tag'
import { type Static, Type } from 'typebox'
import { APPEAL_ENDS } from '../../enforcement/end/end-appeals.ts'
import type { LesserTerms } from '../../enforcement/restore/restore-asks.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { ACTIONS, ENFORCEMENT_STATES } from '../../foundation/domain.ts'
import { AppealId, CaseId, EnforcementId, orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { OwnActionReply, ownActionReply } from '../../policy/items/own-action-reply.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'
import { findConclusion } from './conclusions/conclude-appeal.ts'
import { ConclusionPart } from './conclusions/conclusion-routes.ts'
import { QuestionPart, toQuestionPart } from './questions/question-part.ts'
import { findQuestion } from './questions/question-queries.ts'

/**
 * The appeal as its judge reads it, beside the case in which its enforcement was decided. It names no person who had a
 * part in it, and what was said at the time is withheld until the reader concluded themselves.
 */
export const AppealPart = Type.Object({
  id: AppealId,
  words: orNull(Type.String(), 'The appeal in the words of the appellant. Null: deleted.'),
  newEvidence: orNull(Type.String(), 'The new evidence in the words of the appellant. Null: none, or deleted.'),
  concludesFirst: Type.Boolean({
    description:
      'True until your own conclusion is stored, if you may judge it. The reason given at the time, and those of earlier judges, are withheld.',
  }),
  conclusion: orNull(ConclusionPart, 'Your own conclusion. Null: you stored none.'),
  follows: orNull(
    Type.Enum(['uphold', 'lessen', 'overturn']),
    'The outcome that follows from your conclusion. Null: none yet.',
  ),
  earlier: Type.Array(
    Type.Object({
      ...{ id: AppealId, endedAt: Timestamp },
      reason: orNull(Type.String(), 'Null: withheld until your own conclusion.'),
    }),
    {
      description:
        'Earlier appeals against the enforcement that were judged, with the answers to the appellants. The judges are not named.',
    },
  ),
  language: orNull(Type.String()),
  receivedAt: Timestamp,
  state: Type.Enum(['open', ...APPEAL_ENDS]),
  endedAt: orNull(Timestamp),
  reason: orNull(Type.String({ description: 'What they were told.' })),
  differsBecause: orNull(
    Type.String(),
    'The reason for which the outcome differs from the conclusion of its judge. Null: it follows from it.',
  ),
  question: orNull(QuestionPart, 'The one question to the appellant. Null: none was asked.'),
  firstJudgement: orNull(
    Type.Object({
      reason: orNull(Type.String(), 'The reason that the appellant would receive. Null: erased.'),
      differsBecause: orNull(
        Type.String(),
        'The reason for which it differs from their own conclusion. Null: it follows from it.',
      ),
      lesser: orNull(
        Type.Object({
          policyId: Type.String(),
          action: Type.Enum(ACTIONS),
          durationMs: orNull(Type.Integer()),
          label: orNull(Type.String()),
        }),
        'The lesser action that they want in its place. Null: none. Only a second judge who wants the same counts.',
      ),
      at: Timestamp,
    }),
    'The judgement of the first of two judges, who asked to undo it. Null: none, or withheld until your own conclusion.',
  ),
  enforcement: orNull(
    Type.Object({
      id: EnforcementId,
      action: Type.Enum(ACTIONS),
      own: OwnActionReply,
      label: orNull(Type.String()),
      durationMs: orNull(Type.Integer()),
      state: Type.Enum(ENFORCEMENT_STATES),
      inEffectAt: orNull(Timestamp),
      endsAt: orNull(Timestamp),
      policyId: Type.String(),
      lesserActions: Type.Array(Type.Enum(ACTIONS), {
        description:
          'The actions that take less from the subject, or the same until an earlier end. The policy may have fewer of them.',
      }),
      caseId: orNull(CaseId, 'The case in which it was decided.'),
      rationale: orNull(
        Type.String({ description: 'What was said for it then.' }),
        'Null: none, or withheld until your own conclusion.',
      ),
    }),
    'The enforcement that the person affected contests. Null: a reporter contests that nothing was done.',
  ),
  decision: orNull(
    Type.Object({
      caseId: CaseId,
      decidedAt: Timestamp,
      rationale: orNull(
        Type.String({ description: 'What was said for it then.' }),
        'Null: withheld until your own conclusion.',
      ),
    }),
    'The decision that a reporter contests. Null: an enforcement is contested.',
  ),
})
export type AppealPart = Static<typeof AppealPart>

interface Read {
  id: string
  words: string | null
  newEvidence: string | null
  concludesFirst: boolean
  follows: 'upheld' | 'lessened' | 'overturned' | null
  earlier: AppealPart['earlier']
  language: string | null
  receivedAt: Date
  state: AppealPart['state']
  endedAt: Date | null
  reason: string | null
  differsBecause: string | null
  firstJudgement: { reason: string | null; differsBecause: string | null; lesser: LesserTerms | null; at: Date } | null
  enforcement: Omit<NonNullable<AppealPart['enforcement']>, 'own' | 'inEffectAt' | 'endsAt'> | null
  decision: { caseId: string; rationale: string | null } | null
  decidedAt: Date | null
  ownAction: StoredAction | null
  inEffectAt: Date | null
  endsAt: Date | null
  hidesQuestion: boolean
}

const OUTCOMES = { upheld: 'uphold', lessened: 'lessen', overturned: 'overturn' } as const

/** Reads an appeal for a person who opened its case. */
export async function readAppeal(db: Queryable, appealId: string, staffId: string): Promise<AppealPart> {
  const conclusion = await findConclusion(db, appealId, staffId)
  const question = await findQuestion(db, appealId)
  const firstJudgement = await findFirstJudgement(db, appealId, staffId)
  const row = await db.find<Omit<Read, 'firstJudgement'>>(sql`
    select appeal.id, appeal.words, appeal.new_evidence as "newEvidence", appeal.language, appeal.received_at as "receivedAt", appeal.state,
      appeal.ended_at as "endedAt", appeal.reason, appeal.differs_because as "differsBecause", owes as "concludesFirst", concluded_outcome(appeal, ${staffId}) as follows, ordered.in_effect_at as "inEffectAt", ordered.ends_at as "endsAt",
      ordered.own_action as "ownAction",
      owes and exists (select from appeal_question where appeal_id = appeal.id and asked_by <> ${staffId}) as "hidesQuestion",
      decided.decided_at as "decidedAt", case when decided.id is not null
        then jsonb_build_object('caseId', decided.case_id, 'rationale', case when not owes then decided.rationale end) end as decision,
      case when ordered.id is not null then jsonb_build_object('id', ordered.id, 'action', ordered.action, 'label', ordered.label, 'durationMs', ordered.duration_ms,
        'state', ordered.state, 'policyId', ordered.policy_id, 'lesserActions', lesser_actions(ordered), 'caseId', ordered.case_id,
        'rationale', case when not owes then coalesce(decision.rationale, bulk_action.rationale) end) end as enforcement,
      coalesce((select jsonb_agg(jsonb_build_object('id', before.id, 'reason', case when not owes then before.reason end,
          'endedAt', to_char(before.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by before.ended_at)
        from appeal before where (before.enforcement_id = appeal.enforcement_id or before.decision_id = appeal.decision_id) and before.state = 'upheld' and before.id <> appeal.id
          and before.ended_at <= appeal.received_at), '[]') as earlier
    from appeal cross join lateral owes_appeal_conclusion(${staffId}, appeal) owes left join decision decided on decided.id = appeal.decision_id left join enforcement ordered on ordered.id = appeal.enforcement_id
    left join decision on decision.id = ordered.decision_id left join bulk_action on bulk_action.id = ordered.bulk_action_id
    where appeal.id = ${appealId}`)
  if (row === undefined) throw new Error(`there is no appeal ${appealId}`)
  const { inEffectAt, endsAt, enforcement, ownAction, decision, decidedAt, follows, hidesQuestion, ...told } = row
  return {
    ...told,
    conclusion: conclusion ?? null,
    firstJudgement: firstJudgement ?? null,
    question: question === undefined ? null : { ...toQuestionPart(question), ...(hidesQuestion && { question: null }) },
    follows: follows && OUTCOMES[follows],
    enforcement: enforcement && { ...enforcement, own: ownActionReply(ownAction), inEffectAt, endsAt },
    decision: decision && decidedAt && { ...decision, decidedAt },
  }
}

/** Finds what the first of two judges said, for readers who have concluded or who judge no more. */
const findFirstJudgement = (
  db: Queryable,
  appealId: string,
  staffId: string,
): Promise<NonNullable<Read['firstJudgement']> | undefined> =>
  db.find<NonNullable<Read['firstJudgement']>>(sql`
    select asked.reason, asked.differs_because as "differsBecause", asked.lesser, asked.at
    from appeal join restore_ask asked on asked.enforcement_id = appeal.enforcement_id and asked.cause = 'appeal'
      and asked.at between appeal.received_at and coalesce(appeal.ended_at, 'infinity')
    where appeal.id = ${appealId} and not owes_appeal_conclusion(${staffId}, appeal)
      and asked.staff_id is distinct from appeal.judged_by
    order by asked.at desc limit 1`)
