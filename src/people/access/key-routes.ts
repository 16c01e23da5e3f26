import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { KEY_SCOPES } from '../../foundation/domain.ts'
import { AuthorityId, KeyId, orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { listKeys } from '../staff/queries.ts'

const KeyReply = Type.Object({
  id: KeyId,
  name: Type.String(),
  scopes: Type.Array(Type.Enum([...KEY_SCOPES])),
  authorityId: orNull(
    AuthorityId,
    'For a key with the scope orders: the authority that sends them. Null: another key.',
  ),
  createdAt: Timestamp,
})

/** The route that lists API keys. */
export const keyRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const schema = {
      summary: 'List valid API keys, without their secrets',
      response: { 200: Type.Object({ items: Type.Array(KeyReply) }) },
    }
    app.get('/v1/keys', { schema }, async () => ({
      items: (await listKeys(desk.db, { revoked: false })).map(({ id, name, scopes, authorityId, createdAt }) => ({
        ...{ id, name, scopes: [...scopes], authorityId },
        createdAt: createdAt.toISOString(),
      })),
    }))
    done()
  }
