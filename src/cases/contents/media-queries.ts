import sql from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { queueBytesDrop } from './restricted-queries.ts'
import type { ContentRecord } from '../accounts/facts-queries.ts'

/**
 * Returns the contents that show something new since the last facts: another reference, or other bytes under the same
 * one. It runs before the new media are written.
 */
export async function listShownSince(
  tx: Tx,
  contents: readonly Pick<ContentRecord, 'id' | 'media'>[],
): Promise<Set<string>> {
  const given = contents.flatMap(({ id: contentId, media = [] }) =>
    media.map(({ reference, sha256 = null }) => ({ contentId, reference, sha256 })),
  )
  if (given.length === 0) return new Set()
  const ids = await tx.listValues<string>(sql`
    select distinct "contentId" as id
    from json_to_recordset(${JSON.stringify(given)}::json) given("contentId" text, reference text, sha256 text)
    where not exists (
      select from content_media known
      where known.content_id = "contentId" and known.reference = given.reference and known.gone_at is null
        and (known.sha256 is null or given.sha256 is null or known.sha256 = decode(given.sha256, 'hex')))`)
  return new Set(ids)
}

/**
 * Updates the media of contents that were just written; contents without a media list keep theirs. Removed media are
 * marked, not deleted. Restricted media stay restricted under any reference to the same bytes, without alternative
 * text.
 */
export function queueMedia(tx: Tx, contents: readonly Pick<ContentRecord, 'id' | 'media' | 'factsAt'>[]): void {
  const told = contents.filter(({ media }) => media !== undefined)
  if (told.length === 0) return
  const given = told.flatMap(({ id: contentId, media = [] }) =>
    media.map(({ stream, ...each }, place) => ({
      ...{ ...each, contentId, place, class: each.class ?? 'ordinary' },
      ...(each.kind !== 'image' && { streamBytes: stream?.bytes, poster: stream?.poster }),
    })),
  )
  const rows = sql`json_to_recordset(${JSON.stringify(given)}::json) given("contentId" text, reference text, place smallint,
    kind text, "mediaType" text, "alternativeText" text, class text, sha256 text, "streamBytes" bigint, poster text)`
  const isRestrictedNow = sql`(content_media.class = 'restricted' or given.class = 'restricted'
    or coalesce(is_restricted_hash(coalesce(decode(given.sha256, 'hex'), content_media.sha256)), false))`
  tx.queue(sql`
    update content_media set gone_at = read.at
    from unnest(${told.map(({ id }) => id)}::text[], ${told.map(({ factsAt }) => factsAt)}::timestamptz[]) read(id, at)
    where content_id = read.id and gone_at is null and not exists (
      select from ${rows} where "contentId" = content_id and given.reference = content_media.reference)`)
  tx.queue(sql`
    update content_media set place = given.place, kind = given.kind, media_type = given."mediaType", gone_at = null,
      alternative_text = case when ${isRestrictedNow} then null else given."alternativeText" end,
      class = case when ${isRestrictedNow} then 'restricted' else given.class end,
      stream_bytes = case when ${isRestrictedNow} then null else given."streamBytes" end,
      poster = case when ${isRestrictedNow} then null else given.poster end,
      sha256 = coalesce(decode(given.sha256, 'hex'), content_media.sha256)
    from ${rows} where content_id = "contentId" and content_media.reference = given.reference`)
  // The content's row is locked, so no other transaction inserts its media concurrently.
  tx.queue(sql`
    insert into content_media (content_id, reference, place, kind, media_type, alternative_text, class, sha256,
      stream_bytes, poster)
    select "contentId", reference, place, kind, "mediaType", case when restricted then null else "alternativeText" end,
      case when restricted then 'restricted' else class end, decode(sha256, 'hex'),
      case when restricted then null else "streamBytes" end, case when restricted then null else poster end
    from ${rows} cross join lateral (
      select class = 'restricted' or coalesce(is_restricted_hash(decode(sha256, 'hex')), false) as restricted) known_as
    where not exists (
      select from content_media known where known.content_id = "contentId" and known.reference = given.reference)
    order by "contentId", place`)
  const restricted = given.flatMap(({ class: mediaClass, sha256 }) =>
    mediaClass === 'restricted' && sha256 ? [sha256] : [],
  )
  queueBytesDrop(tx, restricted)
}
