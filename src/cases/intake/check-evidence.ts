import { createHash } from 'node:crypto'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { message } from '../../foundation/messages/message.ts'
import type { EvidenceItem } from './report-body.ts'

/** A piece of evidence as it is stored. The restricted class has no member for bytes. */
export type Evidence =
  | { class: 'ordinary' | 'sensitive'; mediaType: string; sha256: Buffer; bytes: Buffer; reference: string | null }
  | { class: 'restricted'; mediaType: string; sha256: Buffer; reference: string }

/** The most bytes of one decoded piece of evidence. All pieces of a report share the limit of its body. */
const EVIDENCE_BYTES_MAX = 512 * 1024

/** Reads the submitted evidence. Refuses, naming the field, members that its class does not allow. */
export function checkEvidence(items: readonly EvidenceItem[]): Evidence[] {
  return items.map((item, index) =>
    item.class === 'restricted'
      ? checkRestricted(item, `evidence/${index}`)
      : checkOpen(item, item.class, `evidence/${index}`),
  )
}

function checkRestricted({ mediaType, text, base64, sha256, reference }: EvidenceItem, field: string): Evidence {
  const rule = message('field.restrictedBytes')
  if (text !== undefined) throw invalidField(`${field}/text`, rule)
  if (base64 !== undefined) throw invalidField(`${field}/base64`, rule)
  if (sha256 === undefined || !/^[0-9a-fA-F]{64}$/.test(sha256)) {
    throw invalidField(`${field}/sha256`, message('field.evidenceHash'))
  }
  if (reference === undefined) throw invalidField(`${field}/reference`, message('field.evidencePlace'))
  if (isDataAddress(reference)) throw invalidField(`${field}/reference`, rule)
  return { class: 'restricted', mediaType, sha256: Buffer.from(sha256, 'hex'), reference }
}

/** True for a data URL, which contains the bytes themselves. */
export const isDataAddress = (reference: string): boolean => /^\s*data:/i.test(reference)

function checkOpen(item: EvidenceItem, evidenceClass: 'ordinary' | 'sensitive', field: string): Evidence {
  const { mediaType, text, base64, sha256, reference } = item
  if (sha256 !== undefined) throw invalidField(`${field}/sha256`, message('field.hashedHere'))
  if ((text === undefined) === (base64 === undefined)) {
    throw invalidField(field, message('field.evidenceBytes'))
  }
  const bytes = text === undefined ? decodeBase64(base64 ?? '', `${field}/base64`) : Buffer.from(text)
  if (bytes.length > EVIDENCE_BYTES_MAX) {
    throw invalidField(
      `${field}/${text === undefined ? 'base64' : 'text'}`,
      message('field.bytesMax', { limit: EVIDENCE_BYTES_MAX }),
    )
  }
  return {
    class: evidenceClass,
    mediaType,
    sha256: createHash('sha256').update(bytes).digest(),
    bytes,
    reference: reference ?? null,
  }
}

/** Decodes padded base64; refuses any other text, naming the field. */
export function decodeBase64(text: string, field: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  // Node's Buffer skips invalid characters; the hash would then be of other bytes than were sent.
  if (bytes.toString('base64') !== text) throw invalidField(field, message('field.base64'))
  return bytes
}
