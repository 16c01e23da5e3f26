import sql from 'sql-template-tag'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { MAY_SEE_ACCOUNT } from '../../cases/claims/who-sees.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { subjectKey } from '../../foundation/domain.ts'

/** A content that has the same file as the content of a case. */
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
  /** True when the platform states that both contents show the file. False: a report or a notice about one of them has it. */
  isShown: boolean
}

/** The most files of one case that are compared. */
const HASHES_MAX = 100

/**
 * SQL query: the hashes of the media of a case's content, and of the files of its reports. Text is left out: two short
 * texts are equal by chance.
 */
const hashesOf = (caseId: string) => sql`
  select sha256, bool_or(shown) as shown from (
    select sha256, false as shown from evidence where case_id = ${caseId} and media_type not like 'text/%'
    union all
    select media.sha256, true from review_case
      join content_media media on media.content_id = subject_id(review_case.subject, 'content')
    where review_case.id = ${caseId} and media.sha256 is not null) every
  group by sha256 order by shown desc, sha256 limit ${HASHES_MAX}`

/** SQL condition: the account of a copy is known to the person, and a restricted copy by a case that they may open. */
const IS_VISIBLE = sql`account.id is not null and ${MAY_SEE_ACCOUNT} and (not is_restricted('content:' || found.id) or exists (
  select from review_case candidate where candidate.subject = 'content:' || found.id and ${MAY_OPEN}))`

/**
 * Lists contents with a file of a case's content or of its reports, by id, up to a limit. Equal means the same SHA-256: a
 * picture that was scaled or encoded anew is no copy. Contents that show it no more are none.
 */
export const listCopies = (
  db: Queryable,
  { caseId, staffId, most }: { caseId: string; staffId: string; most: number },
): Promise<Copy[]> =>
  db.list<Copy>(sql`
    with hashes as materialized (${hashesOf(caseId)}),
    found as materialized (
      select id, bool_or(shown) as shown from (
        select copy.content_id as id, shown from hashes cross join lateral (
          select content_id from content_media media where media.sha256 = hashes.sha256 and media.gone_at is null
          order by content_id limit ${most + 1}) copy
        union all
        select subject_id(review_case.subject, 'content'), false from hashes cross join lateral (
          select case_id from evidence where evidence.sha256 = hashes.sha256 order by id limit ${most + 1}) kept
          join review_case on review_case.id = kept.case_id) every
      where id is not null and id is distinct from
        (select subject_id(subject, 'content') from review_case where id = ${caseId})
      group by id order by id limit ${most})
    select found.id as "contentId", content.account_id as "accountId", account.handle, found.shown as "isShown",
      coalesce(account.protected, true) or has_protected_former_author('content:' || found.id) as "isProtected",
      is_restricted('content:' || found.id) as "isRestricted", coalesce(${IS_VISIBLE}, false) as "isVisible"
    from found join staff person on person.id = ${staffId}
      left join content on content.id = found.id left join account on account.id = content.account_id
    order by found.id`)

/**
 * Keeps what a bulk action of the person may take: nothing restricted, nothing of a protected account, and nothing that
 * only a report relates to the case. Who sends reports with a file chooses no set.
 */
export const inBulk = (copies: readonly Copy[]): Copy[] =>
  copies.filter(
    ({ isProtected, isRestricted, isShown, isVisible }) => isShown && isVisible && !isProtected && !isRestricted,
  )

/** Finds an open case about each content that a person may open, unless they still review what waits about its account. */
export async function findOpenCases(
  db: Queryable,
  { contentIds, staffId }: { contentIds: readonly string[]; staffId: string },
): Promise<ReadonlyMap<string, string>> {
  const found = await db.list<{ contentId: string; caseId: string }>(sql`
    select subject_id(candidate.subject, 'content') as "contentId", min(candidate.id) as "caseId"
    from review_case candidate join staff person on person.id = ${staffId}
    where candidate.subject = any (${contentIds.map((id) => subjectKey({ kind: 'content', id }))})
      and candidate.state = 'open' and ${MAY_OPEN}
      and not exists (select from enforcement where account_id = candidate.account_id and is_waiting(enforcement.state)
        and owes_independent_review(${staffId}, enforcement))
    group by candidate.subject`)
  return new Map(found.map(({ contentId, caseId }) => [contentId, caseId]))
}
