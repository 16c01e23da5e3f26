import sql, { type Sql } from 'sql-template-tag'
import { descending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { MAY_OPEN } from '../claims/who-fits.ts'

/** The reasons for a referral to an authority. Each is also an escalation queue. */
export const REFERRAL_KINDS = ['child_safety', 'threat_to_life'] as const
type ReferralKind = (typeof REFERRAL_KINDS)[number]

export interface NewReferral {
  caseId: string
  kind: ReferralKind
  authority: string
  /** The authority's own reference for the referral. */
  reference: string
  /** The time of sending. Null: now. */
  sentAt: Date | null
  /** Text that identifies the material without describing it. */
  what: string
  /** The ids of the evidence and media that were sent. */
  pieces: readonly string[]
  corrects: string | null
  madeBy: string
}

export interface Referral extends NewReferral {
  id: string
  sentAt: Date
  subject: string
  accountId: string | null
  madeAt: Date
  /** The later referral that corrects this one. */
  correctedBy: string | null
}

const REFERRAL = sql`referral.id, referral.case_id as "caseId", referral.subject, referral.account_id as "accountId", referral.kind,
  referral.authority, referral.reference, referral.sent_at as "sentAt", referral.what, referral.pieces, referral.corrects,
  referral.made_by as "madeBy", referral.made_at as "madeAt",
  (select later.id from referral later where later.corrects = referral.id order by later.made_at limit 1) as "correctedBy"`

const mayOpen = (staffId: string): Sql => sql`exists (
  select from review_case candidate join staff person on person.id = ${staffId} where candidate.id = referral.case_id and ${MAY_OPEN})`

/**
 * Stores a referral. Undefined: the person may not open the case, the corrected referral is of another case, or a piece
 * is not of this case.
 */
export async function insertReferral(tx: Tx, given: NewReferral): Promise<Referral | undefined> {
  return tx.find<Referral>(sql`
    insert into referral (case_id, subject, account_id, kind, authority, reference, sent_at, what, pieces, corrects, made_by)
    select candidate.id, candidate.subject, candidate.account_id, ${given.kind}, ${given.authority}, ${given.reference},
      coalesce(${given.sentAt}, desk_now()), ${given.what}, ${given.pieces}, ${given.corrects}, ${given.madeBy}
    from review_case candidate join staff person on person.id = ${given.madeBy}
    where candidate.id = ${given.caseId} and ${MAY_OPEN}
      and (${given.corrects}::text is null
        or exists (select from referral other where other.id = ${given.corrects} and other.case_id = candidate.id))
      and not exists (select from unnest(${given.pieces}::text[]) piece
        where not exists (select from evidence where evidence.id = piece and evidence.case_id = candidate.id)
          and not exists (select from content_media media
            where media.id = piece and 'content:' || media.content_id = candidate.subject))
    returning ${REFERRAL}`)
}

/**
 * Lists referrals of cases that this person may open, newest first: of one case, of an account and its contents, or
 * all.
 */
export async function listReferrals(
  db: Queryable,
  { caseId, account, staffId }: { caseId: string | undefined; account: string | undefined; staffId: string },
  page: PageRequest,
): Promise<PageOf<Referral>> {
  const rows = sql`
    select ${REFERRAL} from referral
    where (${caseId ?? null}::text is null or case_id = ${caseId ?? null})
      and (${account ?? null}::text is null or account_id = ${account ?? null}) and ${mayOpen(staffId)}`
  const key = [descending(sql`listed."madeAt"`, 'time'), descending(sql`listed.id`, 'text')]
  return selectPage<Referral>(db, { rows, key }, page)
}
