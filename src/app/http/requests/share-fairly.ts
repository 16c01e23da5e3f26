import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../../../foundation/domain.ts'
import { FairShare } from '../../../foundation/bounds/fair-share.ts'
import type { RelyingParty } from '../../../foundation/settings/relying-party.ts'
import { CALLER, readBearer } from '../../../people/access/caller.ts'
import { readSessionCookie } from '../../../people/sessions/session-cookie.ts'
import { hashSecret, secretKind } from '../../../people/access/tokens.ts'
import { findRight, nameRoute } from '../enforce-rights.ts'
import { isNeverLimited } from './limit-rate.ts'

/** The places of each share: fewer than its connections, so that a person without a running request finds one free. */
const PLACES = { acts: 8, reads: 6, other: 12 } as const
type Share = keyof typeof PLACES

/** The remembered tokens and sessions with their people: several times as many as a large company has. */
const KNOWN_MAX = 10_000
/** Requests that last as long as their client listens. Streams of media have bounds of their own. */
const ENDLESS: ReadonlySet<string> = new Set(['GET /v1/events', 'GET /v1/cases/:caseId/media/:mediaId/stream'])

/**
 * Gives each person a fair share of the desk's connections, before anything is read for them. Stops, restores and other
 * acts that are never limited have places of their own. So have reads over the restores' connections. No request is
 * refused: one beyond a person's share waits for a place. Machines are limited by their rates, and their batches by
 * their connections.
 */
export function shareFairly(app: FastifyInstance, relyingParty: RelyingParty): void {
  const shares = Object.fromEntries(
    Object.entries(PLACES).map(([name, max]) => [name, new FairShare(max)]),
  ) as unknown as Record<Share, FairShare>
  const people = new Map<string, string>()
  const leaving = new WeakMap<FastifyRequest, () => void>()

  app.addHook('onRequest', async (request, reply) => {
    const share = shareOf(request)
    const secret = share && readSecret(request, relyingParty)
    if (share === undefined || secret === undefined) return
    const hash = hashSecret(secret).toString('base64')
    // All callers of one address with an unknown secret share one place.
    const person = people.get(hash) ?? `from ${request.ip}`
    const leave = await shares[share].enter(person, hangUpOf(reply))
    leaving.set(request, leave)
    // A sender who left after half a body will never be answered, so the place is released.
    reply.raw.once('close', () => request.raw.complete || leave())
  })
  app.addHook('preParsing', async (request) => {
    const caller = request.getDecorator<Caller | null>(CALLER)
    const secret = readSecret(request, relyingParty)
    if (caller?.kind !== 'staff' || secret === undefined) return
    if (people.size >= KNOWN_MAX) people.clear()
    people.set(hashSecret(secret).toString('base64'), caller.id)
  })
  // The place is released when the answer is sent, for every kind of answer. A stream is read while it is sent.
  app.addHook('onSend', async (request, { raw }, answer) => {
    const leave = leaving.get(request)
    if (leave === undefined) return
    if (answer instanceof Readable && !raw.destroyed) raw.once('close', leave)
    else leave()
  })
}

function shareOf({ method, routeOptions: { url } }: FastifyRequest): Share | undefined {
  const right = url === undefined ? undefined : findRight(method, url)
  if (right === undefined || right === 'anyone' || ENDLESS.has(nameRoute(method, url))) return undefined
  if (!('pool' in right) || right.pool !== 'restore') return 'other'
  return nameRoute(method, url).startsWith('GET ') || !isNeverLimited(method, url) ? 'reads' : 'acts'
}

/** Returns the secret of a person's request. A machine's API key doesn't count. */
function readSecret({ headers }: FastifyRequest, relyingParty: RelyingParty): string | undefined {
  const bearer = readBearer(headers.authorization)
  const secret = bearer ?? readSessionCookie(relyingParty, headers.cookie)
  return secret === undefined || secretKind(secret) === 'key' ? undefined : secret
}

/** Aborts when the caller has disconnected. */
function hangUpOf({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort(new Error('the caller hung up while waiting for a place')))
  return gone.signal
}
