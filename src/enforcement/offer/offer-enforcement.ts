import sql, { type Sql } from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import { isNeeded } from '../approve/is-needed.ts'
import { findEnforcement, ENFORCEMENT, type Enforcement } from '../queries.ts'
import { APPROVAL_SENTENCES, findAnswerRefusal } from '../approvers/answer-rights.ts'

/** The time for which an offer counts before the enforcement is offered to other people instead. */
const OFFER_MS = 10 * 60_000
/** The most enforcements that are searched for one that was passed on and that the others cannot approve. */
const PASSED_MAX = 20

/**
 * Offers a person an enforcement that the desk chooses, never one of their own. An unanswered offer comes again first.
 * Then comes the enforcement with the fewest open offers and the earliest deadline. An enforcement that lacks only a
 * promise to confirm it precedes all of these, because it takes no review.
 */
export async function offerNext(desk: Desk, by: StaffCaller): Promise<Enforcement | undefined> {
  return inTransaction(desk.db, async (tx) => {
    await lockStanding(tx, by.id)
    const duty = await findDutyToOffer(tx, by.id)
    if (duty !== undefined) return duty
    const enforcement =
      (await findOffered(tx, by.id)) ?? (await findToOffer(tx, by.id)) ?? (await findPassed(tx, by.id))
    if (enforcement === undefined) return undefined
    const { rowCount } = await tx.query(sql`
      insert into enforcement_offer (enforcement_id, staff_id, until)
      values (${enforcement.id}, ${by.id}, desk_now() + ${OFFER_MS} * interval '1 ms')
      on conflict (enforcement_id, staff_id) do update set until = excluded.until
        where enforcement_offer.until <= desk_now()`)
    if (rowCount === 1) {
      queueEntry(tx, {
        kind: 'enforcement_offered',
        staffId: by.id,
        by: { kind: 'staff', id: by.id },
        subject: enforcement.subject,
        enforcementId: enforcement.id,
      })
    }
    return enforcement
  })
}

/** Finds an enforcement with all approvals and without a promise to confirm it, which this person may promise. */
async function findDutyToOffer(tx: Tx, staffId: string): Promise<Enforcement | undefined> {
  return tx.find<Enforcement>(sql`
    select ${ENFORCEMENT} from enforcement
    where state = 'awaiting_approval' and lacks_only_confirm_duty(enforcement) and approval_refusal(id, ${staffId}, 'duty') is null
    order by expires_at - hold_ms * interval '1 ms', id
    limit 1`)
}

async function findOffered(tx: Tx, staffId: string): Promise<Enforcement | undefined> {
  return tx.find<Enforcement>(sql`
    select ${ENFORCEMENT} from enforcement
    where id in (select enforcement_id from enforcement_offer where staff_id = ${staffId} and until > desk_now())
      and state = 'awaiting_approval' and approval_refusal(id, ${staffId}, 'offer') is null
    order by expires_at limit 1`)
}

async function findToOffer(tx: Tx, staffId: string): Promise<Enforcement | undefined> {
  return tx.find<Enforcement>(sql`
    select ${ENFORCEMENT} from enforcement
    where state = 'awaiting_approval' and approval_refusal(id, ${staffId}, 'offer') is null and not ${hasPassed(staffId)}
    order by (select count(*) from enforcement_offer where enforcement_id = enforcement.id and until > desk_now()),
      expires_at - hold_ms * interval '1 ms', id
    limit 1`)
}

const hasPassed = (staffId: string): Sql => sql`exists (
  select from enforcement_offer where enforcement_id = enforcement.id and staff_id = ${staffId} and passed_at is not null)`

/** An enforcement that an approver passed on returns to them when the others cannot approve it. */
async function findPassed(tx: Tx, staffId: string): Promise<Enforcement | undefined> {
  const { rows } = await tx.query<Enforcement>(sql`
    select ${ENFORCEMENT} from enforcement
    where state = 'awaiting_approval' and approval_refusal(id, ${staffId}, 'offer') is null and ${hasPassed(staffId)}
    order by expires_at, id limit ${PASSED_MAX}`)
  for (const enforcement of rows) if (await isNeeded(tx, enforcement, staffId)) return enforcement
  return undefined
}

export interface Offer {
  until: Date
  ownConclusion: string | null
  ownRationale: string | null
  ownAt: Date | null
  /**
   * True when the approver was asked which account it is. `ownAccount`: the one they chose. Null: they could not tell.
   */
  ownAsked: boolean
  ownAccount: string | null
  /** The time at which the approver passed it on. */
  passedAt: Date | null
  /** The time at which the action was shown to the approver before their own review. */
  revealedAt: Date | null
}

export async function findOffer(db: Queryable, enforcementId: string, staffId: string): Promise<Offer | undefined> {
  return db.find<Offer>(sql`
    select until, own_conclusion as "ownConclusion", own_rationale as "ownRationale", own_at as "ownAt",
      own_asked as "ownAsked", own_account as "ownAccount",
      passed_at as "passedAt", revealed_at as "revealedAt"
    from enforcement_offer where enforcement_id = ${enforcementId} and staff_id = ${staffId}`)
}

interface IndependentReview {
  enforcementId: string
  by: StaffCaller
  conclusion: 'violation' | 'no_violation'
  rationale: string
  /** The account that the approver takes the subject for. Null: they can't tell. Undefined: it was not asked. */
  account?: string | null | undefined
}

/** Stores an approver's independent review before they learn the proposer's. Each approver stores one. */
export async function giveIndependentReview(desk: Desk, request: IndependentReview): Promise<void> {
  const { enforcementId, by, conclusion, rationale, account } = request
  await inTransaction(desk.db, async (tx) => {
    const enforcement = await findEnforcement(tx, enforcementId)
    const why = await findAnswerRefusal(tx, enforcementId, by.id, 'offer')
    if (enforcement === undefined || why === 'unknown')
      throw new DeskError('not_found', message('enforcement.unknown', { enforcementId }))
    if (why !== null)
      throw new DeskError('not_allowed', message('approval.refused', { why: APPROVAL_SENTENCES[why] }), { why })
    const { rows } = await tx.query<{ isKept: boolean }>(sql`
      select record_own_review(${enforcementId}, ${by.id}, ${conclusion}, ${rationale}, ${account ?? null}) as "isKept"`)
    if (rows[0]?.isKept) {
      const isAsked = (await findOffer(tx, enforcementId, by.id))?.ownAsked === true
      if (isAsked && account === undefined) throw whichAccount()
      const actor = { kind: 'staff', id: by.id } as const
      queueEntry(tx, {
        kind: 'enforcement_independent_review',
        conclusion,
        contentHash: contentHash({ conclusion, rationale }),
        ...(isAsked ? { account: account ?? null } : {}),
        by: actor,
        subject: enforcement.subject,
        enforcementId,
      })
      return
    }
    const offered = (await findOffer(tx, enforcementId, by.id)) !== undefined
    throw new DeskError('conflict', offered ? ALREADY : NOT_OFFERED)
  })
}

const whichAccount = (): DeskError => invalidField('account', message('offer.whichAccount'))

const ALREADY = message('offer.reviewed')
const NOT_OFFERED = message('offer.notOffered')
