import sql from 'sql-template-tag'
import { pageAlone } from '../approval/at-once.ts'
import { type Proposed, proposeOrder } from '../approval/propose-order.ts'
import type { Order } from '../approval/queries.ts'
import { lockSubject } from '../approval/target/subject-state.ts'
import type { Desk } from '../desk.ts'
import {
  ACTION_RULES,
  type LesserMeasure,
  parseSubjectKey,
  type StaffCaller,
  type SubjectKind,
  subjectKey,
} from '../domain.ts'
import { asksPlatform, gatherFacts, judgedAccountId } from '../guard/ask-platform.ts'
import { readFacts } from '../guard/gather-facts.ts'
import { holdAccount } from '../guard/hold-accounts.ts'
import { isProtectedAccount } from '../guard/judge.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { holdStanding } from '../staff/standing.ts'
import type { Policy } from './policies.ts'
import { openCase } from './read-case.ts'

export interface LesserRequest {
  caseId: string
  by: StaffCaller
  policyId: string
  action: LesserMeasure
  /** Where an action fits the content and its account. */
  on?: SubjectKind
}

/**
 * What one person may do at once while others are still asked, or where nothing stricter may be done: limit, hide or lock,
 * for a day at most. On a protected account it lasts an hour and leads are told; somebody else who takes the same within
 * that hour makes it a day, else it ends, and not again within seven days; nor are more than five posts of it hidden so
 * within a day. No guard and no freeze holds it.
 */
export async function takeLesserMeasure(desk: Desk, request: LesserRequest): Promise<{ order: Order; alone: boolean }> {
  const { caseId, by, action, policyId } = request
  const opened = await openCase(desk.db, caseId, by.id)
  const policy = desk.policies.policies.get(policyId)
  if (policy === undefined) throw invalid('policyId', `must be one of ${[...desk.policies.policies.keys()].join(', ')}`)
  const subject = subjectOf(request, opened)
  const actor = { kind: 'staff', id: by.id } as const
  // Outside the transaction: a slow platform must not hold locks. Where it does not answer, the account counts as protected.
  const gathered = asksPlatform(action) ? await gatherFacts(desk, subject) : 'unknown'
  const accountId = judgedAccountId({ ...opened, gathered })
  return inTransaction(desk.db, async (tx) => {
    holdAccount(tx, { action, accountId: opened.accountId, gathered })
    const standing = await holdStanding(tx, by.id)
    if (!standing?.active) throw new DeskError('not_allowed', 'Not done: you are no longer here.')
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
    const proposed = await proposeOrder(tx, {
      ...about,
      judgedBy,
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
    const alone = lasts.isProtected && lasts.maxMs < DAY_MS
    if (alone) pageAlone(tx, order)
    return { order, alone }
  })
}

const DAY_MS = 86_400_000

/** The law asks for no more than its policy does: undoing anything else is one person's. */
const isByLaw = ({ legalDuty, actions }: Policy, action: LesserMeasure): boolean =>
  legalDuty && actions.includes(action)

function takenOf(proposed: Proposed): Order {
  if (proposed.kind === 'ordered') return proposed.order
  throw new DeskError('conflict', `Not done: ${proposed.orderId} does the same already and lasts as long.`)
}

function subjectOf({ action, on }: LesserRequest, opened: { subject: string; accountId: string | null }): string {
  const own = parseSubjectKey(opened.subject)
  const kinds = ACTION_RULES[action].on
  const kind = on ?? (kinds.includes(own.kind) ? own.kind : 'account')
  if (!kinds.includes(kind)) throw invalid('on', `must be ${kinds.join(' or ')}`)
  if (kind === own.kind) return opened.subject
  if (kind === 'content') throw invalid('action', `must not be ${action}: this case is about an account`)
  if (opened.accountId === null) throw new DeskError('conflict', 'Not done: even whose content this is is not known.')
  return subjectKey({ kind: 'account', id: opened.accountId })
}

/** For how long it may last. Throws where it may not be taken at all, saying what to do instead. */
async function readBounds(
  tx: Tx,
  about: { subject: string; action: string; accountId: string | null; isProtected: boolean; proposer: string },
): Promise<{ maxMs: number; isProtected: boolean }> {
  const { subject, action, accountId, isProtected, proposer } = about
  const { rows } = await tx.query<{ maxMs: number; waits: boolean }>(sql`
    select lesser_max_ms(${subject}, ${action}, ${accountId}, ${isProtected}, ${proposer}) as "maxMs",
      frozen_until() is not null or exists (select from desk_order
        where (subject = ${subject} or account_id = ${accountId}) and state in ('proposed', 'awaiting_approval', 'held')) as waits`)
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL answered nothing about a subject')
  if (row.maxMs === 0) {
    throw new DeskError(
      'conflict',
      'Not done: a lesser measure was taken here within seven days and nobody seconded it, or five other posts of this account were hidden so within a day, or it would take the account offline: a limit on all of it, or a large share of its posts hidden. Decide the case, and others are asked.',
    )
  }
  if (!isProtected && !row.waits) {
    throw new DeskError('conflict', 'Not done: nothing stricter waits here, so decide the case: one person is enough.')
  }
  return { maxMs: row.maxMs, isProtected }
}

const invalid = (field: string, detail: string): DeskError =>
  new DeskError('invalid_input', `Not done: ${field} ${detail}.`, { errors: [{ field, detail }] })
