import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { Problem } from '../../foundation/schemas/schemas.ts'
import { SignedBody } from '../../people/signatures/signature-body.ts'
import { staffOf } from '../../people/access/caller.ts'
import { signKeyList } from './sign-key-list.ts'

const VERSION_MAX = 1_000_000

/** Routes for signing the key list, which platforms check. */
export function keyListRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Sign the newest list of keys whose signatures platforms accept',
    description:
      'A platform that pinned the previous list accepts this one when two people of the previous list signed it.',
    params: Type.Object({ version: Type.Integer({ minimum: 1, maximum: VERSION_MAX }) }),
    body: SignedBody,
    response: {
      200: Type.Object({ version: Type.Integer(), signatures: Type.Integer() }),
      400: Problem,
      403: Problem,
      404: Problem,
      409: Problem,
    },
  }
  app.post('/v1/key-lists/:version/signatures', { schema }, async (request) =>
    signKeyList(desk, { version: request.params.version, by: staffOf(request), signature: request.body.signature }),
  )
}
