import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { EnforcementId, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { acceptRestore } from './check-reach.ts'

const AcceptBody = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2_000 }) }, strict)

/** Routes by which a person accepts a restored account although it reaches fewer people. */
export function effectRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Accept a restored account whose reach is not all back',
    params: Type.Object({ enforcementId: EnforcementId }),
    body: AcceptBody,
    response: { 204: Type.Null(), 404: Problem, 409: Problem },
  }
  app.post('/v1/enforcements/:enforcementId/accept', { schema }, async (request, reply) => {
    const { enforcementId } = request.params
    await acceptRestore(desk, { enforcementId, by: staffOf(request), reason: request.body.reason })
    return reply.code(204).send(null)
  })
}
