import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { EnforcementId, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { undoUnconfirmed } from './undo-unconfirmed.ts'

/** The routes for one request that undoes everything that one person did alone to one account. */
export function aloneRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Undo all unconfirmed actions that the proposer of this enforcement took alone on its account',
    description: 'One person on duty is enough. A verified match stays: restoring it takes two.',
    params: Type.Object({ enforcementId: EnforcementId }),
    body: Type.Object({ reason: Type.Optional(Type.String({ minLength: 1, maxLength: 2_000 })) }, strict),
    response: {
      202: Type.Object({
        enforcements: Type.Array(EnforcementId, {
          description: 'The enforcements that are being undone or were stopped.',
        }),
      }),
      403: Problem,
      404: Problem,
      409: Problem,
    },
  }
  app.post('/v1/enforcements/:enforcementId/undo-unconfirmed', { schema }, async (request, reply) => {
    const { reason = null } = request.body
    const asked = { enforcementId: request.params.enforcementId, by: staffOf(request), reason }
    return reply.code(202).send({ enforcements: await undoUnconfirmed(desk, asked) })
  })
}
