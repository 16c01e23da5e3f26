import { type Static, Type } from 'typebox'
import sql from 'sql-template-tag'
import { ACTING_GROUNDS, ACTIONS, ANSWERS, parseSubjectKey } from '../../foundation/domain.ts'
import { OwnActionReply, ownActionReply } from '../../policy/items/own-action-reply.ts'
import { actionsWithSameLosses } from '../../policy/requirements/action-order.ts'
import { LOOKALIKES_MAX, listCandidates } from '../../cases/lookalikes/list-candidates.ts'
import type { Pool, Queryable } from '../../foundation/database/db.ts'
import { EnforcementId, orNull, PlatformId, SubjectSchema, Timestamp } from '../../foundation/schemas/schemas.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { agreeBy, agreeByForBlind } from '../next-step.ts'
import { findOffer, type Offer } from './offer-enforcement.ts'
import type { Enforcement } from '../queries.ts'
import { ProofReply, readProof } from '../alone/ground-proof.ts'
import { RequirementReply, requirementReply } from '../present/requirement-reply.ts'
import { ApprovalProgress, readApprovalProgress, readParts } from '../waits/approval-progress.ts'
import { showEnforcement } from '../present/show-enforcement.ts'
import { findAgreeFrom, listAnswerRights } from '../approvers/answer-rights.ts'
import { said } from '../../foundation/schemas/said.ts'

/** For each answer null where the reader may give it now, or else the reason why not. */
const MineReply = Type.Object(
  Object.fromEntries(ANSWERS.map((answer) => [answer, orNull(said())])) as Record<
    (typeof ANSWERS)[number],
    ReturnType<typeof orNull<ReturnType<typeof said>>>
  >,
  { description: 'The answers that you may give now: null where you may, else the reason why not.' },
)

/** The proposer's statement, shown once the approver's own review is stored. */
const ProposerSays = Type.Object({
  by: Type.String(),
  rationale: orNull(Type.String()),
  policyId: Type.String(),
  assessment: orNull(
    Type.Object({
      whoSpeaks: Type.String(),
      publicInterest: Type.String(),
      harm: Type.String(),
      alternatives: Type.String(),
    }),
  ),
  declinedBefore: Type.Array(Type.Object({ by: Type.String(), reason: orNull(Type.String()), at: Timestamp }), {
    description: 'The earlier proposal of the same that was declined within a day. Null: none.',
  }),
})

/** One of the accounts among which an approver picks the one that they mean. */
export const CandidateReply = Type.Object({
  accountId: PlatformId,
  displayName: orNull(Type.String()),
  reach: orNull(Type.Integer()),
})

/** An enforcement that is offered to a person. */
export const OfferReply = Type.Object({
  enforcementId: EnforcementId,
  asks: Type.Enum(['approval', 'duty'], {
    description: 'approval: your review and then an answer. duty: only the promise to confirm it in time.',
  }),
  subject: SubjectSchema,
  caseId: orNull(Type.String({ description: 'Its evidence is at GET /v1/cases/:caseId.' })),
  action: orNull(Type.Enum([...ACTIONS]), 'The action. Null: withheld until your review is stored, or you reveal it.'),
  own: OwnActionReply,
  sentence: orNull(said(), 'The outcome in one sentence. Null: the action is withheld.'),
  revealed: Type.Boolean({
    description: 'True when you revealed the action before your review: other people must approve it.',
  }),
  ground: orNull(
    Type.Enum([...ACTING_GROUNDS]),
    'The ground on which one person acted alone. Confirming it takes no review of your own.',
  ),
  proof: ProofReply,
  confirmBy: orNull(Timestamp, 'Undone by then, unless a person confirms it. Null: no such clock runs.'),
  handle: orNull(Type.String()),
  tags: Type.Array(Type.String()),
  reach: Type.Union([Type.Integer(), Type.Null(), Type.Literal('absent')]),
  requirement: orNull(RequirementReply, 'Null: withheld until your review is stored, or you reveal the action.'),
  progress: orNull(ApprovalProgress, 'Null: withheld until your review is stored, or nothing waits any more.'),
  agreeBy: Timestamp,
  expiresAt: orNull(
    Timestamp,
    'Null: withheld until your review is stored, or you reveal the action. The time after `agreeBy` is the hold.',
  ),
  offeredUntil: orNull(Timestamp),
  material: orNull(Type.String({ description: 'Of what is shown here. Comes back with your answer.' })),
  candidates: Type.Array(CandidateReply, {
    maxItems: LOOKALIKES_MAX + 1,
    description: 'The account and its lookalikes, if your review must pick one. Else empty.',
  }),
  independentReview: orNull(
    Type.Object({
      conclusion: Type.String(),
      rationale: Type.String(),
      account: Type.Optional(orNull(PlatformId, 'The account that you picked. Null: you could not tell.')),
      isOther: Type.Boolean({
        description: 'True when you picked another account than the proposer, or could not tell.',
      }),
    }),
  ),
  agreeFrom: orNull(
    Timestamp,
    'The earliest time at which you may agree, so that you read the evidence first. Null: no wait.',
  ),
  proposer: Type.Optional(ProposerSays),
  you: MineReply,
})

/**
 * Builds the enforcement as this approver may see it now. The proposer's statement follows only after their own review.
 */
export async function offerReply(
  db: Pool,
  enforcement: Enforcement,
  staffId: string,
): Promise<Static<typeof OfferReply>> {
  const [shown, offer, you] = [
    await showEnforcement(db, enforcement),
    await findOffer(db, enforcement.id, staffId),
    await listAnswerRights(db, enforcement.id, staffId),
  ]
  const own = independentReviewOf(enforcement, offer)
  const asks = own === null && (await isAskedForDuty(db, enforcement.id, staffId)) ? 'duty' : 'approval'
  // A promise to confirm takes no review, so its offer shows the action.
  const isHidden = asks === 'approval' && (await isReviewedFirst(db, enforcement.id, staffId))
  const part = (await readParts(db, [enforcement.id], staffId)).get(enforcement.id)
  return {
    enforcementId: enforcement.id,
    asks,
    subject: parseSubjectKey(enforcement.subject),
    caseId: enforcement.caseId,
    action: isHidden ? null : enforcement.action,
    own: isHidden ? null : ownActionReply(enforcement.ownAction),
    sentence: isHidden ? null : shown.sentence,
    revealed: offer?.revealedAt != null,
    ground: enforcement.ground,
    proof: isHidden ? null : await readProof(db, enforcement),
    confirmBy: enforcement.confirmedAt === null ? enforcement.confirmBy : null,
    handle: shown.handle,
    tags: [...shown.tags],
    reach: shown.reach,
    requirement: isHidden ? null : requirementReply(shown.requirement),
    progress: part === undefined ? null : await readApprovalProgress(db, enforcement, part),
    agreeBy: (isHidden ? agreeByForBlind : agreeBy)(enforcement),
    expiresAt: isHidden ? null : enforcement.expiresAt,
    offeredUntil: offer?.until ?? null,
    material: enforcement.materialHash?.toString('hex') ?? null,
    candidates: shown.requirement.identify ? await listCandidates(db, enforcement.accountId) : [],
    independentReview: own,
    agreeFrom: await findAgreeFrom(db, enforcement.id, staffId),
    ...(own === null ? {} : { proposer: await proposerSays(db, enforcement) }),
    you,
  }
}

function independentReviewOf(
  enforcement: Enforcement,
  offer: Offer | undefined,
): Static<typeof OfferReply>['independentReview'] {
  if (offer?.ownConclusion == null) return null
  const { ownConclusion: conclusion, ownRationale: rationale, ownAsked, ownAccount: account } = offer
  const said = { conclusion, rationale: rationale ?? '', isOther: ownAsked && account !== enforcement.accountId }
  return ownAsked ? { ...said, account } : said
}

/**
 * True when this person promised to confirm an enforcement that waits for no approval, or may promise it where nothing
 * else is missing.
 */
async function isAskedForDuty(db: Queryable, enforcementId: string, staffId: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    select from enforcement where id = ${enforcementId}
      and (state <> 'awaiting_approval' and has_confirm_duty(id, ${staffId}) or lacks_only_confirm_duty(enforcement) and approval_refusal(id, ${staffId}, 'duty') is null)`)
  return rowCount === 1
}

/** True when a person may be asked about an enforcement and has not stored their own review. */
async function isReviewedFirst(db: Queryable, enforcementId: string, staffId: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    select from enforcement where id = ${enforcementId} and owes_independent_review(${staffId}, enforcement)`)
  return rowCount === 1
}

async function proposerSays(db: Queryable, enforcement: Enforcement): Promise<Static<typeof ProposerSays>> {
  type Assessment = Static<typeof ProposerSays>['assessment']
  type Declined = { by: string; reason: string | null; at: Date }
  const said = await db.query<{ rationale: string | null; assessment: Assessment }>(sql`
    select (select rationale from decision where id = ${enforcement.decisionId}) as rationale,
      (select jsonb_build_object('whoSpeaks', who_speaks, 'publicInterest', public_interest, 'harm', harm,
        'alternatives', alternatives) from assessment where enforcement_id = ${enforcement.id}) as assessment`)
  const declined = await db.query<Declined>(sql`
    select 'staff:' || approval.staff_id as by, approval.reason, approval.signed_at as at
    from approval join enforcement earlier on earlier.id = approval.enforcement_id
    where earlier.subject = ${enforcement.subject} and earlier.action = any (${actionsWithSameLosses(enforcement.action)}) and earlier.id <> ${enforcement.id}
      and earlier.state = 'declined' and approval.answer = 'decline'
      and approval.signed_at between ${enforcement.proposedAt}::timestamptz - interval '1 day' and ${enforcement.proposedAt}
    order by approval.id desc`)
  const name = await nameActors(db, [enforcement.proposedBy, ...declined.rows.map(({ by }) => by)])
  return {
    by: name(enforcement.proposedBy),
    rationale: said.rows[0]?.rationale ?? null,
    policyId: enforcement.policyId,
    assessment: said.rows[0]?.assessment ?? null,
    declinedBefore: declined.rows.map(({ by, reason, at }) => ({ by: name(by), reason, at })),
  }
}
