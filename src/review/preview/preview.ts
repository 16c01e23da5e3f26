import sql from 'sql-template-tag'
import { type Candidate, listCandidates } from '../../cases/lookalikes/list-candidates.ts'
import { readFacts, type ToJudge } from '../../enforcement/facts/gather-facts.ts'
import { asksPlatform, gatherFacts, judgedAccountId } from '../../enforcement/facts/read-platform.ts'
import { clausesAfter, findBefore, isUnderFreeze } from '../../enforcement/gate-queries.ts'
import { refuseBarred } from '../../enforcement/offer/may-ask.ts'
import { enforcementMessage, formatButton } from '../../enforcement/present/format-enforcement.ts'
import { type AtOnce, listOpenInterim, planAtOnce } from '../../enforcement/propose/at-once.ts'
import { checkGround, type ProvedGround } from '../../enforcement/propose/check-ground.ts'
import { clausesOfFinal } from '../../enforcement/propose/propose.ts'
import { isSecondedLock } from '../../enforcement/restore/restore-rule.ts'
import { inPlannedTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { ACTIONS, type Action, actorKey, parseSubjectKey, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import type { Desk } from '../../policy/desk.ts'
import {
  countsAs,
  heldTo,
  isDemanding,
  isGuarded,
  isProtectedAccount,
  isSigned,
  type JudgedBy,
  judge,
  ofPeople,
} from '../../policy/guards/judge.ts'
import { ACTION_RULES } from '../../policy/requirements/action-order.ts'
import { NOTHING_REQUIRED, type Requirement } from '../../policy/requirements/requirement.ts'
import { openCase } from '../case/read-case.ts'
import { checkAbilities } from '../decide/check-abilities.ts'
import { type ActionDraft, type PlannedAction, planActions } from '../decide/decision-draft.ts'
import { findCaseSubject } from '../decide/decision-queries.ts'
import { checkItemType } from '../decide/plan-own-action.ts'
import { findHarmGround, type HarmGround } from './harm-queries.ts'
import { findTokenFlaw, insertPreview, type ShownSentence } from './preview-token.ts'

export interface PreviewRequest {
  caseId: string
  policyId: string
  action: ActionDraft
  by: StaffCaller
  /** The reason of a caller who doesn't hold the case; it is recorded. */
  reason: string | null
}

export interface Preview {
  sentence: Message
  button: Message
  requirement: Requirement
  /** The interim measures that one person may take at once, while the rest waits. */
  interim: readonly Action[]
  /** The end of a freeze before which the action does not begin. Null: no freeze, or the action is not restrictive. */
  frozenUntil: Date | null
  /** True when an open circuit breaker holds it until two people close the breaker. */
  isBreakerOpen: boolean
  /** The accounts among which the proposer identifies the one that they mean. Empty: no identification is needed. */
  candidates: readonly Candidate[]
  /** True when the action restricts a protected account or can't be undone, so that its proposer signs it. */
  signs: boolean
  /** True for a protected account, on which an interim measure is signed. */
  isProtected: boolean
  /**
   * True when the caller may hide this content alone because of the policy's harm. Null where the question does not
   * arise.
   */
  harm: HarmGround | null
  /** The token that the proposal sends back to prove that its proposer read this sentence. */
  token: string
}

/** Previews an enforcement with the function that judges it and on the same facts, before it is proposed. */
export async function previewEnforcement(desk: Desk, request: PreviewRequest): Promise<Preview> {
  const { caseId, by } = request
  const opened = await openCase(desk.db, caseId, by.id)
  // The account and its facts are read together: between two reads the worker could learn both.
  const known = await findCaseSubject(desk.db, caseId, by.id)
  await checkAbilities(desk, opened.subject, [{ draft: request.action, field: 'action' }])
  const mustAsk = asksPlatform(request.action.action) || known?.isKnown !== true
  const gathered = mustAsk ? await gatherFacts(desk, opened.subject) : 'unknown'
  const accountId = judgedAccountId({ accountId: known?.accountId ?? null, gathered })
  const { planned, legalDuty } = planOne(desk, request, { subject: parseSubjectKey(opened.subject), accountId })
  return inPlannedTransaction(desk.db, async (tx) => {
    const hold = await findLookingHold(tx, request)
    const actor = { kind: 'staff', id: by.id } as const
    const openedAt = hold?.claimedAt ?? null
    const { ground } = planned
    const ask: ToJudge = { ...planned, accountId, by: actor, source: 'person', legalDuty, openedAt, gathered }
    const judgedBy = await readFacts(tx, desk.policies.guards, ask)
    const onGround = await checkGround(tx, planned, { by, policyId: request.policyId, judgedBy })
    const alone = ground !== undefined || judgedBy.facts['enforcement.legal_duty'] === true
    const counted = countsAs(planned.action, judgedBy.account)
    await refuseBarred(tx, { ...ask, alone, ground: ground?.kind, countsAs: counted })
    const before = await findBefore(tx, ask)
    const { guards, expiresMs } = desk.policies.guards
    const atOnce = await planAtOnce(tx, { ...ask, durationMs: planned.durationMs, judgedBy })
    checkItemType(desk.policies, planned, judgedBy)
    const more = [
      ...clausesAfter(before, { ...planned, judgedBy }),
      ...clausesOfFinal({ ...planned, by: actor }, judgedBy),
    ]
    const judged = judge(guards, planned.action, judgedBy, ofPeople(more))
    const requirement = atOnce?.longer === false ? NOTHING_REQUIRED : heldTo(judged.requirement, judgedBy)
    const said = { planned, atOnce, onGround, requirement, judgedBy }
    const token = insertPreview(tx, { caseId, ...shownOf(by, said), reason: request.reason })
    const agreeBy = new Date(tx.now.getTime() + expiresMs)
    return {
      sentence: plannedMessage(said, { agreeBy, now: tx.now }),
      button: formatButton({ ...planned, requirement, atOnce }),
      requirement,
      interim: await listInterim(tx, ask, judgedBy),
      frozenUntil: isUnderFreeze({
        ...{ ...planned, legalDuty, ground: ground?.kind ?? null, protected: judged.protected },
        interim: requirement !== judged.requirement,
      })
        ? before.frozenUntil
        : null,
      isBreakerOpen:
        judgedBy.isRecovering === true || (judgedBy.isBreakerOpen === true && requirement === judged.requirement),
      signs: atOnce !== undefined || ground !== undefined || isSigned(planned.action, judgedBy),
      isProtected: judged.protected,
      harm: await findHarm(tx, { ...request, subject: planned.subject, judgedBy }),
      candidates: requirement.identify ? await listCandidates(tx, judgedBy.account.id) : [],
      token,
    }
  })
}

/** Finds the ground of irreversible harm, which only allows hiding a content of a protected account. */
async function findHarm(
  tx: Tx,
  {
    action: { action },
    subject,
    policyId,
    by,
    judgedBy: { account },
  }: PreviewRequest & { subject: string; judgedBy: JudgedBy },
): Promise<HarmGround | null> {
  if (action !== 'hide' || !isProtectedAccount(account)) return null
  return findHarmGround(tx, { subject, accountId: account.id, policyId, by })
}

/** Plans the action of a preview as a decision would. */
function planOne(
  desk: Desk,
  { policyId, action }: PreviewRequest,
  reviewed: Parameters<typeof planActions>[2],
): { planned: PlannedAction; legalDuty: boolean } {
  const draft = { draftId: '', conclusion: 'violation', policyId, rationale: '', actions: [action] } as const
  const { actions, policy } = planActions(desk.policies, draft, reviewed)
  const [planned] = actions
  if (planned === undefined || policy === undefined) throw new Error('a plan of one action has none')
  return { planned, legalDuty: policy.legalDuty }
}

/** Returns the time since which this person holds the case. Throws where they don't and give no reason. */
export async function findLookingHold(
  tx: Tx,
  { caseId, by, reason }: Pick<PreviewRequest, 'caseId' | 'by' | 'reason'>,
): Promise<{ claimedAt: Date } | undefined> {
  const hold = await findCaseHold(tx, caseId, by.id)
  if (hold === undefined && reason === null) {
    throw new DeskError('not_allowed', message('preview.notHeld', { caseId }))
  }
  return hold
}

/**
 * Checks that the proposer of a proposal that needs others read its last preview, and that the sentence is still true.
 * Throws, and so rolls the proposal back, if they read another or none.
 */
export async function checkPreview(
  tx: Tx,
  shown: Said & {
    by: StaffCaller
    /** The time for which approvers are asked. */
    expiresMs: number
    token: string | undefined
  },
): Promise<void> {
  const { by, planned, atOnce, requirement, judgedBy, expiresMs, token } = shown
  if (!isDemanding(requirement) && token === undefined) return
  const refuse = (because: Message): never => {
    const agreeBy = new Date(tx.now.getTime() + expiresMs)
    const sentence = plannedMessage(shown, { agreeBy, now: tx.now })
    throw new DeskError('refused', message('preview.required', { why: because }), {
      action: planned.action,
      reason: isUnknown(judgedBy) ? 'unknown_facts' : 'preview',
      preview: { sentence, button: formatButton({ ...planned, requirement, atOnce }) },
    })
  }
  if (token === undefined) refuse(isGuarded(requirement) ? OTHERS_ASKED : EASILY_MISTAKEN)
  const flaw = await findTokenFlaw(tx, token ?? '', shownOf(by, shown))
  if (flaw !== undefined) refuse(flaw)
}

const OTHERS_ASKED = message('preview.why.othersAsked')
const EASILY_MISTAKEN = message('preview.why.easilyMistaken')

/** True when the platform could not be read, possibly only for a moment. */
const isUnknown = ({ account }: JudgedBy): boolean => account.reach === null && account.readAt === null

/** The values in the sentence about a planned action. */
interface Said {
  planned: PlannedAction
  atOnce: AtOnce | undefined
  onGround: ProvedGround | undefined
  requirement: Requirement
  judgedBy: JudgedBy
}

/** `now`: the time at which it would begin. Undefined: the sentence names no date of its end. */
const plannedMessage = (said: Said, { agreeBy, now }: { agreeBy: Date; now?: Date | undefined }): Message => {
  const { planned, atOnce, onGround, requirement, judgedBy } = said
  const { account, isBreakerOpen = false, isRecovering = false, shadow: isShadow = false } = judgedBy
  return enforcementMessage({
    ...planned,
    ...{ atOnce, onGround, now, isShadow, undo: restorers(said) },
    kind: parseSubjectKey(planned.subject).kind,
    handle: account.handle,
    tags: account.tags,
    reach: account.reach,
    erasesAfterDays: account.erasesAfterDays,
    requirement,
    isBreakerOpen,
    isRecovering,
    agreeBy,
  })
}

/**
 * The people needed to restore it once it is in effect: two for a match, for a legal duty without a ground, or for a
 * lock of a protected account; else one. By needs_two_restorers and isSecondedLock.
 */
function restorers({
  planned: { action, durationMs, ground, ownAction },
  judgedBy: { account, facts },
}: Said): 'one' | 'two' {
  const isProtected = isProtectedAccount(account)
  const isLegal = facts['enforcement.legal_duty'] === true && !(isProtected && ground !== undefined)
  const terms = { action, durationMs, ground: ground?.kind ?? null, protected: isProtected }
  const isSeconded = isSecondedLock({ ...terms, interim: false, confirmedAt: null, isOwn: ownAction !== undefined })
  return ground?.kind === 'match' || isLegal || isSeconded ? 'two' : 'one'
}

/** Returns the sentence without its times, which pass while everything else stays the same. */
function shownOf(by: StaffCaller, said: Said): ShownSentence {
  const { subject, action } = said.planned
  return { by, subject, action, says: renderMessage(plannedMessage(said, { agreeBy: new Date(0) })), interim: false }
}

/** Lists the interim measures that this person may take here now, besides the requested action. */
function listInterim(tx: Tx, { subject, action, by }: ToJudge, { account }: JudgedBy): Promise<Action[]> {
  const { kind } = parseSubjectKey(subject)
  const others = ACTIONS.filter((other) => other !== action && ACTION_RULES[other].on.includes(kind))
  const about = { subject, accountId: account.id, isProtected: isProtectedAccount(account), proposer: actorKey(by) }
  return listOpenInterim(tx, about, others)
}

/** Returns the time since which this person holds the case. Undefined: they don't. */
export async function findCaseHold(
  db: Queryable,
  caseId: string,
  staffId: string,
): Promise<{ claimedAt: Date } | undefined> {
  return db.find<{ claimedAt: Date }>(sql`
    select claimed_at as "claimedAt" from review_case
    where id = ${caseId} and claimed_by = ${staffId} and claimed_until > desk_now()`)
}
