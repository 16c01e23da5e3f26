import type { MediaFacts } from '@countersign/platform-kit'
import { CID } from 'multiformats/cid'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

/** The code of SHA-256 in the table of multihashes. */
const SHA_256 = 0x12
const MEDIA_MAX = 64
const ALT_CHARS_MAX = 2_000
/** A media type as the desk stores it. An author's program writes it, so it can be any text. */
const MEDIA_TYPE = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,99}$/
const UNNAMED_TYPE = 'application/octet-stream'

const Blob = Type.Object({
  ref: Type.Object({ $link: Type.String({ minLength: 10, maxLength: 200 }) }),
  mimeType: Type.String(),
})
const Alt = Type.Optional(Type.String())
const Images = Type.Object({ images: Type.Array(Type.Unknown()) })
const Image = Type.Object({ image: Blob, alt: Alt })
const Video = Type.Object({ video: Blob, alt: Alt })
const External = Type.Object({ external: Type.Object({ thumb: Blob, title: Alt }) })
const WithMedia = Type.Object({ media: Type.Object({}) })

/** Returns the SHA-256 that a CID states of its bytes. Undefined: it states another hash, or is no CID. */
export function sha256Of(cid: string): string | undefined {
  try {
    const { multihash } = CID.parse(cid)
    return multihash.code === SHA_256 ? Buffer.from(multihash.digest).toString('hex') : undefined
  } catch {
    return undefined
  }
}

/**
 * Lists the media of a record: the pictures, the video and the preview picture of what it embeds. An item that is none is
 * left out alone, and so is what goes beyond the limit: no author makes the others invisible for the desk.
 */
export function listMedia({ embed }: { embed?: unknown }): MediaFacts[] {
  const found = Value.Check(WithMedia, embed) ? embed.media : embed
  if (Value.Check(Images, found))
    return found.images
      .flatMap((each) => (Value.Check(Image, each) ? toMedia('image', each.image, each.alt) : []))
      .slice(0, MEDIA_MAX)
  if (Value.Check(Video, found)) return toMedia('video', found.video, found.alt)
  if (Value.Check(External, found)) return toMedia('image', found.external.thumb, found.external.title)
  return []
}

/** Returns the picture of a profile. Undefined: there is none. */
export const findAvatar = (avatar: unknown): MediaFacts | undefined =>
  Value.Check(Blob, avatar) ? toMedia('image', avatar)[0] : undefined

/** A CID that states no SHA-256 is left out: the desk shows bytes only if their hash is the stated one. */
function toMedia(kind: MediaFacts['kind'], { ref, mimeType }: { ref: { $link: string }; mimeType: string }, alt = '') {
  const [reference, sha256] = [ref.$link, sha256Of(ref.$link)]
  if (sha256 === undefined) return []
  const alternativeText = alt.slice(0, ALT_CHARS_MAX).toWellFormed()
  const mediaType = MEDIA_TYPE.test(mimeType) ? mimeType : UNNAMED_TYPE
  return [{ kind, mediaType, reference, sha256, ...(alternativeText !== '' && { alternativeText }) }]
}
