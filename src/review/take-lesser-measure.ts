import { refuseBarred } from '../approval/ask/may-ask.ts'
import { pageAlone } from '../approval/at-once.ts'
import { type Proposed, proposeOrder } from '../approval/propose-order.ts'
import type { Order } from '../approval/queries.ts'
import { lockSubject } from '../approval/target/subject-state.ts'
import type { Desk } from '../desk.ts'
import type { LesserMeasure, StaffCaller, SubjectKind } from '../domain.ts'
import { asksPlatform, gatherFacts, judgedAccountId } from '../guard/ask-platform.ts'
import { readFacts } from '../guard/gather-facts.ts'
import { holdAccount } from '../guard/hold-accounts.ts'
import { isProtectedAccount } from '../guard/judge.ts'
import { inTransaction } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import type { GivenSignature } from '../signature/acts.ts'
import { holdStanding } from '../staff/standing.ts'
import type { Policy } from './policies.ts'
import { invalid, readBounds, subjectOf } from './interim-bounds.ts'
import { openCase } from './read-case.ts'
import { keepProposalSignature, readProposalSignature } from './sign-proposal.ts'

export interface LesserRequest {
  caseId: string
  by: StaffCaller
  policyId: string
  action: LesserMeasure
  /** Where an action fits the content and its account. */
  on?: SubjectKind
  /** Of a protected account's: its proposer's own. */
  signature?: GivenSignature | undefined
}

/**
 * What one person may do at once while others are still asked, or where nothing stricter may be done: limit, hide or lock,
 * for a day at most. On a protected account it is signed with a passkey, lasts an hour and on-call is told; another
 * person who is fit to approve and takes the same within that hour makes it a day, else it ends, and not again within seven days; nor are more than five posts of it hidden so
 * within a day. No guard and no freeze holds it.
 */
export async function takeLesserMeasure(desk: Desk, request: LesserRequest): Promise<{ order: Order; alone: boolean }> {
  const { caseId, by, action, policyId } = request
  const opened = await openCase(desk.db, caseId, by.id)
  const policy = desk.policies.policies.get(policyId)
  if (policy === undefined) throw invalid('policyId', `must be one of ${[...desk.policies.policies.keys()].join(', ')}`)
  const subject = subjectOf(action, request.on, opened)
  const signature = await readProposalSignature(desk, by, request.signature)
  const actor = { kind: 'staff', id: by.id } as const
  // Outside the transaction: a slow platform must not hold locks. Where it does not answer, the account counts as protected.
  const gathered = asksPlatform(action) ? await gatherFacts(desk, subject) : 'unknown'
  const accountId = judgedAccountId({ ...opened, gathered })
  return inTransaction(desk.db, async (tx) => {
    holdAccount(tx, { action, accountId: opened.accountId, gathered })
    const standing = await holdStanding(tx, by.id)
    if (!standing?.active) throw new DeskError('not_allowed', 'Not done: you are no longer here.')
    await refuseBarred(tx, { by: actor, action, alone: false, lesser: true, source: 'person' })
    await lockSubject(tx, subject)
    const { guards, hash } = desk.policies
    const about = {
      subject,
      accountId,
      action,
      by: actor,
      source: 'person',
      legalDuty: isByLaw(policy, action),
    } as const
    const judgedBy = await readFacts(tx, guards, { ...about, openedAt: null, gathered })
    const isProtected = isProtectedAccount(judgedBy.account)
    const lasts = await readBounds(tx, { ...about, isProtected, proposer: `staff:${by.id}` })
    const planned = { subject, action, label: null, durationMs: lasts.maxMs, countries: null, policyId, ground: null }
    const signed = isProtected && (await keepProposalSignature(tx, signature, planned, judgedBy.account))
    const proposed = await proposeOrder(tx, {
      ...about,
      judgedBy,
      ...(signed ? { signed } : {}),
      guards,
      policyHash: Buffer.from(hash, 'hex'),
      label: null,
      durationMs: lasts.maxMs,
      policyId,
      caseId,
      decisionId: null,
      lesser: true,
    })
    const order = takenOf(proposed)
    const alone = isProtected && lasts.maxMs <= HOUR_MS
    if (alone) pageAlone(tx, order)
    return { order, alone }
  })
}

const HOUR_MS = 3_600_000

/** The law asks for no more than its policy does: undoing anything else is one person's. */
const isByLaw = ({ legalDuty, actions }: Policy, action: LesserMeasure): boolean =>
  legalDuty && actions.includes(action)

function takenOf(proposed: Proposed): Order {
  if (proposed.kind === 'ordered') return proposed.order
  throw new DeskError('conflict', `Not done: ${proposed.orderId} does the same already and lasts as long.`)
}
