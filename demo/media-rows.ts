import { createHash } from 'node:crypto'
import type { MediaFacts } from '@countersign/platform-kit'
import type { Sql } from './demo-store.ts'
import { drawPortrait } from './pictures.ts'
import type { PostMedia } from './posts-media.ts'

export function insertMedia(tx: Sql, contentId: string, place: number, media: PostMedia): void {
  const { kind, mediaType, alternativeText, bytes, isStreamed = false } = media
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  tx.run`insert into media (content_id, place, kind, media_type, alternative_text, sha256, streamed, bytes)
    values (${contentId}, ${place}, ${kind}, ${mediaType}, ${alternativeText}, ${sha256}, ${Number(isStreamed)}, ${bytes})`
}

/** Lists a post's media as the desk receives them; a medium is identified by its place in the post. */
export function listMedia(sql: Sql, contentId: string): MediaFacts[] {
  return sql.all`select * from media where content_id = ${contentId} order by place`.map((row) => ({
    kind: row.kind as PostMedia['kind'],
    mediaType: String(row.media_type),
    ...(row.alternative_text !== null && { alternativeText: String(row.alternative_text) }),
    reference: String(row.place),
    ...(row.streamed === 1 && { stream: { bytes: (row.bytes as Uint8Array).length, poster: `${POSTER}${row.place}` } }),
    sha256: String(row.sha256),
  }))
}

/** The beginning of the reference of a picture of a streamed medium. */
const POSTER = 'poster:'

export function findMedia(sql: Sql, contentId: string, reference: string) {
  if (reference.startsWith(POSTER)) return { mediaType: 'image/png', bytes: drawPortrait(contentId) }
  const row = sql.get`select media_type, bytes from media where content_id = ${contentId} and place = ${Number(reference)}`
  return row && { mediaType: String(row.media_type), bytes: row.bytes as Uint8Array }
}
