import sql from 'sql-template-tag'
import { parseSubjectKey } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'

/** The stored record of restricted evidence: its hash and the platform's reference. */
export interface RestrictedPiece {
  id: string
  mediaType: string
  sha256: string
  reference: string
}

/** Finds a restricted piece of a case, from its content or from a report. */
export async function findRestricted(
  db: Queryable,
  { caseId, subject, pieceId }: { caseId: string; subject: string; pieceId: string },
): Promise<RestrictedPiece | undefined> {
  const { kind, id: contentId } = parseSubjectKey(subject)
  return db.find<RestrictedPiece>(sql`
    select id, media_type as "mediaType", encode(sha256, 'hex') as sha256, reference
    from content_media where id = ${pieceId} and content_id = ${contentId} and ${kind} = 'content' and class = 'restricted'
    union all
    select id, media_type, encode(sha256, 'hex'), coalesce(reference, (
      select known.reference from evidence known where known.sha256 = evidence.sha256 and known.class = 'restricted' limit 1), (
      select known.reference from content_media known where known.sha256 = evidence.sha256 and known.class = 'restricted' limit 1))
    from evidence where id = ${pieceId} and case_id = ${caseId} and is_restricted_hash(sha256)`)
}

/** True when the subject has restricted media, or was reported with some. */
export async function isRestricted(db: Queryable, subject: string): Promise<boolean> {
  return (await db.findValue<boolean>(sql`select is_restricted(${subject}) as restricted`)) ?? true
}

/** True when bytes with this hash, in hex, are known to be restricted. Without a hash they are not known. */
export async function isRestrictedHash(db: Queryable, sha256: string | undefined): Promise<boolean> {
  if (sha256 === undefined) return false
  return (await db.findValue<boolean>(sql`select is_restricted_hash(decode(${sha256}, 'hex')) as restricted`)) ?? true
}

/** True when this reference is that of a restricted medium of the subject, also of one that the content no longer has. */
export async function isRestrictedReference(
  db: Queryable,
  { subject, reference }: { subject: string; reference: string },
): Promise<boolean> {
  const { kind, id: contentId } = parseSubjectKey(subject)
  const isRestricted = await db.findValue<boolean>(sql`
    select exists (select from content_media
      where content_id = ${contentId} and ${kind} = 'content' and reference = ${reference}
        and (class = 'restricted' or is_restricted_hash(sha256))) as restricted`)
  return isRestricted ?? true
}
