import { type Action, type Actor, actorKey, parseSubjectKey, type RecordedGround } from '../../foundation/domain.ts'
import { isAsStrict } from '../../policy/requirements/action-order.ts'
import type { Guards } from '../../policy/guards/guards-file.ts'
import {
  heldTo,
  isDemanding,
  isSigned,
  type JudgedBy,
  type Judgement,
  judge,
  ofPeople,
} from '../../policy/guards/judge.ts'
import { type Clause, NOTHING_REQUIRED, type Requirement } from '../../policy/requirements/requirement.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash, orderHash } from '../../ledger/entries/content-hash.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { advanceOrder } from '../advance-order.ts'
import { hashMaterial } from '../approve/material.ts'
import { refuseBarred } from '../offer/may-ask.ts'
import { isKeptByBudgets } from '../limits/spend.ts'
import { supersede } from '../end/end-waiting.ts'
import {
  type AssessmentText,
  type Before,
  clausesAfter,
  countPending,
  findBefore,
  queueAssessment,
  queueParty,
  isUnderFreeze,
  lockWaiting,
  queueSupersededBy,
} from '../gate-queries.ts'
import { queueLeadsAlert, pageUnapprovable } from '../leads-alert.ts'
import { insertOrder, listStanding, type NewOrder, type Order, type SubjectState } from '../queries.ts'
import { releaseOrder } from '../release-order.ts'
import { insertVerdict, toStored } from '../replay/verdict-queries.ts'
import { noteShadow } from '../shadow/note-shadow.ts'
import type { Reading } from '../desired-state/set-baseline.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { findSame, relationOf } from '../present/relation.ts'

/** More than these nobody can be asked to look at for one person at a time. */
export const PENDING_MAX = 3

export interface Proposal {
  subject: string
  judgedBy: JudgedBy
  guards: Guards
  policyHash: Buffer
  action: Action
  label: string | null
  durationMs: number | null
  /** It takes nothing anywhere else; without: everywhere. */
  countries?: readonly string[] | null
  policyId: string
  legalDuty: boolean
  caseId: string | null
  decisionId: string | null
  source: Order['source']
  by: Actor
  /** The state that the platform showed just before, where it was asked: the way back, if nothing stands there. */
  reading?: Reading
  /** The account as the proposer named it, checked already. */
  identifiedAs?: string
  assessment?: AssessmentText
  /** An interim measure: one person's, at once, for a short time. No guard holds it, and PostgreSQL limits its time. */
  lesser?: boolean
  /** The reason for an interim measure outside a decision. */
  reason?: string
  /** The ground on which one person alone takes a protected account's content offline, with the row that proves it. */
  ground?: RecordedGround
  /** The signature of a proposer, and the id under which their enforcement is entered. */
  signed?: { orderId: string; signatureId: string }
  /** The bulk action that it belongs to. */
  campaignId?: string
  /** Its subject's, where this transaction holds it already and has asked nothing of it. */
  state?: SubjectState
  /** Resubmits an enforcement that was stopped or restored, and asks for these on top. */
  successor?: {
    of: string
    clauses: readonly Clause[]
    parties: readonly string[]
    orderId: string
    signatureId: string
  }
}

/**
 * `stands`: the same action holds already and lasts at least as long, so there is nothing to order. `joined`: the same
 * waits for others' agreement already, and whoever proposed it again is a proposer of it too.
 */
export type Proposed =
  | { kind: 'ordered'; order: Order; judgement: Judgement }
  | { kind: 'stands'; orderId: string }
  | { kind: 'joined'; orderId: string }

/**
 * The only way an order begins. Judges it, stores it with its verdict, and takes it as far as it may go: in one transaction
 * with the ledger leaves and the due row that carries it on.
 */
export async function proposeOrder(tx: Tx, proposal: Proposal): Promise<Proposed> {
  const entered = await enterOrder(tx, proposal)
  return entered.kind === 'entered' ? entered.goOn() : entered
}

/** `entered`: judged and stored, and not taken anywhere yet. */
export type Entered = { kind: 'entered'; goOn: () => Promise<Proposed> } | Exclude<Proposed, { kind: 'ordered' }>

/**
 * The first half of it, for whoever asks for several in one transaction: those may be entered at the same time, and must be
 * taken on one after the other, since each is held against what those before it spent.
 */
export async function enterOrder(tx: Tx, proposal: Proposal): Promise<Entered> {
  const { subject, by } = proposal
  // In this order, and sent at once: none of them waits for what those before it answer.
  const [, state, standing, waiting, before] = await Promise.all([
    refuseBarred(tx, {
      ...proposal,
      alone: proposal.ground !== undefined || proposal.judgedBy.facts['order.legal_duty'] === true,
      accountId: proposal.judgedBy.account.id,
    }),
    proposal.state ?? lockSubject(tx, subject),
    listStanding(tx, subject),
    lockWaiting(tx, subject),
    findBefore(tx, proposal),
  ])
  const same = findSame(standing, proposal, tx.now)
  if (same) return { kind: 'stands', orderId: same.id }
  // An enforcement that one person makes at once on a ground joins none that waits for others.
  const joined =
    proposal.lesser || proposal.ground ? undefined : waiting.find((order) => relationOf(proposal, order) === 'joins')
  if (joined) return joinOrder(tx, joined, by)

  const judgement = judgeProposal(proposal, before)
  const requirement = heldTo(judgement.requirement, proposal.judgedBy)
  const demanding = isDemanding(requirement)
  const pending = demanding ? await countPending(tx, by) : 0
  if (pending >= PENDING_MAX) throw tooManyPending(pending)
  const order = await insert(tx, proposal, judgement)
  if (order.shadow) await noteShadow(tx, order.id, judgement.requirement)
  const superseded = proposal.lesser ? [] : waiting.filter((other) => relationOf(proposal, other) === 'supersedes')
  for (const other of superseded) await supersede(tx, other, by)
  if (superseded.length > 0)
    queueSupersededBy(
      tx,
      superseded.map(({ id }) => id),
      order.id,
    )
  if (requirement.page) queueLeadsAlert(tx, order, 'asked', `${order.action} of a protected account was asked for`)
  return { kind: 'entered', goOn: () => takeOn(tx, proposal, { order, state, judgement, requirement, before }) }
}

interface Stored {
  order: Order
  state: SubjectState
  judgement: Judgement
  requirement: Requirement
  before: Before
}

async function takeOn(
  tx: Tx,
  proposal: Proposal,
  { order, state, judgement, requirement, before }: Stored,
): Promise<Proposed> {
  const { guards, by, judgedBy, reading } = proposal
  const isUnsigned = isSigned(order.action, judgedBy) && !proposal.signed && !proposal.successor
  const isFreed = !isUnsigned && (await isFree(tx, order, { guards, before, requirement }))
  const moved = isFreed
    ? await releaseOrder(tx, state, order, by, reading)
    : await advanceOrder(tx, {
        state,
        order,
        requirement,
        budgets: guards.budgets,
        by,
        account: judgedBy.account,
        ...(reading ? { reading } : {}),
      })
  if (moved.state === 'awaiting_approval') await pageUnapprovable(tx, moved, requirement)
  return { kind: 'ordered', order: moved, judgement }
}

/** Whether nothing at all is in its way: no people, no freeze, no breaker. */
async function isFree(
  tx: Tx,
  order: Order,
  { guards, before, requirement }: { guards: Guards; before: Before; requirement: Requirement },
): Promise<boolean> {
  if (isDemanding(requirement)) return false
  if (isUnderFreeze(order) && (before.frozenUntil !== null || before.isShut)) return false
  return !(await isKeptByBudgets(tx, order, { budgets: guards.budgets, requirement }))
}

/**
 * Whatever guards say, a rule does no more by itself than to label, and to take from a content, for an hour, no more than
 * hiding it takes. PostgreSQL holds the same.
 */
const clausesOf = ({ by, action, subject, durationMs }: Proposal): Clause[] =>
  by.kind !== 'source' ||
  action === 'label' ||
  (isAsStrict('hide', action) &&
    parseSubjectKey(subject).kind === 'content' &&
    durationMs !== null &&
    durationMs <= HIDDEN_ALONE_MS)
    ? []
    : [{ count: 1 }]

/** For so long a rule hides a content and nobody is asked. */
export const HIDDEN_ALONE_MS = 3_600_000

function judgeProposal(proposal: Proposal, before: Before): Judgement {
  const { guards, action, judgedBy, successor, lesser } = proposal
  const asked = ofPeople([...clausesAfter(before, proposal), ...clausesOf(proposal), ...(successor?.clauses ?? [])])
  // What one person takes for a short time is charged to nobody.
  const judgement = judge(guards.guards, action, lesser ? { ...judgedBy, spent: [] } : judgedBy, asked)
  return lesser ? { ...judgement, requirement: NOTHING_REQUIRED } : judgement
}

/** What is stored of it from the start. */
function newOrder(proposal: Proposal, judgement: Judgement): NewOrder {
  const { judgedBy, successor } = proposal
  const { account } = judgedBy
  const requirement = heldTo(judgement.requirement, judgedBy)
  return {
    ...proposal,
    accountId: account.id,
    proposedBy: actorKey(proposal.by),
    reach: typeof account.reach === 'number' ? account.reach : null,
    protected: judgement.protected,
    // A second person confirms what was done on a ground, and signs what they were shown.
    materialHash: isDemanding(requirement) || proposal.ground ? hashMaterial(account) : null,
    holdMs: requirement.holdMs,
    confirmMs: requirement.confirmMs,
    identifiedAs: proposal.identifiedAs ?? null,
    successorOf: successor?.of ?? null,
    signatureId: successor?.signatureId ?? null,
    lesser: proposal.lesser ?? false,
    reason: proposal.reason ?? null,
    id: proposal.signed?.orderId ?? successor?.orderId ?? null,
    proposalSignatureId: proposal.signed?.signatureId ?? null,
    ground: proposal.ground?.kind ?? null,
    groundRef: proposal.ground?.ref ?? null,
    campaignId: proposal.campaignId ?? null,
    countries: proposal.countries ? [...proposal.countries].sort() : null,
  }
}

/** The order with everything that stands beside it from the start. */
async function insert(tx: Tx, proposal: Proposal, judgement: Judgement): Promise<Order> {
  const { judgedBy, guards, by, policyHash, assessment, successor } = proposal
  const asked = newOrder(proposal, judgement)
  const order = await insertOrder(tx, asked, guards.expiresMs + asked.holdMs)
  if (by.kind === 'staff') queueParty(tx, order.id, by.id, 'proposed')
  for (const party of successor?.parties ?? []) queueParty(tx, order.id, party, 'undid')
  const stored = toStored(judgement, judgedBy)
  const verdictHash = insertVerdict(tx, order.id, stored, policyHash)
  queueEntry(tx, {
    kind: 'order_proposed',
    action: order.action,
    policyId: order.policyId,
    verdict: stored.outcome,
    verdictHash,
    contentHash: orderHash(order),
    ...(order.caseId === null ? {} : { caseId: order.caseId }),
    ...(order.decisionId === null ? {} : { decisionId: order.decisionId }),
    ...(order.durationMs === null ? {} : { durationMs: order.durationMs }),
    ...(successor === undefined ? {} : { barred: successor.parties }),
    ...(order.reason === null ? {} : { reason: order.reason }),
    by,
    subject: order.subject,
    orderId: order.id,
  })
  if (assessment !== undefined && by.kind === 'staff') {
    queueAssessment(tx, order.id, by.id, assessment)
    queueEntry(tx, {
      kind: 'order_assessed',
      contentHash: contentHash(assessment),
      by,
      subject: order.subject,
      orderId: order.id,
    })
  }
  return order
}

function joinOrder(tx: Tx, order: Order, by: Actor): Entered {
  if (by.kind === 'staff') queueParty(tx, order.id, by.id, 'joined')
  queueEntry(tx, { kind: 'order_joined', by, subject: order.subject, orderId: order.id })
  return { kind: 'joined', orderId: order.id }
}

const tooManyPending = (pending: number): DeskError =>
  new DeskError(
    'conflict',
    `Not done: ${pending} orders of yours wait for others already, and ${PENDING_MAX} are the most. Stop one, or wait.`,
  )
