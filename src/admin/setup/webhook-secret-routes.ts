import { Type } from 'typebox'
import { ChangeId, ChannelId, Problem, strict, Timestamp } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ReasonText } from '../change/change-body.ts'
import { proposeWebhookSecret } from './change-channel.ts'

/** The route that proposes another secret for a webhook, to which a second person agrees. */
export function webhookSecretRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Propose a new secret for a webhook',
    description:
      'The new secret signs after another person agreed to the change. For one day from then each message carries two signatures, by the new and the old secret.',
    params: Type.Object({ channelId: ChannelId }),
    body: Type.Object({ reason: ReasonText }, strict),
    response: {
      201: Type.Object({
        changeId: ChangeId,
        expiresAt: Timestamp,
        secret: Type.String({
          description: 'The secret. It is shown once. Configure it at the receiver before the change is approved.',
        }),
        fingerprint: Type.String({ description: 'The SHA-256 of the secret, in hex, which the approver sees.' }),
      }),
      400: Problem,
      403: Problem,
      404: Problem,
    },
  }
  app.post('/v1/channels/:channelId/secret', { schema }, async (request, reply) => {
    const asked = { reason: request.body.reason, by: staffOf(request) }
    const { change, ...made } = await proposeWebhookSecret(desk, request.params.channelId, asked)
    return reply.code(201).send({ changeId: change.id, expiresAt: change.expiresAt, ...made })
  })
}
