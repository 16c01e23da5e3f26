import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Places } from '../../../foundation/bounds/places.ts'
import type { App } from '../../../policy/desk.ts'
import { PageError } from './page-error.ts'

/** The most bytes of a form with its files. */
export const FORM_BYTES_MAX = 4 * 1_048_576
/** The most fields and files of one form. */
const PARTS_MAX = 40
/** The time within which a form must have arrived: a slow sender must not hold a place for long. */
const ARRIVES_WITHIN_MS = 30_000
/** The forms that arrive at a time: each holds at most FORM_BYTES_MAX of memory. */
export const PLACES = { max: 48, maxEach: 4 }

const FORM_TYPE = 'application/x-www-form-urlencoded'
const MULTIPART_TYPE = 'multipart/form-data'
export const FORM_TYPES = [FORM_TYPE, MULTIPART_TYPE] as const

export interface FormFile {
  bytes: Buffer
}

/** A form as a browser sent it. */
export interface Form {
  /** The fields by name. A field that was sent twice is refused. */
  fields: ReadonlyMap<string, string>
  files: readonly FormFile[]
}

/**
 * Reads the bodies of these routes as forms, after the limits of strangers. When all places are taken, the network with
 * the most loses its oldest: slow senders displace themselves.
 */
export function readForms(app: App): void {
  const places = new Places(PLACES)
  const read = async (request: FastifyRequest, payload: Readable): Promise<Form> => {
    const release = places.take(request.ip, () => payload.destroy(new PageError('too_many')))
    if (release === undefined) throw new PageError('too_many')
    return readBody(request, payload).finally(release)
  }
  app.addContentTypeParser([...FORM_TYPES], { bodyLimit: FORM_BYTES_MAX }, read)
}

async function readBody({ headers }: FastifyRequest, payload: Readable): Promise<Form> {
  const type = headers['content-type'] ?? ''
  const bytes = await collect(payload)
  return type.toLowerCase().startsWith(MULTIPART_TYPE) ? parseMultipart(bytes, type) : parseFields(bytes)
}

async function collect(payload: Readable): Promise<Buffer> {
  const late = AbortSignal.timeout(ARRIVES_WITHIN_MS)
  const stop = () => payload.destroy(new PageError('invalid_input'))
  late.addEventListener('abort', stop)
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of payload) {
      length += chunk.length
      if (length > FORM_BYTES_MAX) throw new PageError('too_large')
      chunks.push(chunk)
    }
  } finally {
    late.removeEventListener('abort', stop)
  }
  return Buffer.concat(chunks)
}

function parseFields(bytes: Buffer): Form {
  if (!isUtf8(bytes)) throw new PageError('invalid_input')
  const fields = [...new URLSearchParams(bytes.toString('utf8'))]
  if (fields.length > PARTS_MAX) throw new PageError('invalid_input')
  return { fields: toFields(fields), files: [] }
}

/** The one shape of the type that browsers send (RFC 7578 §4.1). A second parameter could name another boundary. */
const MULTIPART = /^multipart\/form-data;\s*boundary="?([\w'()+,./:=?-]{1,70})"?$/i

/**
 * Parses a form with files by the parser of Node itself (the Fetch Standard). The parts are counted before it runs, so
 * that a form of a hundred thousand empty parts costs nothing. The parser gets the boundary that was counted.
 */
async function parseMultipart(bytes: Buffer, type: string): Promise<Form> {
  const boundary = MULTIPART.exec(type)?.[1]
  if (boundary === undefined || countParts(bytes, `--${boundary}`) > PARTS_MAX + 1) throw new PageError('invalid_input')
  const headers = { 'content-type': `${MULTIPART_TYPE}; boundary="${boundary}"` }
  const sent = await new Response(new Uint8Array(bytes), { headers }).formData().catch((cause: unknown) => {
    throw new PageError('invalid_input', { cause })
  })
  const parts = [...sent]
  const fields = parts.flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  // A browser sends a field for files without a chosen one as one empty file.
  const files = parts.flatMap(([, value]) => (typeof value === 'string' || value.size === 0 ? [] : [value]))
  return { fields: toFields(fields), files: await Promise.all(files.map(readFile)) }
}

const readFile = async (file: Blob): Promise<FormFile> => ({ bytes: Buffer.from(await file.arrayBuffer()) })

function countParts(bytes: Buffer, boundary: string): number {
  let count = 0
  for (let at = bytes.indexOf(boundary); at >= 0 && count <= PARTS_MAX + 1; at = bytes.indexOf(boundary, at + 1))
    count++
  return count
}

/** The replacement character stands for bytes that are no UTF-8; the null character and half surrogates for no text. */
const UNREADABLE = /[\0\ufffd]/

function toFields(fields: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const read = new Map<string, string>()
  for (const [name, value] of fields) {
    if (read.has(name) || UNREADABLE.test(name + value) || !value.isWellFormed()) throw new PageError('invalid_input')
    read.set(name, value)
  }
  return read
}
