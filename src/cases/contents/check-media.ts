import type { MediaFacts } from '@countersign/platform-kit'
import { isDataAddress } from '../intake/check-evidence.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { message } from '../../foundation/messages/message.ts'

/** Refuses, naming the field, media that the schema allows and the desk's rules do not. */
export function checkMedia(media: readonly MediaFacts[] = []): void {
  const references = new Set<string>()
  for (const [place, { class: mediaClass, reference, sha256 }] of media.entries()) {
    const field = `media/${place}`
    if (references.has(reference)) throw invalidField(`${field}/reference`, message('field.listed'))
    references.add(reference)
    if (isDataAddress(reference)) throw invalidField(`${field}/reference`, message('field.dataAddress'))
    if (mediaClass === 'restricted' && sha256 === undefined) {
      throw invalidField(`${field}/sha256`, message('field.mediaHash'))
    }
  }
}
