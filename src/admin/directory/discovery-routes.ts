import { isMembers } from './attribute-names.ts'
import { Type } from '@fastify/type-provider-typebox'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { Problem } from '../../foundation/schemas/schemas.ts'
import type { App } from '../../policy/desk.ts'
import { RESOURCE_TYPES, SCHEMAS, SERVICE_PROVIDER_CONFIG } from './discovery.ts'
import { ListReply, toListReply } from './list-reply.ts'
import { answerInScim, SCIM_MADE } from './scim-route.ts'

const NAME_LENGTH_MAX = 200
const Described = Type.Unsafe<object>({ type: 'object', additionalProperties: true })
const params = Type.Object({ name: Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX }) })

/** Routes that describe this SCIM server to a directory before it sends people. They take no filter (RFC 7644 §4). */
export function scimDiscoveryRoutes(app: App): void {
  answerInScim(app)
  app.addHook('preValidation', async ({ query }) => {
    if (isMembers(query) && Object.hasOwn(query, 'filter'))
      throw new DeskError('not_allowed', message('directory.noFilter'))
  })
  const config = { summary: 'Read the supported parts of SCIM', ...SCIM_MADE, response: { 200: Described } }
  app.get('/scim/v2/ServiceProviderConfig', { schema: config }, async () => SERVICE_PROVIDER_CONFIG)

  const lists = [
    ['/scim/v2/ResourceTypes', 'resource type', RESOURCE_TYPES],
    ['/scim/v2/Schemas', 'schema', SCHEMAS],
  ] as const
  for (const [url, what, all] of lists) {
    const list = { summary: `List every ${what}`, ...SCIM_MADE, response: { 200: ListReply(Described) } }
    app.get(url, { schema: list }, async () => toListReply<object>(all.length, { offset: 0 }, all))
    const one = { summary: `Read one ${what}`, ...SCIM_MADE, params, response: { 200: Described, 404: Problem } }
    app.get(`${url}/:name`, { schema: one }, async (request) => {
      const found = all.find(({ id }) => id === request.params.name)
      if (found === undefined) throw new DeskError('not_found', message('directory.noResource', { kind: what }))
      return found
    })
  }
}
