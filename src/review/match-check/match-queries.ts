import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

const MEDIA_MAX = 64

export interface ComparedMedia {
  id: string
  reference: string
  restricted: boolean
}

/** Lists the media that a content has now, as the platform reports them. */
export async function listComparedMedia(db: Queryable, contentId: string): Promise<ComparedMedia[]> {
  return db.list<ComparedMedia>(sql`
    select id, reference, class = 'restricted' as restricted from content_media
    where content_id = ${contentId} and gone_at is null order by place, id limit ${MEDIA_MAX}`)
}

/**
 * The reasons for which a match is no ground. young: the list or entry is not a day old. author: the caller added or
 * approved the list.
 */
export const MATCH_REFUSALS = ['young', 'author'] as const

export interface FoundMatch {
  id: string
  listId: string
  list: string
  refusal: (typeof MATCH_REFUSALS)[number] | null
}

/** Records a match with every list that has this hash; none: no list has it, and nothing is recorded. */
export async function recordMatches(
  tx: Tx,
  { caseId, mediaId, sha256, staffId }: { caseId: string; mediaId: string; sha256: Buffer; staffId: string },
): Promise<FoundMatch[]> {
  return tx.list<FoundMatch>(sql`
    select id, list_id as "listId", list_name as list, refusal
    from record_content_match(${caseId}, ${mediaId}, ${sha256}, ${staffId})`)
}

/** Returns the time until which a match found now is a ground for acting alone. */
export async function readGoodUntil(db: Queryable): Promise<Date> {
  return db.onlyValue<Date>(sql`select match_valid_until(desk_now()) as at`)
}
