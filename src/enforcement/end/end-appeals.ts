import sql from 'sql-template-tag'
import { explainLoss, lockClaimedCase } from '../../cases/claims/check-claim.ts'
import { insertEvent } from '../../cases/queue/queries.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { type Actor, actorKey, DESK, type RestoreCause } from '../../foundation/domain.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { queueJob } from '../../foundation/jobs.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'

/**
 * The outcomes of an appeal: a person upheld or overturned what it is against, or replaced it by one that takes less;
 * the enforcement was restored for another reason, or its time ended.
 */
export const APPEAL_ENDS = ['upheld', 'lessened', 'overturned', 'restored', 'ended'] as const
export type AppealEnd = (typeof APPEAL_ENDS)[number]

/** An appeal and the case in which it waits. */
export interface AppealRow {
  id: string
  caseId: string
  /** Null: it is a reporter's. */
  enforcementId: string | null
  /** The decision that a reporter contests. Null: an enforcement is contested. */
  decisionId: string | null
  subject: string
  state: 'open' | AppealEnd
  endedAt: Date | null
  judgedBy: string | null
  reason: string | null
}

const APPEAL = sql`appeal.id, review_case.id as "caseId", appeal.enforcement_id as "enforcementId", appeal.decision_id as "decisionId",
  appeal.subject, appeal.state,
  appeal.ended_at as "endedAt", appeal.judged_by as "judgedBy", appeal.reason`

/** The appeal of a case that was opened for one. */
export async function findAppealOfCase(db: Queryable, caseId: string): Promise<AppealRow | undefined> {
  return db.find<AppealRow>(sql`
    select ${APPEAL} from review_case join appeal on appeal.id = review_case.appeal_id where review_case.id = ${caseId}`)
}

/** Locks the open appeals against locked enforcements. */
async function lockOpenAppeals(tx: Tx, enforcementIds: readonly string[]): Promise<AppealRow[]> {
  return tx.list<AppealRow>(sql`
    select ${APPEAL} from appeal join review_case on review_case.appeal_id = appeal.id
    where appeal.enforcement_id = any (${enforcementIds}) and appeal.state = 'open' order by appeal.id for update of appeal`)
}

/** A person who judges the appeal of a case. */
interface Judge {
  caseId: string
  staffId: string
}

/**
 * Locks an appeal for its judge: it is open, they hold its case, and they had no part in what it contests. Throws the
 * reason otherwise. The caller locks the enforcement first.
 */
export async function lockForJudge(tx: Tx, { caseId, staffId }: Judge): Promise<AppealRow> {
  await tx.query(sql`select from appeal where id = (select appeal_id from review_case where id = ${caseId}) for update`)
  const appeal = requireFound(await findAppealOfCase(tx, caseId), message('appeal.notAppeal', { caseId }))
  if (appeal.state !== 'open') {
    const { state } = appeal
    throw new DeskError('conflict', message('appeal.ended', { how: message(`appeal.how.${state}`) }))
  }
  if (!(await mayJudge(tx, appeal.id, staffId))) {
    throw new DeskError('not_allowed', message('appeal.party'))
  }
  const claim = await lockClaimedCase(tx, caseId, staffId)
  if (!claim.ok) throw new DeskError('conflict', message('claim.notJudged', { why: explainLoss(claim.why) }))
  return appeal
}

/** The outcome that a judge gives, and why it differs from their own conclusion. Null: it follows from it. */
export interface Judged {
  how: 'upheld' | 'lessened' | 'overturned'
  differsBecause: string | null
}

/** Locks an appeal as `lockForJudge` does. Its judge has concluded, and says why where their outcome differs. */
export async function lockJudged(tx: Tx, judge: Judge, { how, differsBecause }: Judged): Promise<AppealRow> {
  const appeal = await lockForJudge(tx, judge)
  if (how !== 'overturned' && (await awaitsAnswer(tx, appeal.id)))
    throw new DeskError('conflict', message('appeal.awaitsAnswer'))
  const follows = await findConcludedOutcome(tx, appeal.id, judge.staffId)
  if (follows === undefined) throw new DeskError('conflict', message('appeal.concludeFirst'))
  if (follows === how) {
    if (differsBecause !== null) throw invalidField('differsBecause', message('appeal.followsConclusion'))
  } else if (differsBecause === null) throw invalidField('differsBecause', message('appeal.differs'))
  return appeal
}

/** True while an appeal waits for the answer to its judge's question: nothing that keeps a restriction is decided. */
const awaitsAnswer = (db: Queryable, appealId: string): Promise<boolean> =>
  db.onlyValue<boolean>(sql`select awaits_answer(${appealId}) as waits`)

/** The outcome that follows from a person's own conclusion on an appeal. Undefined: they have not concluded. */
async function findConcludedOutcome(db: Queryable, appealId: string, staffId: string): Promise<string | undefined> {
  const outcome = await db.findValue<string | null>(sql`
    select concluded_outcome(appeal, ${staffId}) as outcome from appeal where id = ${appealId}`)
  return outcome ?? undefined
}

/** True when this person had no part in the enforcement that the appeal is against. */
export async function mayJudge(db: Queryable, appealId: string, staffId: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`select where may_judge_appeal(${appealId}, ${staffId})`)
  return rowCount === 1
}

/** An enforcement that is being undone, and why. */
interface Undone {
  enforcementId: string
  cause: RestoreCause | undefined
  reason: string | null
  /** The reason for which the judge's outcome differs from their own conclusion. */
  differsBecause: string | null
  /** True when a lesser enforcement takes its place in this transaction, which then ends the appeal. */
  isReplaced: boolean
}

/**
 * Ends the open appeals against enforcements that are being undone: as overturned by its judge, otherwise as restored or
 * ended. No appeal outlasts its enforcement.
 */
export async function endAppealsOf(tx: Tx, undone: readonly Undone[], by: Actor): Promise<void> {
  const ending = undone.filter(({ isReplaced }) => !isReplaced)
  if (ending.length === 0) return
  const byId = new Map(ending.map((each) => [each.enforcementId, each]))
  for (const appeal of await lockOpenAppeals(tx, [...byId.keys()])) {
    const { cause, reason = null, differsBecause = null } = byId.get(appeal.enforcementId ?? '') ?? {}
    const judged = { how: 'overturned', differsBecause } as const
    if (cause === 'appeal' && by.kind === 'staff' && reason !== null && (await judges(tx, appeal, by.id, judged)))
      await endAppeal(tx, appeal, { ...judged, judgedBy: by.id, reason })
    else await endAppeal(tx, appeal, { how: cause === 'ended' ? 'ended' : 'restored' })
  }
}

/** True when this person ends the appeal by their judgement. A restore of any other kind waits for no conclusion. */
async function judges(tx: Tx, { id, caseId }: AppealRow, staffId: string, given: Judged): Promise<boolean> {
  const follows = await findConcludedOutcome(tx, id, staffId)
  if (follows === undefined || (follows === given.how) !== (given.differsBecause === null)) return false
  return (await mayJudge(tx, id, staffId)) && (await lockClaimedCase(tx, caseId, staffId)).ok
}

type Ending = (Judged & { judgedBy: string; reason: string }) | { how: 'restored' | 'ended' }

/** Ends a locked appeal, closes its case and records both. PostgreSQL refuses an outcome without its rows. */
export async function endAppeal(
  tx: Tx,
  { id, caseId, enforcementId, subject }: AppealRow,
  ending: Ending,
): Promise<void> {
  const judged = 'judgedBy' in ending ? ending : undefined
  const by: Actor = judged ? { kind: 'staff', id: judged.judgedBy } : DESK
  const isSameTeam = judged !== undefined && (await isOfDecidingTeam(tx, id, judged.judgedBy))
  await tx.query(sql`
    update appeal set state = ${ending.how}, judged_by = ${judged?.judgedBy ?? null}, reason = ${judged?.reason ?? null},
      differs_because = ${judged?.differsBecause ?? null}
    where id = ${id}`)
  await tx.query(sql`
    update review_case set state = 'closed', closed_at = desk_now(), returned = false, claimed_by = null, claimed_at = null,
      claimed_until = null, reserved_for = null, reserved_until = null, not_for = '{}', rank_boost_hours = 0
    where id = ${caseId}`)
  await insertEvent(tx, { caseId, kind: 'decided', by: actorKey(by), detail: { why: ending.how } })
  const { reason, differsBecause = null } = judged ?? {}
  const told = {
    ...(reason !== undefined && { reasonHash: contentHash({ reason }) }),
    ...(differsBecause !== null && { differsHash: contentHash({ differsBecause }) }),
    ...(isSameTeam && { sameTeam: true as const }),
  }
  queueEntry(tx, {
    kind: 'appeal_ended',
    appealId: id,
    caseId,
    how: ending.how,
    ...told,
    by,
    subject,
    ...(enforcementId !== null && { enforcementId }),
  })
  queueJob(tx, 'appeal', id, 'background')
}

/** True when the judge is of the team that decided: no person of another team judged it in time. */
const isOfDecidingTeam = (db: Queryable, appealId: string, staffId: string): Promise<boolean> =>
  db.onlyValue<boolean>(sql`select is_of_deciding_team(${appealId}, ${staffId}) as "isSameTeam"`)

/**
 * Releases the appeal's case for another person: its judge found the enforcement wrong, and undoing it takes a second
 * person.
 */
export async function passAppealOn(tx: Tx, { caseId, subject }: AppealRow, staffId: string): Promise<void> {
  await tx.query(sql`
    update review_case set claimed_by = null, claimed_at = null, claimed_until = null, returned = true, not_for = array[${staffId}::text]
    where id = ${caseId}`)
  const by = { kind: 'staff', id: staffId } as const
  await insertEvent(tx, { caseId, kind: 'released', by: actorKey(by) })
  queueEntry(tx, { kind: 'case_released', caseId, by, subject })
}
