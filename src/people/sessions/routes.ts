import { type Static, Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import { message } from '../../foundation/messages/message.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import {
  Problem,
  SessionId,
  StaffId,
  Timestamp,
  orNull,
  Page,
  PageQuery,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { SignatureBody } from '../signatures/signature-body.ts'
import type { Signed } from '../signatures/accept-signature.ts'
import { readBearer, staffOf } from '../access/caller.ts'
import { readRemoval, rightAbout } from '../staff/sign-removal.ts'
import { AssertionBody, AssertionOptions } from '../passkeys/assertion-body.ts'
import { beginCeremony, CEREMONY_MINUTES_MAX } from './ceremony.ts'
import { readDevice } from './session-device.ts'
import { noCookie, readSessionCookie, sessionCookie } from './session-cookie.ts'
import { type ListedSession, listSessions, SESSION_MINUTES_MAX } from './session-queries.ts'
import { revokeOtherSessions, revokeSessions } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import type { FastifyRequest } from 'fastify'

/**
 * The most sign-ins that one address may begin or fail within a minute: more than the people behind it need, and
 * harmless in cost.
 */
const BEGUN_A_MINUTE_MAX = 120
const FAILED_A_MINUTE_MAX = 30

const SessionReply = Type.Object({
  id: SessionId,
  current: Type.Boolean({ description: 'True for the session of this request.' }),
  credentialId: Type.Union([Type.String(), Type.Null()], {
    description: 'The passkey of the session. Null: single sign-on.',
  }),
  device: orNull(
    Type.String({ maxLength: 60 }),
    'The browser and system, as the browser claimed them. Null: it named none, or the session is older than this field.',
  ),
  network: orNull(
    Type.String({ maxLength: 43 }),
    'The network of the address: 24 bits of IPv4, 48 bits of IPv6. Null: not known.',
  ),
  beganAt: Timestamp,
  seenAt: Timestamp,
  endsAt: Timestamp,
})
const SessionList = Page(SessionReply)
const querystring = Type.Object(PageQuery, strict)
const Revoked = Type.Object({ revoked: Type.Integer() })
const REASON_LENGTH_MAX = 2_000
const RevokeBody = Type.Union([
  Type.Object(
    {
      signature: Type.Optional(SignatureBody),
      reason: Type.Optional(
        Type.String({
          pattern: '\\S',
          maxLength: REASON_LENGTH_MAX,
          description: "Required for another person's sessions. That person and the leads read it.",
        }),
      ),
    },
    strict,
  ),
  Type.Null({ description: 'For sessions of your own.' }),
])
const ofPerson = Type.Object({ staffId: StaffId })

/** Routes that sign in with a passkey and manage sessions. */
export function sessionRoutes(app: App, desk: Desk): void {
  const begun = new AttemptLimit({ max: BEGUN_A_MINUTE_MAX, windowMs: MINUTE_MS })
  const failed = new AttemptLimit({ max: FAILED_A_MINUTE_MAX, windowMs: MINUTE_MS })
  const begin = {
    summary: 'Begin to sign in: get the challenge for a passkey',
    response: { 200: AssertionOptions, 429: Problem },
  }
  app.post('/v1/sign-in/begin', { schema: begin }, async ({ ip }) => {
    refuseOver(begun, ip)
    begun.count(ip)
    return {
      challenge: await beginCeremony(desk.db, { kind: 'sign_in' }),
      rpId: desk.relyingParty.rpId,
      timeout: CEREMONY_MINUTES_MAX * MINUTE_MS,
      userVerification: 'required' as const,
    }
  })
  const finish = {
    summary: 'Sign in with the answer of the passkey; the session is a cookie',
    body: AssertionBody,
    response: { 200: Type.Object({ id: SessionId, endsAt: Timestamp }), 401: Problem, 429: Problem },
  }
  app.post('/v1/sign-in/finish', { schema: finish }, async (request, reply) => {
    const { ip, body } = request
    refuseOver(failed, ip)
    const { id, secret, endsAt } = await signIn(desk, body, readDevice(request)).catch((error: unknown) => {
      failed.count(ip)
      throw error
    })
    void reply.header('set-cookie', sessionCookie(desk.relyingParty, secret, SESSION_MINUTES_MAX * 60))
    return { id, endsAt }
  })
  app.post(
    '/v1/sign-out',
    { schema: { summary: 'End this session', response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { id: staffId, sessionId } = staffOf(request)
      if (sessionId !== undefined)
        await revokeSessions(desk, { staffId, sessionId, ...proofOf(desk, request) }, { kind: 'staff', id: staffId })
      return reply.code(204).header('set-cookie', noCookie(desk.relyingParty)).send(null)
    },
  )
  ownSessions(app, desk)
  sessionsOfOthers(app, desk)
}

function ownSessions(app: App, desk: Desk): void {
  const listOwn = { summary: 'List my sessions', querystring, response: { 200: SessionList } }
  app.get('/v1/me/sessions', { schema: listOwn }, async (request) => {
    const { id, sessionId } = staffOf(request)
    const page = await listSessions(desk.db, id, pageOf(request.query))
    return mapPage(page, (session) => toReply(session, sessionId))
  })
  const revokeOwn = {
    summary: 'Revoke one of my sessions',
    description: 'A session that has already ended is answered in the same way.',
    params: Type.Object({ sessionId: SessionId }),
    response: { 204: Type.Null(), 404: Problem, 429: Problem },
  }
  app.delete('/v1/me/sessions/:sessionId', { schema: revokeOwn }, async (request, reply) => {
    const { id: staffId } = staffOf(request)
    const { sessionId } = request.params
    const ended = { staffId, sessionId, ...proofOf(desk, request) }
    await revokeSessions(desk, ended, { kind: 'staff', id: staffId })
    return reply.code(204).send(null)
  })
  const revokeOthers = {
    summary: 'Revoke my sessions but for this one',
    description: 'Called with a token, it revokes all of them.',
    response: { 200: Revoked, 429: Problem },
  }
  app.delete('/v1/me/sessions', { schema: revokeOthers }, async (request) => {
    const { own, secret: proof } = proofOf(desk, request)
    return { revoked: await revokeOtherSessions(desk, { staffId: staffOf(request).id, own, proof }) }
  })
}

function sessionsOfOthers(app: App, desk: Desk): void {
  const list = {
    summary: 'List the sessions of a person',
    ...{ params: ofPerson, querystring },
    response: { 200: SessionList },
  }
  app.get('/v1/staff/:staffId/sessions', { schema: list }, async ({ params, query }) =>
    mapPage(await listSessions(desk.db, params.staffId, pageOf(query)), (session) => toReply(session)),
  )
  const revokeAll = {
    summary: 'Revoke all sessions of a person',
    description:
      'Signed with your passkey, as staff_rights about the sessions of this person (staff_12:session), with a reason, except for your own. It counts towards your limit of seven days. The person and the leads are alerted.',
    ...{ params: ofPerson, body: RevokeBody },
    response: { 200: Revoked, 400: Problem, 403: Problem, 404: Problem, 409: Problem, 429: Problem },
  }
  app.post('/v1/staff/:staffId/sessions/revoke', { schema: revokeAll }, async (request) => {
    const by = staffOf(request)
    const { staffId } = request.params
    const isOwn = by.id === staffId
    const proved = isOwn ? proofOf(desk, request) : await proveRemoval(desk, { staffId, by, ...request.body })
    return { revoked: await revokeSessions(desk, { staffId, ...proved }, { kind: 'staff', id: by.id }) }
  })
}

/** Reads the signature and the reason with which one person ends the sessions of another. */
async function proveRemoval(
  desk: Desk,
  { staffId, by, signature, reason }: { staffId: string; by: StaffCaller } & NonNullable<Static<typeof RevokeBody>>,
): Promise<{ signed: Signed | undefined; reason: string }> {
  const signed = await readRemoval(desk, { about: rightAbout({ staffId, right: 'session' }), by, signature })
  if (reason === undefined) throw invalidField('reason', message('session.reason'))
  return { signed, reason }
}

/** The session or token with which the caller came, by which they may end their own sessions. */
const proofOf = ({ relyingParty }: Desk, request: FastifyRequest) => ({
  secret:
    staffOf(request).sessionId === undefined
      ? readBearer(request.headers.authorization)
      : readSessionCookie(relyingParty, request.headers.cookie),
  own: staffOf(request).sessionId,
})

/** Refuses an IP address that is over its limit, for any account. */
export function refuseOver(limit: AttemptLimit, ip: string): void {
  if (!limit.isOver(ip)) return
  throw new DeskError('too_many', message('signIn.tooMany'))
}

const toReply = (
  { beganAt, seenAt, endsAt, ...session }: ListedSession,
  current?: string,
): Static<typeof SessionReply> => ({
  ...session,
  current: session.id === current,
  beganAt,
  seenAt,
  endsAt,
})
