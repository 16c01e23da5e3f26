import type { MediaKind } from '../domain.ts'

/** The media types by the ending of a file's name. Mastodon states the kind of an attachment and no type. */
const BY_ENDING: Readonly<Record<string, string>> = {
  ...{ png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp' },
  ...{ avif: 'image/avif', mp4: 'video/mp4', webm: 'video/webm', mov: 'video/quicktime' },
  ...{ mp3: 'audio/mpeg', ogg: 'audio/ogg', oga: 'audio/ogg', wav: 'audio/wav', flac: 'audio/flac', m4a: 'audio/mp4' },
}
/** The types to which Mastodon converts what it stores. */
const USUAL: Readonly<Record<MediaKind, string>> = { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/mpeg' }

/** Returns the media type of an address, by the ending of its path. */
export function mediaTypeOf(address: string, kind: MediaKind): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(URL.parse(address)?.pathname ?? '')?.[1]?.toLowerCase() ?? ''
  const type = BY_ENDING[ending]
  return type?.startsWith(`${kind}/`) ? type : USUAL[kind]
}
