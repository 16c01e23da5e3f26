import { createHash } from 'node:crypto'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import type { EvidenceItem } from './report-body.ts'

/** A piece of evidence as it is stored. The restricted class has no member for bytes. */
export type Evidence =
  | { class: 'ordinary' | 'sensitive'; mediaType: string; sha256: Buffer; bytes: Buffer; reference: string | null }
  | { class: 'restricted'; mediaType: string; sha256: Buffer; reference: string }

/** The most bytes of one decoded piece. All pieces of a report share the limit of its body. */
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
  const rule = 'must not be sent: of restricted evidence the desk takes hash and reference only'
  if (text !== undefined) throw invalidField(`${field}/text`, rule)
  if (base64 !== undefined) throw invalidField(`${field}/base64`, rule)
  if (sha256 === undefined || !/^[0-9a-fA-F]{64}$/.test(sha256)) {
    throw invalidField(`${field}/sha256`, 'must be the hash of the restricted evidence, in 64 hex digits')
  }
  if (reference === undefined)
    throw invalidField(`${field}/reference`, 'must say where the restricted evidence is kept')
  if (isDataAddress(reference)) throw invalidField(`${field}/reference`, rule)
  return { class: 'restricted', mediaType, sha256: Buffer.from(sha256, 'hex'), reference }
}

/** True for a data URL, which contains the bytes themselves. */
export const isDataAddress = (reference: string): boolean => /^\s*data:/i.test(reference)

function checkOpen(item: EvidenceItem, evidenceClass: 'ordinary' | 'sensitive', field: string): Evidence {
  const { mediaType, text, base64, sha256, reference } = item
  if (sha256 !== undefined) throw invalidField(`${field}/sha256`, 'must not be sent: the desk hashes what it keeps')
  if ((text === undefined) === (base64 === undefined)) {
    throw invalidField(field, 'must have its bytes as either text or base64')
  }
  const bytes = text === undefined ? decodeBase64(base64 ?? '', `${field}/base64`) : Buffer.from(text)
  if (bytes.length > EVIDENCE_BYTES_MAX) {
    throw invalidField(
      `${field}/${text === undefined ? 'base64' : 'text'}`,
      `has more than ${EVIDENCE_BYTES_MAX} bytes`,
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
  // Buffer skips invalid characters; the hash would then be of other bytes than were sent.
  if (bytes.toString('base64') !== text) throw invalidField(field, 'must be padded base64')
  return bytes
}
