import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { decodeBase64 } from '../intake/check-evidence.ts'
import { DOCUMENT_BYTES_MAX, type DocumentType, type OrderBody } from './order-body.ts'

/** A file as it was received, with its hash in hex. */
export interface Document {
  name: string
  mediaType: DocumentType
  bytes: Buffer
  sha256: string
}

/** True when the bytes begin as a file of this type does. It guards against mistakes: the file is never opened here. */
const LOOKS_LIKE: Readonly<Record<DocumentType, (bytes: Buffer) => boolean>> = {
  'application/pdf': (bytes) => bytes.subarray(0, 5).toString('latin1') === '%PDF-',
  'text/plain': isUtf8,
  'image/png': (bytes) => bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a',
  'image/jpeg': (bytes) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff',
}

/** Reads the file of an order. Refuses, naming the field, a file that is too large or not of its stated type. */
export function checkDocument(sent: NonNullable<OrderBody['document']>): Document {
  const bytes = decodeBase64(sent.base64, 'document/base64')
  if (bytes.length > DOCUMENT_BYTES_MAX) {
    throw invalidField('document/base64', message('field.bytesMax', { limit: DOCUMENT_BYTES_MAX }))
  }
  if (!LOOKS_LIKE[sent.mediaType](bytes)) throw invalidField('document/mediaType', message('field.wrongType'))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { name: sent.name, mediaType: sent.mediaType, bytes, sha256 }
}
