import sql from 'sql-template-tag'
import { parseSubjectKey } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'

/** What the desk has of something sealed: which bytes they are, and where the platform has them. */
export interface SealedPiece {
  id: string
  mediaType: string
  sha256: string
  reference: string
}

/** One of a case's sealed pieces, of the content itself or as it came with a report. */
export async function findSealed(
  db: Queryable,
  { caseId, subject, pieceId }: { caseId: string; subject: string; pieceId: string },
): Promise<SealedPiece | undefined> {
  const { kind, id: contentId } = parseSubjectKey(subject)
  const { rows } = await db.query<SealedPiece>(sql`
    select id, media_type as "mediaType", encode(sha256, 'hex') as sha256, reference
    from content_media where id = ${pieceId} and content_id = ${contentId} and ${kind} = 'content' and class = 'sealed'
    union all
    select id, media_type, encode(sha256, 'hex'), coalesce(reference, (
      select known.reference from evidence known where known.sha256 = evidence.sha256 and known.class = 'sealed' limit 1), (
      select known.reference from content_media known where known.sha256 = evidence.sha256 and known.class = 'sealed' limit 1))
    from evidence where id = ${pieceId} and case_id = ${caseId} and is_sealed_hash(sha256)`)
  return rows[0]
}

/** Whether something sealed is part of this, or came with a report of it. */
export async function isSealed(db: Queryable, subject: string): Promise<boolean> {
  const { rows } = await db.query<{ sealed: boolean }>(sql`select is_sealed(${subject}) as sealed`)
  return rows[0]?.sealed ?? true
}
