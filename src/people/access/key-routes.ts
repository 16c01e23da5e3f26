import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { KEY_SCOPES } from '../../foundation/domain.ts'
import {
  AuthorityId,
  KeyId,
  orNull,
  Problem,
  Timestamp,
  Page,
  PageQuery,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from './caller.ts'
import { revokeKey } from './keys.ts'
import { listKeyPage } from '../staff/queries.ts'

const REASON_LENGTH_MAX = 1_500

const KeyReply = Type.Object({
  id: KeyId,
  name: Type.String(),
  scopes: Type.Array(Type.Enum([...KEY_SCOPES])),
  authorityId: orNull(
    AuthorityId,
    'For a key with the scope orders: the authority that sends them. Null: another key.',
  ),
  source: orNull(
    Type.String({ maxLength: 64 }),
    'For a key with the scope signals: the source whose signals it sends. Null: another key.',
  ),
  platform: Type.String({ description: 'The platform to which it belongs. default: the platform without a name.' }),
  createdAt: Timestamp,
  createdBy: orNull(
    Type.String(),
    'The pseudonym of the person who proposed it. Null: it was made on the command line.',
  ),
  usedAt: orNull(Timestamp, 'The last use, to the minute. Null: never used, as far as is recorded.'),
})

const RevokeBody = Type.Object(
  {
    reason: Type.String({
      pattern: '\\S',
      maxLength: REASON_LENGTH_MAX,
      description: 'The reason, which the leads and the administrators read.',
    }),
  },
  strict,
)

/** The routes that list and revoke API keys. */
export function keyRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'List valid API keys, without their secrets',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(KeyReply) },
  }
  app.get('/v1/keys', { schema }, async ({ query }) =>
    mapPage(await listKeyPage(desk.db, pageOf(query)), ({ scopes, revokedAt: _, ...key }) => ({
      ...key,
      scopes: [...scopes],
    })),
  )
  const revoke = {
    summary: 'Revoke an API key',
    description:
      'The next request with it is refused, within half a second. The leads and the administrators are alerted. Ten an hour; a key that is revoked already is answered in the same way.',
    params: Type.Object({ keyId: KeyId }),
    body: RevokeBody,
    response: { 204: Type.Null(), 404: Problem, 429: Problem },
  }
  app.post('/v1/keys/:keyId/revoke', { schema: revoke }, async (request, reply) => {
    const { params, body } = request
    await revokeKey(desk, params.keyId, { kind: 'staff', id: staffOf(request).id }, body.reason)
    return reply.code(204).send(null)
  })
}
