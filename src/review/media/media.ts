import type { MediaKind } from '../../foundation/domain.ts'
import type { CaseMedia } from './media-queries.ts'

/** The media types that browsers show themselves and in which no script runs: no SVG, no documents. */
const SHOWN: Readonly<Record<MediaKind, readonly string[]>> = {
  image: ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'],
  video: ['video/mp4', 'video/webm'],
  audio: ['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/ogg', 'audio/wav', 'audio/webm', 'audio/flac'],
}

/** The reasons to withhold bytes: restricted, or a media type that the desk doesn't show. */
export const WITHHELD = ['restricted', 'type'] as const
export type Withheld = (typeof WITHHELD)[number]

/** Returns the reason to withhold a medium. Null: each person who may open the case may see it. */
export function withheld(media: Pick<CaseMedia, 'class' | 'restricted' | 'kind' | 'mediaType'>): Withheld | null {
  if (media.class === 'restricted' || media.restricted) return 'restricted'
  return isShown(media.kind, media.mediaType) ? null : 'type'
}

export const isShown = (kind: MediaKind, mediaType: string): boolean => SHOWN[kind].includes(mediaType)
