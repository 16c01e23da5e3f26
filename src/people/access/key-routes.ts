import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { KEY_SCOPES } from '../../foundation/domain.ts'
import { AuthorityId, KeyId, orNull, Timestamp, Page, PageQuery, strict } from '../../foundation/schemas/schemas.ts'
import { listKeyPage } from '../staff/queries.ts'

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
export function keyRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'List valid API keys, without their secrets',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(KeyReply) },
  }
  app.get('/v1/keys', { schema }, async ({ query }) =>
    mapPage(await listKeyPage(desk.db, pageOf(query)), ({ id, name, scopes, authorityId, createdAt }) => ({
      ...{ id, name, scopes: [...scopes], authorityId },
      createdAt,
    })),
  )
}
