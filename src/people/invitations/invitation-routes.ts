import { Type } from '@fastify/type-provider-typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import {
  InvitationId,
  orNull,
  Problem,
  StaffId,
  Timestamp,
  Page,
  PageQuery,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../access/caller.ts'
import { nameActors } from '../staff/name-actors.ts'
import { INVITATION_STATES, listInvitations, revokeInvitation } from './invitations.ts'
import { invitationLink, inviteStaff } from './invite.ts'
import { hasSecondChannel } from '../passkeys/enrolment-alerts.ts'

const Invitation = Type.Object({
  id: InvitationId,
  staffId: StaffId,
  pseudonym: Type.String(),
  madeBy: Type.String(),
  madeAt: Timestamp,
  expiresAt: Timestamp,
  state: Type.Enum([...INVITATION_STATES]),
  endedAt: orNull(Timestamp, 'The time at which it was used or revoked. Null: neither.'),
})

/**
 * Routes that create, list and revoke passkey invitations. A link is returned once, to the administrator who created
 * it.
 */
export function invitationRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List passkey invitations, newest first, without their links',
    querystring: Type.Object({ ...PageQuery, staffId: Type.Optional(StaffId) }, strict),
    response: { 200: Page(Invitation) },
  }
  app.get('/v1/invitations', { schema: list }, async ({ query }) => {
    const page = await listInvitations(desk.db, query.staffId, pageOf(query))
    const name = await nameActors(
      desk.db,
      page.items.map(({ madeBy }) => madeBy),
    )
    return mapPage(page, ({ madeBy, ...invitation }) => ({
      ...invitation,
      madeBy: name(madeBy),
    }))
  })
  const invite = {
    summary: 'Invite a person to create a passkey',
    body: Type.Object({ staffId: StaffId }, strict),
    response: {
      201: Type.Object({
        id: InvitationId,
        link: Type.String({
          description: 'The link. It works once and for one day; give it only to the invited person.',
        }),
        expiresAt: Timestamp,
        announced: Type.Boolean({
          description:
            'False when the person and the leads are notified only in the inbox, because there is no second channel.',
        }),
      }),
      404: Problem,
      409: Problem,
    },
  }
  app.post('/v1/invitations', { schema: invite }, async (request, reply) => {
    const { id, secret, expiresAt } = await inviteStaff(desk, request.body, actorOf(staffOf(request).id))
    const announced = await hasSecondChannel(desk.db, request.body.staffId)
    const link = invitationLink(desk, secret)
    return reply.code(201).send({ id, link, expiresAt, announced })
  })
  const revoke = {
    summary: 'Revoke an invitation: its link stops working',
    description: 'An invitation that was already revoked is answered in the same way.',
    params: Type.Object({ invitationId: InvitationId }),
    response: { 204: Type.Null(), 403: Problem, 404: Problem, 409: Problem },
  }
  app.delete('/v1/invitations/:invitationId', { schema: revoke }, async (request, reply) => {
    await revokeInvitation(desk, request.params.invitationId, actorOf(staffOf(request).id))
    return reply.code(204).send(null)
  })
}

const actorOf = (id: string) => ({ kind: 'staff', id }) as const
