import type { StaffCaller } from '../../foundation/domain.ts'
import { inAnsweredTransaction, type Tx, inTransaction, type Pool } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueClaimantLock } from '../../cases/queue/queries.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { insertDecision, queueDecidedCaseClose } from '../decide/decision-queries.ts'
import {
  countDismissedToday,
  DISMISSED_A_DAY_MAX,
  insertMembers,
  insertSet,
  lockCasesOfSet,
  type SetCase,
} from './set-queries.ts'
import { alertLeadsDaily } from '../../alerts/alert-leads-daily.ts'

interface Dismissal {
  caseIds: readonly string[]
  by: StaffCaller
  reason: string
}

/**
 * Closes the cases without a violation, as one set with one ledger entry. Either all close or none: a refused case is
 * named with its reason. Some of them return later as QA samples that look like new cases.
 */
export async function dismissSet({ db }: Pick<Desk, 'db'>, dismissal: Dismissal): Promise<string> {
  const outcome = await inAnsweredTransaction(db, async (tx) => {
    queueClaimantLock(tx, dismissal.by.id)
    const cases = await lockCasesOfSet(tx, [...new Set(dismissal.caseIds)], dismissal.by.id)
    const refused = cases.flatMap(({ id, refusal }) => (refusal === null ? [] : [{ caseId: id, why: refusal }]))
    if (refused.length > 0)
      throw new DeskError('conflict', message('caseSet.refused', { count: refused.length }), { refused })
    if ((await countDismissedToday(tx, dismissal.by.id)) + cases.length > DISMISSED_A_DAY_MAX) return 'too_many'
    return { setId: await record(tx, cases, dismissal) }
  })
  if (outcome !== 'too_many') return outcome.setId
  await alertDismissals(db, dismissal.by)
  throw new DeskError('too_many', message('caseSet.tooMany', { max: DISMISSED_A_DAY_MAX }))
}

async function record(tx: Tx, cases: readonly SetCase[], { by: caller, reason }: Dismissal): Promise<string> {
  const by = { kind: 'staff', id: caller.id } as const
  const setId = await insertSet(tx, caller.id, reason)
  const decided = []
  for (const { id: caseId } of cases) {
    const decision = await insertDecision(tx, {
      ...{ caseId, staffId: caller.id, draftId: `${setId}/${caseId}`, conclusion: 'no_violation', rationale: reason },
      ...{ actions: [], claimedAt: tx.now, question: undefined, shown: [] },
    })
    decided.push({ caseId, decisionId: decision.id, contentHash: decision.contentHash })
  }
  await insertMembers(tx, setId, decided)
  for (const { caseId, decisionId } of decided) {
    const closed = { id: caseId, subject: '', claimedAt: tx.now }
    const none = { enforcements: [], joined: [], standing: [] }
    queueDecidedCaseClose(tx, closed, { decisionId, conclusion: 'no_violation', ...none, by })
  }
  queueEntry(tx, { kind: 'case_set_dismissed', setId, reason, cases: decided, by })
  return setId
}

/** Alerts the leads, once a day, about a person who tries to dismiss more cases than one person may. */
async function alertDismissals(db: Pool, { id, pseudonym }: StaffCaller): Promise<void> {
  await inTransaction(db, async (tx) => {
    queueClaimantLock(tx, id)
    await alertLeadsDaily(tx, 'dismissals', message('alert.dismissals', { who: pseudonym, max: DISMISSED_A_DAY_MAX }))
  })
}
