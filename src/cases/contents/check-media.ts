import type { MediaFacts } from '@countersign/platform-kit'
import { isDataAddress } from '../intake/check-evidence.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'

/** Refuses, naming the field, media that the schema allows and the desk does not. */
export function checkMedia(media: readonly MediaFacts[] = []): void {
  const references = new Set<string>()
  for (const [place, { class: mediaClass, reference, sha256 }] of media.entries()) {
    const field = `media/${place}`
    if (references.has(reference)) throw invalidField(`${field}/reference`, 'stands in the list already')
    references.add(reference)
    if (isDataAddress(reference)) throw invalidField(`${field}/reference`, 'must not be the bytes themselves')
    if (mediaClass === 'restricted' && sha256 === undefined) {
      throw invalidField(`${field}/sha256`, 'must be the hash of the restricted media, in 64 hex digits')
    }
  }
}
