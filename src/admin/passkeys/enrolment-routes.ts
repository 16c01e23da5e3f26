import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import { ChangeId, Problem, Page, PageQuery, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { Bytes } from '../../people/passkeys/assertion-body.ts'
import { findInvitation } from '../../people/invitations/invite.ts'
import { PasskeyReply, toPasskeyReply } from '../../people/passkeys/passkey-reply.ts'
import { listPasskeyPage, listPasskeys } from '../../people/passkeys/queries.ts'
import { ALGORITHMS } from '../../people/passkeys/verify-registration.ts'
import { beginCeremony, CEREMONY_MINUTES_MAX } from '../../people/sessions/ceremony.ts'
import { refuseOver } from '../../people/sessions/routes.ts'
import { enrolAnother, enrolInvited, noInvitation } from './enrol-passkey.ts'
import { ReasonText } from '../change/change-body.ts'
import { proposeChange } from '../change/propose-change.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

const FAILED_A_MINUTE_MAX = 30

const Secret = Type.String({
  minLength: 1,
  maxLength: 100,
  description: 'The secret of the invitation: the part of its link after the #.',
})
const Options = Type.Object({
  challenge: Type.String(),
  rp: Type.Object({ id: Type.String(), name: Type.String() }),
  user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
  pubKeyCredParams: Type.Array(Type.Object({ type: Type.Literal('public-key'), alg: Type.Integer() })),
  timeout: Type.Integer(),
  excludeCredentials: Type.Array(Type.Object({ type: Type.Literal('public-key'), id: Type.String() })),
  authenticatorSelection: Type.Object({
    residentKey: Type.Literal('required'),
    requireResidentKey: Type.Literal(true),
    userVerification: Type.Literal('required'),
  }),
  attestation: Type.Literal('none'),
})
const NewKey = {
  label: Type.String({ minLength: 1, maxLength: 100, description: 'The name that the owner gave it, such as laptop.' }),
  transports: Type.Optional(Type.Array(Type.String({ maxLength: 30 }), { maxItems: 10 })),
  registration: Type.Object(
    {
      credentialId: Bytes('The id of the credential.'),
      clientDataJSON: Bytes('The client data, as the browser created them.'),
      attestationObject: Bytes('The data of the authenticator.'),
    },
    strict,
  ),
}
const EnrolledReply = Type.Object({
  credentialId: Type.String(),
  fingerprint: Type.String({
    description: 'The fingerprint that the approver compares with the one that the person reads out.',
  }),
  changeId: Type.Union([ChangeId, Type.Null()], {
    description: 'The change that must be approved before it counts. Null: it counts.',
  }),
})

/** Routes for enrolling and removing passkeys. */
export function enrolmentRoutes(app: App, desk: Desk): void {
  invitedRoutes(app, desk)
  ownRoutes(app, desk)
}

function invitedRoutes(app: App, desk: Desk): void {
  const failed = new AttemptLimit({ max: FAILED_A_MINUTE_MAX, windowMs: MINUTE_MS })
  const begin = {
    summary: 'Begin to enrol a passkey with an invitation',
    body: Type.Object({ invitation: Secret }, strict),
    response: { 200: Options, 403: Problem, 429: Problem },
  }
  app.post('/v1/enrolments/begin', { schema: begin }, async ({ ip, body }) => {
    refuseOver(failed, ip)
    const found = await findInvitation(desk.db, body.invitation)
    if (found === undefined) {
      failed.count(ip)
      throw noInvitation()
    }
    return toOptions(desk, found, found.id)
  })
  const finish = {
    summary: 'Enrol the passkey that was created',
    body: Type.Object({ invitation: Secret, ...NewKey }, strict),
    response: { 201: EnrolledReply, 403: Problem, 409: Problem, 422: Problem, 429: Problem },
  }
  app.post('/v1/enrolments/finish', { schema: finish }, async ({ ip, body }, reply) => {
    refuseOver(failed, ip)
    const { invitation, transports = [], ...key } = body
    const enrolled = await enrolInvited(desk, invitation, { ...key, transports }).catch((error: unknown) => {
      failed.count(ip)
      throw error
    })
    return reply.code(201).send(enrolled)
  })
}

function ownRoutes(app: App, desk: Desk): void {
  const querystring = Type.Object(PageQuery, strict)
  const list = { summary: 'List my passkeys', querystring, response: { 200: Page(PasskeyReply) } }
  app.get('/v1/me/passkeys', { schema: list }, async (request) =>
    mapPage(await listPasskeyPage(desk.db, staffOf(request).id, pageOf(request.query)), toPasskeyReply),
  )
  const begin = { summary: 'Begin to enrol another passkey', response: { 200: Options } }
  app.post('/v1/me/passkeys/begin', { schema: begin }, async (request) => {
    const { id: staffId, pseudonym } = staffOf(request)
    return toOptions(desk, { staffId, pseudonym }, null)
  })
  const finish = {
    summary: 'Propose to enrol another passkey; another person must agree',
    body: Type.Object(NewKey, strict),
    response: { 201: EnrolledReply, 403: Problem, 409: Problem, 422: Problem },
  }
  app.post('/v1/me/passkeys/finish', { schema: finish }, async (request, reply) => {
    const { transports = [], ...key } = request.body
    return reply.code(201).send(await enrolAnother(desk, staffOf(request), { ...key, transports }))
  })
  const remove = {
    summary: 'Propose to remove one of my passkeys; another person must agree',
    body: Type.Object({ credentialId: Bytes('The id of the credential.'), reason: ReasonText }, strict),
    response: { 201: Type.Object({ changeId: ChangeId }), 404: Problem, 409: Problem },
  }
  app.post('/v1/me/passkeys/remove', { schema: remove }, async (request, reply) => {
    const by = staffOf(request)
    const { credentialId, reason } = request.body
    const wanted = { kind: 'passkey_removal', staffId: by.id, credentialId } as const
    const { id: changeId } = await proposeChange(desk, { wanted, reason, by })
    return reply.code(201).send({ changeId })
  })
}

async function toOptions(
  desk: Desk,
  { staffId, pseudonym }: { staffId: string; pseudonym: string },
  invitationId: string | null,
) {
  const keys = await listPasskeys(desk.db, staffId)
  return {
    challenge: await beginCeremony(desk.db, { kind: 'enrol', staffId, invitationId }),
    rp: { id: desk.relyingParty.rpId, name: 'Countersign' },
    user: { id: Buffer.from(staffId).toString('base64url'), name: pseudonym, displayName: pseudonym },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
    timeout: CEREMONY_MINUTES_MAX * MINUTE_MS,
    excludeCredentials: keys.map(({ id }) => ({ type: 'public-key' as const, id })),
    authenticatorSelection: {
      residentKey: 'required' as const,
      requireResidentKey: true as const,
      userVerification: 'required' as const,
    },
    attestation: 'none' as const,
  }
}
