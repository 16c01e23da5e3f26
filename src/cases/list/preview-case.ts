import sql from 'sql-template-tag'
import type { Category } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { MAY_OPEN } from '../claims/who-fits.ts'
import { LISTED, type ListedCaseRow, WITH_PEOPLE } from './list-cases.ts'
import { CASE } from '../queue/queries.ts'

const EXCERPT_CHARS_MAX = 600
const COMMENT_CHARS_MAX = 300
const COMMENTS_MAX = 3
/** The most reports whose categories a preview counts, the newest first: a case may have very many. */
const REPORTS_COUNTED_MAX = 1_000

type CasePreviewRow = ListedCaseRow & {
  tags: string[]
  accountCreatedAt: Date | null
  contentKind: string | null
  excerpt: string | null
  mediaCount: number
  /** True when a medium of the content is sensitive or restricted. */
  isSensitive: boolean
  categories: { category: Category; count: number }[]
  comments: string[]
}

/**
 * Reads the part of a case that a reader needs to choose it. It claims nothing, and returns nothing to a person who may
 * not open the case. Text of restricted content is withheld: only the opened case shows it.
 */
export async function previewCase(db: Queryable, caseId: string, staffId: string): Promise<CasePreviewRow> {
  const found = await db.find<CasePreviewRow>(sql`
    select ${CASE}, ${LISTED}, claimant.pseudonym as claimant, reserved.pseudonym as "reservedFor",
      coalesce(account.tags, '{}') as tags, account.account_created_at as "accountCreatedAt",
      content.kind as "contentKind",
      case when not withheld then left(coalesce(nullif(content.text, ''), item_text(content.item)), ${EXCERPT_CHARS_MAX}) end as excerpt,
      media.count::integer as "mediaCount", media.sensitive as "isSensitive",
      reported.categories, said.comments
    from review_case candidate join staff person on person.id = ${staffId} ${WITH_PEOPLE}
    left join content on candidate.subject = 'content:' || content.id
      and content.id = substr(candidate.subject, length('content:') + 1)
    cross join lateral (select is_restricted(candidate.subject) as withheld) restricted
    cross join lateral (
      select count(*), coalesce(bool_or(class <> 'ordinary'), false) as sensitive from content_media
      where content_id = content.id and gone_at is null) media
    cross join lateral (
      select coalesce(json_agg(json_build_object('category', category, 'count', count) order by count desc, category), '[]')
        as categories
      from (select category, count(*) as count from (
        select category from report where case_id = candidate.id order by received_at desc limit ${REPORTS_COUNTED_MAX}) newest
        group by category) counted) reported
    cross join lateral (
      select coalesce(array_agg(left(comment, ${COMMENT_CHARS_MAX})), '{}') as comments from (
        select comment from report where case_id = candidate.id and comment is not null and not withheld
        order by received_at desc limit ${COMMENTS_MAX}) newest) said
    where candidate.id = ${caseId} and ${MAY_OPEN}`)
  if (found === undefined) throw new DeskError('not_found', message('case.unknown', { caseId }))
  return found
}
