import sql from 'sql-template-tag'
import { type Action, parseSubjectKey, type StaffCaller } from '../../../foundation/domain.ts'
import { inTransaction, type Queryable, type Tx } from '../../../foundation/database/db.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { invalidField } from '../../../foundation/schemas/invalid-field.ts'
import { contentHash } from '../../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import { type AppealRow, lockForJudge } from '../../../enforcement/end/end-appeals.ts'
import type { Desk } from '../../../policy/desk.ts'
import type { Policies } from '../../../policy/policies.ts'
import { planAction } from '../../decide/decision-draft.ts'

/** The action that a judge would take themselves. */
interface Wished {
  action: Action
  durationMs?: number
  label?: string
}

interface Given {
  conclusion: 'violation' | 'no_violation'
  /** The policy and the action, with a violation alone. */
  policyId?: string
  wished?: Wished
  rationale: string
}

/** The own conclusion of a person on an appeal. */
interface AppealConclusion {
  conclusion: 'violation' | 'no_violation'
  policyId: string | null
  action: Action | null
  durationMs: number | null
  label: string | null
  rationale: string
  concludedAt: Date
}

/**
 * Stores the own conclusion of a judge before they learn what was said at the time. It is stored once, and never changes.
 * The same conclusion again gets the same answer.
 */
export async function concludeAppeal(
  desk: Pick<Desk, 'restoreDb' | 'policies'>,
  { caseId, by, given }: { caseId: string; by: StaffCaller; given: Given },
): Promise<AppealConclusion> {
  // The pool of restores: without a conclusion nothing is given back.
  return inTransaction(desk.restoreDb, async (tx) => {
    const appeal = await lockForJudge(tx, { caseId, staffId: by.id })
    const planned = await plan(tx, desk.policies, appeal, given)
    const before = await findConclusion(tx, appeal.id, by.id)
    if (before === undefined) {
      await insertConclusion(tx, appeal, by.id, planned)
      queueEntry(tx, {
        ...{ kind: 'appeal_concluded', appealId: appeal.id, caseId, contentHash: conclusionHash(planned) },
        by: { kind: 'staff', id: by.id },
        subject: appeal.subject,
        ...(appeal.enforcementId !== null && { enforcementId: appeal.enforcementId }),
      })
    } else if (conclusionHash(before) !== conclusionHash(planned))
      throw new DeskError('conflict', message('appeal.concluded'))
    const stored = before ?? (await findConclusion(tx, appeal.id, by.id))
    if (stored === undefined) throw new Error(`the conclusion on ${appeal.id} is not there`)
    return stored
  })
}

type Planned = Omit<AppealConclusion, 'concludedAt'>

/** Hashes what a person concluded. */
const conclusionHash = ({ conclusion, policyId, action, durationMs, label, rationale }: Planned): string =>
  contentHash({ conclusion, policyId, action, durationMs, label, rationale })

/** Checks a conclusion as a decision on the same subject would be. Throws errors that name the field. */
async function plan(tx: Tx, policies: Policies, appeal: AppealRow, given: Given): Promise<Planned> {
  const { conclusion, policyId, wished, rationale } = given
  const none = { policyId: null, action: null, durationMs: null, label: null }
  if (conclusion === 'no_violation') {
    if (policyId !== undefined) throw invalidField('policyId', message('draft.noPolicy'))
    if (wished !== undefined) throw invalidField('wished', message('draft.noActions', { conclusion }))
    return { conclusion, ...none, rationale }
  }
  const policy = policies.policies.get(policyId ?? '')
  if (policy === undefined)
    throw invalidField(
      'policyId',
      message('field.oneOf', { values: { as: 'or', list: [...policies.policies.keys()] } }),
    )
  if (wished === undefined)
    throw invalidField('wished', message('draft.someAction', { values: { as: 'or', list: policy.actions } }))
  const accountId = await tx.onlyValue<string | null>(sql`
    select account_id from review_case where id = ${appeal.caseId}`)
  const reviewed = { subject: parseSubjectKey(appeal.subject), accountId }
  const { action, durationMs, label } = planAction(policy, wished, 'wished', reviewed)
  return { conclusion, policyId: policy.id, action, durationMs, label, rationale }
}

async function insertConclusion(tx: Tx, { id }: AppealRow, staffId: string, planned: Planned): Promise<void> {
  const { conclusion, policyId, action, durationMs, label, rationale } = planned
  await tx.query(sql`
    insert into appeal_conclusion (appeal_id, staff_id, conclusion, policy_id, action, duration_ms, label, rationale)
    values (${id}, ${staffId}, ${conclusion}, ${policyId}, ${action}, ${durationMs}, ${label}, ${rationale})`)
}

/** Finds a person's own conclusion on an appeal. */
export const findConclusion = (
  db: Queryable,
  appealId: string,
  staffId: string,
): Promise<AppealConclusion | undefined> =>
  db.find<AppealConclusion>(sql`
    select conclusion, policy_id as "policyId", action, duration_ms as "durationMs", label, rationale,
      concluded_at as "concludedAt"
    from appeal_conclusion where appeal_id = ${appealId} and staff_id = ${staffId}`)
