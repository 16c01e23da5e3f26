import type { Tx } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { type Actor, parseSubjectKey } from '../../foundation/domain.ts'
import { HOUR_MS } from '../../foundation/durations.ts'
import { DeskError } from '../../foundation/errors.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import {
  countsAs,
  heldTo,
  isDemanding,
  isSigned,
  type JudgedBy,
  type Judgement,
  judge,
  ofPeople,
} from '../../policy/guards/judge.ts'
import { actionText, isFinal } from '../../policy/items/own-actions.ts'
import { isAsStrict } from '../../policy/requirements/action-order.ts'
import {
  type Clause,
  NOTHING_REQUIRED,
  type Requirement,
  type Agreeing,
  isMet,
} from '../../policy/requirements/requirement.ts'
import { advanceEnforcement } from '../advance-enforcement.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { supersede } from '../end/end-waiting.ts'
import { readFacts } from '../facts/gather-facts.ts'
import {
  type Before,
  clausesAfter,
  countPending,
  findBefore,
  queueParty,
  isUnderFreeze,
  lockWaiting,
  queueSupersededBy,
} from '../gate-queries.ts'
import { isKeptByBudgets } from '../limits/spend.ts'
import { refuseBarred } from '../offer/may-ask.ts'
import { queueLeadsAlert, alertUnapprovable } from '../leads-alert.ts'
import { findSame, relationOf } from '../present/relation.ts'
import { listStanding, type Enforcement, type SubjectState } from '../queries.ts'
import { releaseEnforcement } from '../release-enforcement.ts'
import { columnsOf, type Intent, type Proposal, toJudge } from './intent.ts'
import { storeProposal } from './store-proposal.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { durationMessage } from '../../foundation/messages/duration-message.ts'

/** The most enforcements of one proposer that wait for approvers at a time. */
export const PENDING_MAX = 3

/**
 * `stands`: the same action is active already and lasts at least as long, so no enforcement is created. `joined`: an
 * equal one waits for approvals already, and this person becomes another proposer of it.
 */
export type Proposed =
  | { kind: 'created'; enforcement: Enforcement; judgement: Judgement }
  | { kind: 'stands'; enforcementId: string }
  | { kind: 'joined'; enforcementId: string }

/** `entered`: judged and stored, but not advanced yet. */
export type Entered = Stored | Exclude<Proposed, { kind: 'created' }>

interface Stored {
  kind: 'entered'
  proposal: Proposal
  enforcement: Enforcement
  state: SubjectState
  judgement: Judgement
  requirement: Requirement
  before: Before
}

/**
 * The only way to create an enforcement. It reads the facts of an intent, judges it, stores it with its verdict,
 * advances it and raises the alerts, in one transaction with the ledger entries and the next job. The caller read the
 * platform before the transaction, and holds the locks of `lockToPropose`.
 */
export async function propose(desk: Judging, tx: Tx, intent: Intent): Promise<Proposed> {
  return proposeJudged(tx, await readProposal(desk, tx, intent))
}

/** Proposes an intended enforcement whose facts were read in this transaction. */
export async function proposeJudged(tx: Tx, proposal: Proposal): Promise<Proposed> {
  const entered = await enterProposal(tx, proposal)
  return entered.kind === 'entered' ? takeOn(tx, entered) : entered
}

type Judging = Pick<Desk, 'policies'>

/** Reads the facts by which an intent is judged, under the locks of this transaction. */
export async function readProposal<I extends Intent>(desk: Judging, tx: Tx, intent: I): Promise<Proposal<I>> {
  const { guards } = desk.policies
  return withPolicies(desk, intent, await readFacts(tx, guards, toJudge(intent)))
}

/** Joins an intent with the facts read for it and the policies in force. */
export function withPolicies<I extends Intent>({ policies }: Judging, intent: I, judgedBy: JudgedBy): Proposal<I> {
  const { guards, hash } = policies
  // Enforcements by rules wait for people also in shadow mode.
  const shadow = intent.kind === 'automation' ? { shadow: false } : {}
  return { intent, judgedBy: { ...judgedBy, ...shadow }, guards, policyHash: Buffer.from(hash, 'hex') }
}

/**
 * Judges and stores an intent. Several in one transaction may be stored at once, but must be advanced one after the
 * other: each is checked against the spending of those before it. `locked`: the state of its subject, if nothing else
 * in this transaction changes it.
 */
export async function enterProposal(tx: Tx, proposal: Proposal, locked?: SubjectState): Promise<Entered> {
  const { intent, judgedBy } = proposal
  const columns = columnsOf(intent)
  const { subject, by } = intent
  const { interim, ground } = columns
  // The statements are sent at once and in this order: none waits for the answers of those before it.
  const [, state, standing, waiting, before] = await Promise.all([
    refuseBarred(tx, {
      ...columns,
      by,
      alone: ground !== null || judgedBy.facts['enforcement.legal_duty'] === true,
      accountId: judgedBy.account.id,
      countsAs: countsAs(columns.action, judgedBy.account),
      ownerId: intent.kind === 'automation' ? intent.ownerId : null,
    }),
    locked ?? lockSubject(tx, subject),
    listStanding(tx, subject),
    lockWaiting(tx, subject),
    findBefore(tx, { ...columns, by }),
  ])
  const same = findSame(standing, columns, tx.now)
  if (same) return { kind: 'stands', enforcementId: same.id }
  // An immediate act of one person joins no enforcement that waits for others.
  const joined =
    interim || ground ? undefined : waiting.find((enforcement) => relationOf(columns, enforcement) === 'joins')
  if (joined) return joinEnforcement(tx, joined, by)

  const judgement = judgeProposal(proposal, before)
  const requirement = heldTo(judgement.requirement, judgedBy)
  const pending = isDemanding(requirement) ? await countPending(tx, by) : 0
  if (pending >= PENDING_MAX) throw tooManyPending(pending)
  const enforcement = await storeProposal(tx, proposal, judgement)
  if (enforcement.shadow) await recordShadowVerdict(tx, enforcement.id, judgement.requirement)
  const superseded = interim ? [] : waiting.filter((other) => relationOf(columns, other) === 'supersedes')
  for (const other of superseded) await supersede(tx, other, by)
  if (superseded.length > 0)
    queueSupersededBy(
      tx,
      superseded.map(({ id }) => id),
      enforcement.id,
    )
  if (requirement.alert)
    queueLeadsAlert(tx, enforcement, 'asked', message('alert.asked', { action: actionText(enforcement) }))
  return { kind: 'entered', proposal, enforcement, state, judgement, requirement, before }
}

/** Advances a stored enforcement as far as it may go, and raises the alerts. */
export async function takeOn(tx: Tx, stored: Stored): Promise<Proposed> {
  const { enforcement, state, judgement, requirement, proposal } = stored
  const { intent, guards, judgedBy } = proposal
  const { by } = intent
  const { reading } = intent.asked
  const signed = enforcement.proposalSignatureId !== null || enforcement.signatureId !== null
  const isUnsigned = isSigned(enforcement.action, judgedBy) && !signed
  const isFreed = !isUnsigned && (await isFree(tx, stored))
  const moved = isFreed
    ? await releaseEnforcement(tx, state, enforcement, by, reading)
    : await advanceEnforcement(tx, {
        ...{ state, enforcement, requirement, budgets: guards.budgets, by, account: judgedBy.account },
        ...(reading ? { reading } : {}),
      })
  if (moved.state === 'awaiting_approval') await alertUnapprovable(tx, moved, requirement)
  if (intent.kind === 'interim' && intent.alone) queueAloneAlert(tx, moved)
  return { kind: 'created', enforcement: moved, judgement }
}

/** True when it waits for no approver, recovery, freeze or circuit breaker. */
async function isFree(tx: Tx, { enforcement, before, requirement, proposal: { guards } }: Stored): Promise<boolean> {
  if (isDemanding(requirement) || before.isRecovering) return false
  if (isUnderFreeze(enforcement) && (before.frozenUntil !== null || before.isBreakerOpen)) return false
  return !(await isKeptByBudgets(tx, enforcement, { budgets: guards.budgets, requirement }))
}

/** The approvals that a resubmitted enforcement needs besides those of the guards. */
export const RESUBMIT_CLAUSES: readonly Clause[] = [{ count: 2 }]
/** A community or solo organisation may have fewer people, so it needs one. */
const clausesAgain = ({ account }: JudgedBy): readonly Clause[] =>
  account.floorMax === undefined ? RESUBMIT_CLAUSES : [{ count: account.floorMax }]

/**
 * Requires an approval for an enforcement by an automation rule, in addition to any guard. Excepted is what its text
 * says it does by itself: labels, and of the eight the actions on a content that are no stricter than hiding and last at
 * most HIDDEN_ALONE_MS. PostgreSQL checks these bounds.
 */
function clausesOfRule(intent: Intent): Clause[] {
  const { by, action, subject, durationMs, ownAction = null } = intent
  if (by.kind !== 'source') return []
  const isBrief =
    ownAction === null &&
    isAsStrict('hide', action) &&
    parseSubjectKey(subject).kind === 'content' &&
    durationMs !== null &&
    durationMs <= HIDDEN_ALONE_MS
  const isAlone = intent.kind === 'automation' && intent.alone && (action === 'label' || isBrief)
  return isAlone ? [] : [{ count: 1 }]
}

/**
 * The longest time for which an automation rule hides a content without an approval.
 * Twin of check_automation_release in SQL.
 */
export const HIDDEN_ALONE_MS = 3_600_000

/**
 * Requires people for an action that can't be undone, on any account: one other person, and two for an automation rule.
 * Twin of final_approvals in SQL and FINAL_APPROVALS in platform-kit.
 */
export const clausesOfFinal = (
  { ownAction = null, by }: Pick<Intent, 'ownAction' | 'by'>,
  { account }: Pick<JudgedBy, 'account'>,
): Clause[] => {
  if (!isFinal(ownAction)) return []
  return [{ count: by.kind === 'source' ? Math.min(account.floorMax ?? 2, 2) : 1 }]
}

function judgeProposal({ guards, intent, judgedBy }: Proposal, before: Before): Judgement {
  const { action } = intent
  if (intent.kind === 'interim') {
    // A short measure by one person is charged to no budget.
    const judgement = judge(
      guards.guards,
      action,
      { ...judgedBy, spent: [] },
      ofPeople(clausesAfter(before, { action, judgedBy })),
    )
    return { ...judgement, requirement: NOTHING_REQUIRED }
  }
  const again = intent.kind === 'resubmission' ? clausesAgain(judgedBy) : clausesOfRule(intent)
  const more = [...again, ...clausesOfFinal(intent, judgedBy)]
  return judge(guards.guards, action, judgedBy, ofPeople([...clausesAfter(before, { action, judgedBy }), ...more]))
}

function joinEnforcement(tx: Tx, enforcement: Enforcement, by: Actor): Entered {
  if (by.kind === 'staff') queueParty(tx, enforcement.id, by.id, 'joined')
  queueEntry(tx, { kind: 'enforcement_joined', by, subject: enforcement.subject, enforcementId: enforcement.id })
  return { kind: 'joined', enforcementId: enforcement.id }
}

/** Alerts leads that one person alone took this measure on a protected account. */
function queueAloneAlert(tx: Tx, enforcement: Enforcement): void {
  const [action, duration] = [message(`term.action.${enforcement.action}`), enforcement.durationMs ?? HOUR_MS]
  const why = message('alert.interim', { action, duration: durationMessage(duration) })
  queueLeadsAlert(tx, enforcement, 'interim', why)
}

const tooManyPending = (pending: number): DeskError =>
  new DeskError('conflict', message('proposal.tooMany', { pending, limit: PENDING_MAX }))

/**
 * Records for an enforcement in shadow mode whether the people on duty could have approved it, which is unknown later.
 */
async function recordShadowVerdict(tx: Tx, enforcementId: string, { approvals }: Requirement): Promise<void> {
  if (approvals.length === 0) return
  const { rows } = await tx.query<Agreeing>(prepared('could-have-agreed')`
    select staff_id as "staffId", roles, team, employer from list_possible_approvers(${enforcementId})`)
  tx.queue(prepared('insert-shadow-enforcement')`
    insert into shadow_enforcement (enforcement_id, could_agree, on_duty) values (${enforcementId}, ${isMet(approvals, rows)}, ${rows.length})`)
}
