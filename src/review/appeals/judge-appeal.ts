import { reopenDecision } from '../../cases/queue/reopen-decision.ts'
import { type AppealRow, endAppeal, findAppealOfCase, lockJudged } from '../../enforcement/end/end-appeals.ts'
import { restoreEnforcement } from '../../enforcement/restore/restore-enforcement.ts'
import type { GivenSignature } from '../../foundation/acts.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import type { LesserAction } from '../../foundation/schemas/lesser-body.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import type { Desk } from '../../policy/desk.ts'
import { prepareLesser } from './lesser/lessen-appeal.ts'

interface Judgement {
  caseId: string
  by: StaffCaller
  outcome: 'uphold' | 'lessen' | 'overturn'
  /** The action that takes less, where the outcome is `lessen`. */
  lesser?: LesserAction | undefined
  /** The reason that the appellant receives. */
  reason: string
  /** The reason for which the outcome differs from the judge's own conclusion. */
  differsBecause?: string | undefined
  /** The second person's signature, where restoring the enforcement needs two people. */
  signature?: GivenSignature | undefined
}

/**
 * Judges an appeal once. The judge holds its case, had no part in its enforcement and has stored their own conclusion. Overturning restores the
 * enforcement by the same rules as any restore: where it needs two people, the first one's answer is stored and the
 * case goes on to another.
 */
export async function judgeAppeal(desk: Desk, judgement: Judgement): Promise<AppealRow> {
  const { caseId, by, outcome, reason } = judgement
  const found = requireFound(await findAppealOfCase(desk.db, caseId), message('appeal.unknown', { appealId: caseId }))
  if (isRepeated(found, judgement)) return found
  const { enforcementId } = found
  if ((outcome === 'lessen') !== (judgement.lesser !== undefined))
    throw invalidField('lesser', message(judgement.lesser === undefined ? 'field.missing' : 'appeal.lesserOnly'))
  if (outcome === 'uphold') await uphold(desk, judgement)
  else if (enforcementId === null && outcome === 'lessen')
    throw invalidField('outcome', message('appeal.lesserOfNothing'))
  else if (enforcementId === null) await reopen(desk, found, judgement)
  else {
    const { signature, lesser, differsBecause = null } = judgement
    const appeal = { caseId, differsBecause }
    const replacement = lesser && (await prepareLesser(desk, found, { caseId, by, reason, lesser }))
    const restoring = { enforcementId, by, cause: 'appeal', reason, appeal, signature } as const
    await restoreEnforcement(desk, { ...restoring, ...(replacement && { replacement }) })
  }
  return (await findAppealOfCase(desk.restoreDb, caseId)) ?? found
}

const STATES = { uphold: 'upheld', lessen: 'lessened', overturn: 'overturned' } as const

/** True when the same person repeats the same judgement. */
const isRepeated = ({ state, judgedBy, reason }: AppealRow, judgement: Judgement): boolean =>
  state === STATES[judgement.outcome] && judgedBy === judgement.by.id && reason === judgement.reason

/**
 * Upholding keeps a restrictive enforcement in effect, which a restricted person may not do. They may still restore it.
 */
const RESTRICTED = message('appeal.restricted')

async function uphold({ db }: Desk, { caseId, by, reason, differsBecause }: Judgement): Promise<void> {
  await inTransaction(db, async (tx) => {
    // The lock on the judge's row lasts until the transaction ends, so that their departure waits for it.
    const standing = await lockStanding(tx, by.id)
    if (!standing?.active) throw new DeskError('not_allowed', message('staff.notHere'))
    if (standing.restricted) throw new DeskError('not_allowed', RESTRICTED)
    const judged = { how: 'upheld', differsBecause: differsBecause ?? null } as const
    const appeal = await lockJudged(tx, { caseId, staffId: by.id }, judged)
    await endAppeal(tx, appeal, { ...judged, judgedBy: by.id, reason })
  })
}

/**
 * Gives a reporter right: the case that led to nothing goes to the front of its queue, to be decided by another person
 * than before. Their proposal takes the same way as every other; the appeal itself acts on nothing.
 */
async function reopen({ db }: Desk, { decisionId }: AppealRow, judgement: Judgement): Promise<void> {
  const { caseId, by, reason, differsBecause = null } = judgement
  await inTransaction(db, async (tx) => {
    const standing = await lockStanding(tx, by.id)
    if (!standing?.active) throw new DeskError('not_allowed', message('staff.notHere'))
    const judged = { how: 'overturned', differsBecause } as const
    const appeal = await lockJudged(tx, { caseId, staffId: by.id }, judged)
    if (decisionId === null) throw new Error(`appeal ${appeal.id} contests no decision`)
    const why = message('appeal.reopened', { appealId: appeal.id })
    await reopenDecision(tx, { decisionId, subject: appeal.subject, why, by: { kind: 'staff', id: by.id } })
    await endAppeal(tx, appeal, { ...judged, judgedBy: by.id, reason })
  })
}
