/** A request for a part of a streamed medium. */
export interface MediaAsked {
  /** The value of a `Range` header with one range. Undefined: the whole medium. */
  range: string | undefined
  /** The entity tag of the earlier parts. */
  ifRange: string | undefined
  /** Ends the reading, at any time. */
  signal: AbortSignal
}

/** A part of a medium, whose bytes come from the platform while they are read. */
export interface OpenedMedia {
  /** full: the whole medium. part: the range. outside: the medium has no such range. */
  kind: 'full' | 'part' | 'outside'
  /** The media type as the platform states it. */
  mediaType: string
  /** The places of the first and the last byte, for a part. */
  place: { from: number; to: number } | undefined
  /** The bytes of the whole medium. Undefined: not stated. */
  total: number | undefined
  /** A strong entity tag. Undefined: the platform gives none. */
  tag: string | undefined
  body: ReadableStream<Uint8Array> | undefined
}
