import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { AnsweredRequest, runAnswered } from '../../../foundation/database/answered-request.ts'
import type { Pool } from '../../../foundation/database/db.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { anyCallerOf } from '../../../people/access/caller.ts'
import type { Desk } from '../../../policy/desk.ts'
import { findRight, nameRoute } from '../enforce-rights.ts'
import { type IdempotencyKey, KEY_HEADER, readKey } from './idempotency-key.ts'
import { ANSWERS_SECRET, takesKey } from './keyed-routes.ts'
import { findAnswer, insertAnswer, lockKey, type StoredAnswer } from './queries.ts'

const REPLAYED_HEADER = 'idempotency-replayed'
const RETRY_AFTER_SECONDS = 2
/** The headers of an answer that a repeat gets again. */
const STORED_HEADERS = ['content-type', 'location'] as const

interface Keyed {
  key: IdempotencyKey
  answered: AnsweredRequest
}

/**
 * Carries out a request with an Idempotency-Key once. Its answer commits with its effect, and a repeat gets that answer.
 * It covers each route that creates, by its description, so that no route can be forgotten. A request without the header
 * costs no query.
 */
export function answerOnce(app: FastifyInstance, desk: Desk): void {
  const requests = new WeakMap<FastifyRequest, Keyed>()
  app.addHook('onRoute', (route) => {
    if (!takesKey(route)) return
    const { handler } = route
    const right = findRight('POST', route.url)
    const db = typeof right === 'object' && 'pool' in right ? desk.restoreDb : desk.db
    route.handler = function (request, reply) {
      const header = request.headers[KEY_HEADER]
      if (header === undefined) return Reflect.apply(handler, this, [request, reply])
      const key = readKey(request, header, anyCallerOf(request))
      const answered = new AnsweredRequest((tx) => lockKey(tx, key))
      requests.set(request, { key, answered })
      return handleOnce(db, { key, answered }, reply, () => Reflect.apply(handler, this, [request, reply]))
    }
  })
  // Runs when the answer is complete and not yet sent.
  app.addHook('onSend', async (request, reply, payload) => {
    const keyed = requests.get(request)
    if (keyed !== undefined) await endRequest(keyed, reply, payload)
    return payload
  })
}

async function handleOnce(
  db: Pool,
  { key, answered }: Keyed,
  reply: FastifyReply,
  handle: () => ReturnType<RouteHandlerMethod>,
): Promise<unknown> {
  const stored = await findAnswer(db, key)
  if (stored !== undefined) return replay(reply, key, stored)
  try {
    return await runAnswered(answered, handle)
  } catch (error) {
    // As without an Idempotency-Key, a refusal leaves what was committed before it.
    await answered.end()
    const meanwhile = await findAnswer(db, key)
    if (meanwhile !== undefined) return replay(reply, key, meanwhile)
    if (error instanceof DeskError && error.text.key === 'request.keyInUse') {
      void reply.header('retry-after', String(RETRY_AFTER_SECONDS))
    }
    throw error
  }
}

/** Commits the effect with its answer, or alone where the request was refused. */
async function endRequest({ key, answered }: Keyed, reply: FastifyReply, payload: unknown): Promise<void> {
  const { statusCode: status } = reply
  if (status >= 300) return void (await answered.end())
  const headers = Object.fromEntries(
    STORED_HEADERS.flatMap((name) => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])),
  )
  const isSecret = ANSWERS_SECRET.has(nameRoute('POST', reply.routeOptions.url))
  const body = isSecret || typeof payload !== 'string' ? null : payload
  const isStored = await answered.end((tx) => insertAnswer(tx, key, { status, headers, body }))
  if (isStored || status !== 201 || reply.hasHeader(REPLAYED_HEADER)) return
  throw new Error(`POST ${reply.routeOptions.url} creates outside of inAnsweredTransaction`)
}

function replay(reply: FastifyReply, key: IdempotencyKey, stored: StoredAnswer): FastifyReply {
  if (!stored.requestHash.equals(key.requestHash)) throw new DeskError('refused', message('request.keyOther'))
  const hasRights = stored.rightsHash.equals(key.rightsHash) && !stored.isRestricted
  if (!hasRights) throw new DeskError('conflict', message('request.keyRights'))
  if (stored.body === null) throw new DeskError('conflict', message('request.keySecret'))
  return reply
    .code(stored.status)
    .headers({ ...stored.headers, [REPLAYED_HEADER]: 'true' })
    .send(stored.body)
}
