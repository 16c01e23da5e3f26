import type { MediaKind } from '../../foundation/domain.ts'
import type { CaseMedia } from './media-queries.ts'

/** What browsers show of themselves and what can run nothing in them: no SVG, no documents. */
const SHOWN: Readonly<Record<MediaKind, readonly string[]>> = {
  image: ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'],
  video: ['video/mp4', 'video/webm'],
  audio: ['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/ogg', 'audio/wav', 'audio/webm', 'audio/flac'],
}

/** Why no bytes of one are shown: it is restricted, or of a type that no desk shows. */
export const WITHHELD = ['restricted', 'type'] as const
export type Withheld = (typeof WITHHELD)[number]

/** Null: whoever may open the case may see it. */
export function withheld(media: Pick<CaseMedia, 'class' | 'restricted' | 'kind' | 'mediaType'>): Withheld | null {
  if (media.class === 'restricted' || media.restricted) return 'restricted'
  return isShown(media.kind, media.mediaType) ? null : 'type'
}

export const isShown = (kind: MediaKind, mediaType: string): boolean => SHOWN[kind].includes(mediaType)
