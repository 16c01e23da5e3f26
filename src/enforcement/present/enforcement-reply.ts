import { type Static, Type } from 'typebox'
import type { Queryable } from '../../foundation/database/db.ts'
import { ACTING_GROUNDS, ACTIONS, ANSWERS, ENFORCEMENT_STATES, parseSubjectKey } from '../../foundation/domain.ts'
import { type Language, renderMessage } from '../../foundation/messages/render-message.ts'
import { said } from '../../foundation/schemas/said.ts'
import { AppealId, EnforcementId, orNull, SubjectSchema, Timestamp } from '../../foundation/schemas/schemas.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import type { Fired } from '../../policy/guards/judge-guards.ts'
import { OwnActionReply, ownActionReply } from '../../policy/items/own-action-reply.ts'
import { POLICY_VERSION } from '../../policy/policies-at.ts'
import { requirementMessage } from '../../policy/requirements/describe-requirement.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import { isUnconfirmed } from '../alone/acts-alone.ts'
import { findKept, findWithheld, type Withheld } from '../approve/kept-from.ts'
import { APPEAL_ENDS } from '../end/end-appeals.ts'
import { findPauses } from '../gate-queries.ts'
import type { Enforcement } from '../queries.ts'
import { findLawDue } from '../waits/find-law-due.ts'
import { type OpenWait, WaitReply } from '../waits/read-waits.ts'
import { attentionText } from './attention-text.ts'
import { clocksOf } from './enforcement-clocks.ts'
import type { EnforcementHistory } from './enforcement-history.ts'
import { FORMER, STANDING } from './list-fired-guards.ts'
import { RequirementReply, requirementReply } from './requirement-reply.ts'
import { By, ByOrLater, type Name, RestoreReply, toRestoreReply } from './restore-reply.ts'
import { findShown } from './show-enforcement.ts'

/** The reason for which the action of an enforcement is withheld (null). */
const REVIEW_FIRST = 'Null: withheld until your own review, as are label, duration, countries and policy.'

const UNTIL_REVIEW = 'Null: withheld until your own review.'

export const EnforcementReply = Type.Object({
  id: EnforcementId,
  subject: SubjectSchema,
  accountId: orNull(Type.String()),
  action: orNull(Type.Enum([...ACTIONS]), REVIEW_FIRST),
  own: OwnActionReply,
  label: orNull(Type.String()),
  durationMs: orNull(Type.Integer()),
  countries: orNull(Type.Array(Type.String()), 'The countries in which it takes effect. Null: everywhere.'),
  policyId: orNull(Type.String(), UNTIL_REVIEW),
  caseId: orNull(Type.String()),
  decisionId: orNull(Type.String()),
  proposedBy: ByOrLater,
  protected: Type.Boolean(),
  state: Type.Enum([...ENFORCEMENT_STATES]),
  movedAt: Timestamp,
  proposedAt: Timestamp,
  inEffectAt: orNull(Timestamp),
  endsAt: orNull(Timestamp),
  needsAttention: orNull(
    said('Why a person should look; until your own review, only that one should. Null: nothing to see to.'),
  ),
  agreeBy: orNull(
    Timestamp,
    'The time by which people must agree, in whole hours after the proposal until your own review. Null: no agreement is needed.',
  ),
  heldUntil: orNull(
    Timestamp,
    'The end of the hold, in which any person on duty can stop it. Null: no hold, or withheld until your own review.',
  ),
  isBreakerOpen: Type.Boolean({
    description: 'True when an open breaker or the recovery state holds it, until two people end that.',
  }),
  confirmBy: orNull(Timestamp, 'The time at which it is undone unless another person confirms it. Null: none.'),
  lawDueAt: orNull(Timestamp, 'The legal deadline for hiding the subject, if the report is right. Null: none.'),
  platformHeldUntil: orNull(
    Timestamp,
    'The end of the hold at the platform: it is not visible before, and its clocks start then. Null: none.',
  ),
  successorOf: orNull(EnforcementId, 'The enforcement that this one resubmits.'),
  interim: Type.Boolean({ description: 'True for an interim measure of one person.' }),
  reason: orNull(
    Type.String(),
    'The reason for the interim measure. Null: the decision states it, it is no interim measure, or the proposer is withheld.',
  ),
  ground: orNull(
    Type.Enum([...ACTING_GROUNDS]),
    'The ground on which one person alone takes a content of a protected account offline.',
  ),
  unconfirmed: Type.Boolean({
    description: 'True when one person did it alone on a ground and no second person has confirmed it.',
  }),
})

const MoveReply = Type.Object({
  from: orNull(Type.Enum([...ENFORCEMENT_STATES])),
  to: Type.Enum([...ENFORCEMENT_STATES]),
  by: ByOrLater,
  at: Timestamp,
})

const AnswerReply = Type.Object({
  by: By,
  answer: Type.Enum([...ANSWERS]),
  at: Timestamp,
  stands: Type.Boolean({
    description: 'True when it is about the material as it is now. Else it is void.',
  }),
})

const GuardReply = Type.Object({
  id: Type.String({
    description: `The name of the guard. ${STANDING}: a guard about the proposer. ${FORMER}: a guard that is no longer in the policies.`,
  }),
  errored: Type.Boolean({ description: 'True when a fact of the guard was unknown, so it fired.' }),
})

const AppealOfReply = Type.Object({
  id: AppealId,
  state: Type.Enum(['open', ...APPEAL_ENDS]),
  receivedAt: Timestamp,
  endedAt: orNull(Timestamp),
})

/** An enforcement with its requirement and its history. */
export const EnforcementHistoryReply = Type.Object({
  ...EnforcementReply.properties,
  handle: orNull(Type.String()),
  reach: orNull(Type.Integer({ description: 'How many people the account reaches, as the desk counts them.' })),
  rationale: orNull(
    Type.String(),
    'The reason that the decision states. Null: no decision, or withheld until your own review.',
  ),
  policyVersion: orNull(Type.Integer(), POLICY_VERSION.version),
  policySince: orNull(Timestamp, POLICY_VERSION.since),
  expiresAt: orNull(Timestamp, UNTIL_REVIEW),
  requirement: orNull(RequirementReply, UNTIL_REVIEW),
  asks: orNull(Type.String({ description: 'The requirement in words.' }), UNTIL_REVIEW),
  guards: Type.Optional(
    Type.Array(GuardReply, {
      description:
        'The guards that fired. Shown to policy and auditor only, and after their own review if they owe one.',
    }),
  ),
  answers: Type.Array(AnswerReply, { description: 'The answers that you may see.' }),
  waits: Type.Array(WaitReply, {
    description:
      'The conditions that are not met yet. Empty when it no longer waits, and until your own review is stored.',
  }),
  moves: Type.Array(MoveReply),
  sentence: orNull(Type.String(), 'The outcome, as stated for the proposal. Null: withheld until your own review.'),
  readBack: orNull(
    Type.Object({
      at: Timestamp,
      visible: Type.Boolean({ description: 'True when visitors saw the subject.' }),
      mayPost: Type.Boolean({ description: 'True when the account was able to post.' }),
      spread: Type.String({ description: 'How far the platform spread the subject: full or limited.' }),
    }),
    'The state of the subject that the platform showed last. Null: not read yet.',
  ),
  contentVersions: orNull(
    Type.Object({ decided: Type.String(), now: Type.String() }),
    'The version of the content about which it was decided, and its version as last read, by the platform’s own names. Null: not known.',
  ),
  restore: Type.Optional(RestoreReply),
  laterReasons: Type.Array(Type.Object({ by: ByOrLater, reason: orNull(Type.String()), at: Timestamp }), {
    description: 'The reasons that people gave after they stopped it or asked for its restore.',
  }),
  appeals: Type.Array(AppealOfReply, { description: 'The appeals against it, with their results.' }),
})

/** Builds the enforcements as this person may see them, with people by their pseudonyms. */
export async function enforcementReplies(
  db: Queryable,
  enforcements: readonly Enforcement[],
  staffId: string,
): Promise<Static<typeof EnforcementReply>[]> {
  const ids = enforcements.map(({ id }) => id)
  const kept = await findKept(db, staffId, ids)
  const proposers = enforcements.map(({ proposedBy }) => proposedBy)
  const name = await nameActors(db, proposers)
  const withheld = await findWithheld(db, staffId, ids)
  const clocks = await findClocks(db, enforcements)
  return enforcements.map((enforcement) => {
    const { id } = enforcement
    return toReply(enforcement, { name: hiding(name, kept(id)), ...withheld(id) }, clocks)
  })
}

export async function enforcementReply(
  db: Queryable,
  enforcement: Enforcement,
  staffId: string,
): Promise<Static<typeof EnforcementReply>> {
  const kept = (await findKept(db, staffId, [enforcement.id]))(enforcement.id)
  const name = hiding(await nameActors(db, [enforcement.proposedBy]), kept)
  const withheld = (await findWithheld(db, staffId, [enforcement.id]))(enforcement.id)
  return toReply(enforcement, { name, ...withheld }, await findClocks(db, [enforcement]))
}

/** Returns a function that names actors, except those hidden from this person. */
const hiding =
  (name: (actor: string) => string, kept: ReadonlySet<string>): Name =>
  (actor) =>
    kept.has(actor) ? null : name(actor)

/**
 * Builds an enforcement with its history, as this person may see it. `guards`: those that fired, if the person may know
 * them.
 */
export async function historyReply(
  db: Queryable,
  enforcement: Enforcement,
  { staffId, language }: { staffId: string; language: Language },
  history: EnforcementHistory & { requirement: Requirement; guards?: readonly Fired[]; waits: readonly OpenWait[] },
): Promise<Static<typeof EnforcementHistoryReply>> {
  const { moves, answers, restore, laterReasons, requirement, guards, appeals, waits, handle, reach, rationale } =
    history
  const { policyVersion, policySince } = history
  const kept = (await findKept(db, staffId, [enforcement.id]))(enforcement.id)
  const named = await nameActors(db, [
    enforcement.proposedBy,
    ...[...moves, ...answers, ...laterReasons, ...(restore ? [restore] : [])].map(({ by }) => by),
    ...(restore?.askedBy ? [restore.askedBy] : []),
  ])
  const name = hiding(named, kept)
  const withheld = (await findWithheld(db, staffId, [enforcement.id]))(enforcement.id)
  const { isHidden, isBlind: isOwed } = withheld
  const shown = isHidden || kept.size > 0 ? undefined : await findShown(db, enforcement)
  return {
    ...toReply(enforcement, { name, ...withheld }, await findClocks(db, [enforcement])),
    ...{ handle, reach },
    // A person who may still review the case does not read another's reason before their own review.
    ...(isHidden || kept.size > 0
      ? { rationale: null, policyVersion: null, policySince: null }
      : { rationale, policyVersion, policySince }),
    sentence: shown === undefined ? null : renderMessage(shown.sentence, language),
    contentVersions: history.contentVersions,
    readBack: isHidden ? null : (history.readBack ?? null),
    expiresAt: isOwed ? null : enforcement.expiresAt,
    requirement: isOwed ? null : requirementReply(requirement),
    // The alert is not shown, because only the leads receive it.
    asks: isOwed ? null : renderMessage(requirementMessage({ ...requirement, alert: false }), language),
    ...(guards && !isOwed && { guards: [...guards] }),
    answers: answers
      .filter(({ by }) => !kept.has(by))
      .map(({ by, answer, at, stands }) => ({ by: named(by), answer, at, stands })),
    waits: kept.size > 0 ? [] : waits.map((wait) => ({ ...wait })),
    moves: moves.map((move) => ({ ...move, by: name(move.by) })),
    ...(restore && { restore: toRestoreReply(restore, name) }),
    laterReasons: laterReasons.map(({ by, reason, at }) => ({
      by: name(by),
      reason: name(by) === null ? null : reason,
      at,
    })),
    appeals: [...appeals],
  }
}

/** Finds the pauses that hold enforcements, and the legal clocks that run beside their own deadlines. */
const findClocks = async (db: Queryable, enforcements: readonly Enforcement[]) => ({
  ...(await findPauses(db, enforcements)),
  lawDue: await findLawDue(db, enforcements),
})
type OuterClocks = Awaited<ReturnType<typeof findClocks>>

/** The names that the reader may see, and the parts that are withheld from them. */
interface Reading extends Withheld {
  name: Name
}

const HIDDEN = {
  ...{ action: null, own: null, label: null, durationMs: null, countries: null, policyId: null },
  ...{ endsAt: null, reason: null },
} as const

function toReply(
  enforcement: Enforcement,
  { name, isHidden, isBlind, isUntold }: Reading,
  outer: OuterClocks,
): Static<typeof EnforcementReply> {
  const { frozenUntil, heldWithoutEnd, lawDue } = outer
  const { subject, proposedBy, policyId, reason, ownAction, ...rest } = enforcement
  const asker = name(proposedBy)
  const isBreakerOpen = heldWithoutEnd.has(enforcement.id)
  const { agreeBy, heldUntil, confirmBy, platformHeldUntil } = clocksOf(
    enforcement,
    { frozenUntil, isBreakerOpen },
    { isBlind },
  )
  return {
    ...rest,
    own: ownActionReply(ownAction),
    proposedBy: asker,
    policyId: asker === null ? null : policyId,
    reason: asker === null ? null : reason,
    subject: parseSubjectKey(subject),
    needsAttention: attentionText(enforcement.needsAttention, { isUntold }),
    agreeBy,
    heldUntil,
    isBreakerOpen,
    unconfirmed: isUnconfirmed(enforcement),
    confirmBy,
    platformHeldUntil,
    lawDueAt: lawDue.get(enforcement.subject) ?? null,
    ...(isHidden && HIDDEN),
  }
}
