import sql from 'sql-template-tag'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { MAY_SEE_ACCOUNT } from '../../cases/claims/who-sees.ts'
import type { Queryable } from '../../foundation/database/db.ts'

/** A content that shows the same bytes as the content of a case. */
export interface Copy {
  contentId: string
  /** Null: its author is not known. */
  accountId: string | null
  handle: string | null
  /** True when its author is protected, or may be: then it is decided singly. */
  isProtected: boolean
  isRestricted: boolean
  /** False: the person may know that it exists, and not which one it is. */
  isVisible: boolean
  /** The open case about it that the person may open. Null: there is none, or they still review what waits about it. */
  openCaseId: string | null
}

/**
 * SQL query: the hashes of the media of a case's content, and of the files of its reports. Text is left out: two short
 * texts are equal by chance.
 */
const hashesOf = (caseId: string) => sql`
  select sha256 from evidence where case_id = ${caseId} and media_type not like 'text/%'
  union
  select media.sha256 from review_case join content_media media on media.content_id = subject_id(review_case.subject, 'content')
  where review_case.id = ${caseId} and media.sha256 is not null`

/**
 * Lists contents that the desk knows to show a file of a case's content or of its reports, by id, up to a limit. Equal
 * means the same SHA-256: a picture that was scaled or encoded anew is no copy. Contents that show it no more are none.
 */
export const listCopies = (
  db: Queryable,
  { caseId, staffId, most }: { caseId: string; staffId: string; most: number },
): Promise<Copy[]> =>
  db.list<Copy>(sql`
    with hashes as materialized (${hashesOf(caseId)}),
    found as materialized (
      select id from (
        select media.content_id as id from content_media media
        where media.sha256 in (select sha256 from hashes) and media.gone_at is null
        union
        select subject_id(review_case.subject, 'content') from evidence join review_case on review_case.id = evidence.case_id
        where evidence.sha256 in (select sha256 from hashes)) every
      where id is not null and id <> coalesce(
        (select subject_id(subject, 'content') from review_case where id = ${caseId}), '')
      order by id limit ${most})
    select found.id as "contentId", content.account_id as "accountId", account.handle,
      coalesce(account.protected, true) or has_protected_former_author('content:' || found.id) as "isProtected",
      is_restricted('content:' || found.id) as "isRestricted",
      case when account.id is null then false else ${MAY_SEE_ACCOUNT} end as "isVisible",
      (select candidate.id from review_case candidate
        where candidate.subject = 'content:' || found.id and candidate.state = 'open' and ${MAY_OPEN}
          and not exists (select from enforcement where account_id = content.account_id and is_waiting(enforcement.state)
            and owes_independent_review(${staffId}, enforcement))
        order by candidate.id limit 1) as "openCaseId"
    from found join staff person on person.id = ${staffId}
      left join content on content.id = found.id left join account on account.id = content.account_id
    order by found.id`)

/** Keeps what a bulk action of the person may take: nothing restricted, and nothing of a protected account. */
export const inBulk = (copies: readonly Copy[]): Copy[] =>
  copies.filter(({ isProtected, isRestricted, isVisible }) => isVisible && !isProtected && !isRestricted)
