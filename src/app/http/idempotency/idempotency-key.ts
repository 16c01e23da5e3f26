import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { canonicalJson, type Json } from '../../../foundation/canonical.ts'
import { actorKey, type Caller } from '../../../foundation/domain.ts'
import { message } from '../../../foundation/messages/message.ts'
import { invalidField } from '../../../foundation/schemas/invalid-field.ts'

export const KEY_HEADER = 'idempotency-key'
export const KEY_LENGTH_MAX = 255
const PRINTABLE = /^[\x20-\x7e]{1,255}$/

/** An Idempotency-Key of one caller, and the request that it stands for. */
export interface IdempotencyKey {
  /** The same key of another caller is another key. */
  caller: string
  keyHash: Buffer
  requestHash: Buffer
  /** A caller whose rights have changed is not shown an earlier answer. */
  rightsHash: Buffer
}

/** Reads the header of a request. Throws when it is no valid key. */
export function readKey(request: FastifyRequest, header: string | string[], caller: Caller): IdempotencyKey {
  const text = String(header)
  if (!PRINTABLE.test(text)) throw invalidField('Idempotency-Key', message('request.keyLength'))
  const body = request.body === undefined ? '' : canonicalJson(request.body as Json)
  return {
    caller: actorKey({ kind: caller.kind, id: caller.id }),
    keyHash: sha256(text),
    requestHash: sha256(`${request.method} ${request.url}\n${body}`),
    rightsHash: sha256(formatRights(caller)),
  }
}

const formatRights = (caller: Caller): string =>
  caller.kind === 'key'
    ? [...caller.scopes].sort().join(' ')
    : `${[...caller.roles].sort().join(' ')}${caller.confined ? ' confined' : ''}`

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
