import sql from 'sql-template-tag'
import { isMet, type Requirement } from '../policy/requirements/requirement.ts'
import type { Queryable, Tx } from '../foundation/database/db.ts'
import { couldApprove, couldConfirm } from './approvers/answer-rights.ts'
import { type Message, message } from '../foundation/messages/message.ts'
import { renderMessage } from '../foundation/messages/render-message.ts'
import { queueAlert } from '../alerts/alert.ts'
import { ENFORCEMENT_ALERTS } from './alert-kinds.ts'
import { type Enforcement, queueAttention } from './queries.ts'

/** Alerts the person on call when this kind of alert cannot wait, otherwise the leads. */
export const queueLeadsAlert = (
  tx: Tx,
  enforcement: Enforcement,
  kind: keyof typeof ENFORCEMENT_ALERTS,
  why: Message,
): void => {
  const to = ENFORCEMENT_ALERTS[kind].calls ? 'on_call' : ({ role: 'lead' } as const)
  queueAlert(tx, { kind, to, why, subject: enforcement.subject, enforcementId: enforcement.id })
}

/**
 * Alerts leads at once, and marks the enforcement for all, when the people on duty who did not pass it on cannot
 * complete it. It may lack approvals, or one more person who promises to confirm it.
 */
export async function alertUnapprovable(
  tx: Tx,
  enforcement: Enforcement,
  requirement: Requirement,
  passed: readonly string[] = [],
): Promise<void> {
  const why = await findDeadEnd(tx, enforcement.id, requirement, passed)
  if (why === null) return
  queueAttention(tx, [enforcement.id], renderMessage(why))
  queueLeadsAlert(tx, enforcement, 'no_approver', message('alert.deadEnd.waits', { why }))
}

/** Returns the reason for which the people on duty cannot complete a waiting enforcement. Null: they can. */
export async function findDeadEnd(
  db: Queryable,
  enforcementId: string,
  requirement: Requirement,
  passed: readonly string[] = [],
): Promise<Message | null> {
  const people = await couldApprove(db, enforcementId)
  const left = people.filter(({ staffId }) => !passed.includes(staffId))
  if (!isMet(requirement.approvals, left)) {
    return passed.length > 0 && isMet(requirement.approvals, people) ? PASSED : NO_APPROVER
  }
  if (requirement.confirmMs === null) return null
  const confirmers = await couldConfirm(db, enforcementId)
  const leadsOn = (confirmer: string) =>
    isMet(
      requirement.approvals,
      left.filter(({ staffId }) => staffId !== confirmer),
    )
  return confirmers.some(leadsOn) ? null : NO_CONFIRMER
}

const PASSED = message('alert.deadEnd.passed')
const NO_APPROVER = message('alert.deadEnd.noApprover')
const NO_CONFIRMER = message('alert.deadEnd.noConfirmer')

/** Alerts the proposer of the outcome of an enforcement, or the leads when the proposer has left. */
export async function alertFate(tx: Tx, enforcement: Enforcement, became: Message): Promise<void> {
  const { rows } = await tx.query<{ id: string; active: boolean }>(sql`
    select party.staff_id as id, standing.active from enforcement_party party
    cross join lateral staff_standing(party.staff_id) standing
    where party.enforcement_id = ${enforcement.id} and party.how <> 'undid'`)
  const told = { kind: 'fate', why: became, subject: enforcement.subject, enforcementId: enforcement.id } as const
  for (const { id } of rows.filter(({ active }) => active)) queueAlert(tx, { ...told, to: { staff: id } })
  if (rows.some(({ active }) => !active)) queueAlert(tx, { ...told, to: { role: 'lead' } })
}
