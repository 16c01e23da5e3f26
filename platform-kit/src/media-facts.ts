/** A picture, a film or a sound that belongs to a content. */
export interface MediaFacts {
  kind: 'image' | 'video' | 'audio'
  /** The media type, such as image/png. */
  mediaType: string
  /** The author's own description of what is to be seen or heard. */
  alternativeText?: string
  /** The reference by which this platform finds the medium again, within this content. At most 1,024 characters. */
  reference: string
  /**
   * `restricted` is what must not be shown or copied: child sexual abuse, intimate images. Of these the desk keeps hash and reference
   * and asks for no bytes, but to compare them with a verified list where the platform offers that. Left out: ordinary.
   */
  class?: 'ordinary' | 'sensitive' | 'restricted'
  /** The SHA-256 in 64 hex digits. If given, the desk shows these bytes and no others. Restricted media need it. */
  sha256?: string
  /** Given for a film or sound that `media_link` delivers in ranges, which the desk can't compare with a hash. */
  stream?: MediaStreamFacts
}

export interface MediaStreamFacts {
  /** The number of bytes, at most 2,147,483,648. */
  bytes: number
  /** The reference of a picture of it, whose bytes `subject.media` returns. */
  poster?: string
}

/** A link to the bytes of a streamed medium. Only the desk gets it. */
export interface MediaLink {
  /** The address: https, or the platform's own origin. It answers `Range` requests, without a redirect. */
  address: string
  /** The time in ISO 8601 after which the desk asks for another link. */
  until: string
}
