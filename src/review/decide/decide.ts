import { type ClaimLoss, explainLoss, lockClaimedCase } from '../../cases/claims/check-claim.ts'
import { shownDuringClaim } from '../../cases/claims/shown.ts'
import { concludeClocks } from '../../cases/legal-clocks/run-clocks.ts'
import { checkIdentified } from '../../enforcement/approve/identify.ts'
import type { Reading } from '../../enforcement/desired-state/set-baseline.ts'
import { accountsTakenFrom } from '../../enforcement/facts/lock-accounts.ts'
import {
  asksPlatform,
  type Gathered,
  judgedAccountId,
  NOT_ASKED,
  readFromPlatform,
} from '../../enforcement/facts/read-platform.ts'
import { planAtOnce, proposeDecided } from '../../enforcement/propose/at-once.ts'
import { checkGround } from '../../enforcement/propose/check-ground.ts'
import type { DecisionIntent } from '../../enforcement/propose/intent.ts'
import { lockToPropose } from '../../enforcement/propose/lock-to-propose.ts'
import { type Proposed, readProposal } from '../../enforcement/propose/propose.ts'
import { inAnsweredTransaction, inSavepoint, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { type Actor, type Conclusion, parseSubjectKey, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Signed } from '../../people/signatures/accept-signature.ts'
import type { Desk } from '../../policy/desk.ts'
import { heldTo, isSigned } from '../../policy/guards/judge.ts'
import { checkBasis } from '../basis/check-basis.ts'
import { escalateCase } from '../escalate/escalate-case.ts'
import { checkPreview } from '../preview/preview.ts'
import { checkAbilities } from './check-abilities.ts'
import { type DecisionDraft, type PlannedAction, planActions, type Question, questionOf } from './decision-draft.ts'
import {
  type DecidedCase,
  type DecisionRecord,
  findCaseSubject,
  findDecision,
  hashDraft,
  insertDecision,
  isDraftTaken,
  listUnsigned,
  queueDecidedCaseClose,
} from './decision-queries.ts'
import { checkItemType } from './plan-own-action.ts'
import { insertProposalSignature, readProposalSignature, unsigned } from './sign-proposal.ts'

interface DecisionRequest extends DecisionDraft {
  caseId: string
  by: StaffCaller
}

/** A recorded decision. It created `enforcements`; `standing` existed before and last at least as long. */
interface Decided {
  decisionId: string
  caseId: string
  conclusion: Conclusion
  enforcements: readonly string[]
  /** The enforcements that wait for their proposer's signature. Their first part began at once. */
  unsigned: readonly string[]
  /** The waiting enforcements of the same action that this decision joined. */
  joined: readonly string[]
  standing: readonly string[]
  /** False: this draft was decided before, and this is the first result. */
  fresh: boolean
}

/**
 * Records a decision, its enforcements, their verdicts and the ledger entries together, or none. On a failure the case
 * stays with its reviewer, and the draft is returned.
 */
export async function decide(desk: Desk, request: DecisionRequest): Promise<Decided> {
  const [reviewed, repeated] = await Promise.all([
    findCaseSubject(desk.db, request.caseId, request.by.id),
    findRepeated(desk.db, request),
  ])
  if (reviewed === undefined) throw new DeskError('not_found', message('case.unknown', { caseId: request.caseId }))
  if (!reviewed.isTheirs) throw new DeskError('not_allowed', message('right.platform'))
  if (repeated) return repeated
  const question = questionOf(request)
  const asked = request.actions.map((draft, n) => ({ draft, field: `actions/${n}/action` }))
  await checkAbilities(desk, reviewed.subject, asked)
  const signed = await readSigned(desk, request)
  // The platform is read outside the transaction, because a slow platform must not hold the case's lock.
  const mustAsk = request.actions.some(({ action }) => asksPlatform(action) || !reviewed.isKnown)
  const { gathered, reading } = mustAsk ? await readFromPlatform(desk, reviewed.subject) : NOT_ASKED
  const accountId = judgedAccountId({ ...reviewed, gathered })
  const subject = parseSubjectKey(reviewed.subject)
  const outcome = await inAnsweredTransaction(
    desk.db,
    async (tx) => {
      const plan = planActions(desk.policies, request, { subject, accountId })
      checkBasis(desk.policies, plan.policy, request)
      try {
        await lockToPropose(tx, {
          accountIds: plan.actions.flatMap(({ action }) => accountsTakenFrom({ action, accountId, gathered })),
          by: request.by,
          subjects: plan.actions.map((action) => action.subject),
        })
      } catch (error) {
        throw error instanceof DeskError ? withDraft(error, request) : error
      }
      const [claim, shown] = await Promise.all([
        lockClaimedCase(tx, request.caseId, request.by.id),
        shownDuringClaim(tx, request.caseId, request.by.id),
      ])
      if (!claim.ok) return (await findRepeated(tx, request)) ?? claimLost(request, claim.why)
      if (claim.case.appealId !== null) return withDraft(anAppeal(request.caseId), request)
      return record(tx, desk, {
        request,
        claimed: claim.case,
        shown,
        accountId,
        gathered,
        reading,
        actions: plan.actions,
        question,
        signed,
      })
    },
    { plannedOnce: true },
  )
  if (outcome instanceof DeskError) throw outcome
  return outcome
}

const anAppeal = (caseId: string) => new DeskError('conflict', message('decision.appeal', { caseId }))

interface Recording {
  request: DecisionRequest
  claimed: DecidedCase
  /** The parts of the case that the reviewer was shown. */
  shown: Awaited<ReturnType<typeof shownDuringClaim>>
  accountId: string | null
  gathered: Gathered
  /** The platform's answer about the case's own subject. */
  reading: Reading | undefined
  actions: readonly PlannedAction[]
  /** The question to specialists, to whose queue the case goes. Undefined: none. */
  question: Question | undefined
  /** The reviewer's signatures on actions, by the id of each signing. */
  signed: ReadonlyMap<string, Signed>
}

/** Records the whole decision, or returns the error that prevented it. */
async function record(tx: Tx, desk: Desk, recording: Recording): Promise<Decided | DeskError> {
  const { request } = recording
  try {
    return await inSavepoint(tx, () => recordDecision(tx, desk, recording))
  } catch (error) {
    // A concurrent decision on another case took the draft's id, which can be read only now.
    if (isDraftTaken(error)) return (await findRepeated(tx, request)) ?? draftTaken(request)
    if (error instanceof DeskError) return withDraft(error, request)
    throw error
  }
}

async function recordDecision(tx: Tx, desk: Desk, recording: Recording): Promise<Decided> {
  const { request, claimed, shown, actions, question } = recording
  const by = actorOf(request)
  const decision = await insertDecision(tx, {
    ...request,
    staffId: request.by.id,
    claimedAt: claimed.claimedAt,
    question,
    shown,
  })
  const decided = { decisionId: decision.id, caseId: claimed.id, conclusion: request.conclusion, fresh: true }
  if (question !== undefined) {
    await escalateCase(tx, desk, { ...request, claimed, decision, question, staffId: request.by.id })
    return { ...decided, enforcements: [], unsigned: [], joined: [], standing: [] }
  }
  const proposed: Proposed[] = []
  for (const action of actions) proposed.push(...(await proposeAction(tx, desk, recording, decision, action)))
  const enforcements = proposed.flatMap((one) => (one.kind === 'created' ? [one.enforcement.id] : []))
  const owing = await listUnsigned(
    tx,
    proposed.flatMap((one) => (one.kind === 'created' ? [one.enforcement] : [])),
  )
  const joined = proposed.flatMap((one) => (one.kind === 'joined' ? [one.enforcementId] : []))
  const standing = proposed.flatMap((one) => (one.kind === 'stands' ? [one.enforcementId] : []))
  queueDecidedCaseClose(tx, claimed, {
    decisionId: decision.id,
    conclusion: request.conclusion,
    enforcements,
    joined,
    standing,
    by,
  })
  const { conclusion, policyId } = request
  const broken = conclusion === 'violation' ? policyId : undefined
  await concludeClocks(tx, desk.policies, { subject: claimed.subject, policyId: broken, by })
  queueEntry(tx, {
    kind: 'case_decided',
    caseId: claimed.id,
    decisionId: decision.id,
    conclusion: request.conclusion,
    ...(request.policyId === undefined ? {} : { policyId: request.policyId }),
    contentHash: decision.contentHash,
    enforcements,
    joined,
    standing,
    by,
    subject: claimed.subject,
  })
  return { ...decided, enforcements, unsigned: owing, joined, standing }
}

/** Proposes one action of a decision. Where others must approve, its proposer must have read the preview. */
async function proposeAction(
  tx: Tx,
  desk: Desk,
  { request, claimed, reading, accountId, gathered, signed }: Recording,
  decision: DecisionRecord,
  planned: PlannedAction,
): Promise<Proposed[]> {
  const policy = desk.policies.policies.get(request.policyId ?? '')
  if (policy === undefined) throw new Error(`policy ${request.policyId} was checked and is gone`)
  const { action, subject, label, durationMs, countries, ground, ownAction, asked, field } = planned
  const wish: DecisionIntent = {
    kind: 'decision',
    ...{ subject, accountId, action, label, durationMs, countries },
    ...{ policyId: policy.id, legalDuty: policy.legalDuty, caseId: claimed.id, decisionId: decision.id },
    by: actorOf(request),
    openedAt: claimed.claimedAt,
    ...(ground ? { ground } : {}),
    ...(ownAction && { ownAction }),
    asked: { gathered, reading: subject === claimed.subject ? reading : undefined },
    ...(asked.assessment ? { assessment: asked.assessment } : {}),
  }
  const proposal = await readProposal(desk, tx, wish)
  const { judgedBy } = proposal
  checkItemType(desk.policies, planned, judgedBy)
  const onGround = await checkGround(tx, planned, { by: request.by, policyId: policy.id, judgedBy })
  const atOnce = await planAtOnce(tx, { ...wish, judgedBy })
  const named = asked.identified
  const identifiedAs = named && (await checkIdentified(tx, judgedBy.account.id, named, `${field}/identified`))
  const signing = asked.signature && signed.get(asked.signature.signingId)
  const signs = atOnce !== undefined || onGround !== undefined
  const isOwed = !signs && isSigned(action, judgedBy)
  const once = { ...planned, policyId: policy.id, durationMs: atOnce?.ms ?? durationMs, ground: ground ?? null }
  const own =
    signs || (isOwed && signing) ? await insertProposalSignature(tx, signing, once, judgedBy.account) : undefined
  const intent = {
    ...wish,
    ...(identifiedAs !== undefined && { identifiedAs }),
    ...(atOnce === undefined && own && { signed: own }),
  }
  const proposed = await proposeDecided(tx, { ...proposal, intent }, atOnce && own && { ...atOnce, signed: own })
  const shown = { by: request.by, planned, atOnce, onGround, judgedBy, expiresMs: proposal.guards.expiresMs }
  await checkRead(tx, proposed, { ...shown, token: asked.previewToken })
  // The preview is checked last: the proposer reads it before they sign.
  if (isOwed && own === undefined) throw unsigned()
  return proposed
}

/** Throws, and so rolls back a proposal that needs other people, unless its proposer has read the preview. */
async function checkRead(
  tx: Tx,
  [first]: readonly Proposed[],
  shown: Omit<Parameters<typeof checkPreview>[1], 'requirement'>,
): Promise<void> {
  if (first?.kind !== 'created') return
  await checkPreview(tx, { ...shown, requirement: heldTo(first.judgement.requirement, shown.judgedBy) })
}

/** Verifies the reviewer's signatures on actions before any lock is taken. */
async function readSigned(desk: Desk, { actions, by }: DecisionRequest): Promise<ReadonlyMap<string, Signed>> {
  const read = await Promise.all(actions.map(({ signature }) => readProposalSignature(desk, by, signature)))
  return new Map(read.flatMap((one) => (one === undefined ? [] : [[one.id, one]])))
}

/** Finds the earlier decision of the same draft: a double click or a retry gets the first answer. */
async function findRepeated(db: Queryable, request: DecisionRequest): Promise<Decided | undefined> {
  const decision = await findDecision(db, request.by.id, request.draftId)
  if (decision === undefined) return undefined
  if (!decision.bodyHash.equals(hashDraft(request))) throw draftTaken(request)
  return { ...decision, fresh: false }
}

const draftTaken = (request: DecisionRequest): DeskError =>
  withDraft(new DeskError('conflict', message('decision.otherDraft', { draftId: request.draftId })), request)

const claimLost = (request: DecisionRequest, why: ClaimLoss): DeskError =>
  withDraft(new DeskError('conflict', message('claim.notDecided', { why: explainLoss(why) })), request)

/** Returns the error with the reviewer's draft, so no typed text is lost. */
function withDraft(error: DeskError, { by: _by, caseId: _caseId, ...draft }: DecisionRequest): DeskError {
  return new DeskError(error.code, error.text, { ...error.members, draft })
}

const actorOf = (request: DecisionRequest): Actor => ({ kind: 'staff', id: request.by.id })
