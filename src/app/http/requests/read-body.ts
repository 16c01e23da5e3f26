import type { FastifyInstance, FastifyRequest } from 'fastify'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { readJson } from '../../../foundation/schemas/read-json.ts'
import { SCIM_TYPE } from '../../../admin/directory/scim-error.ts'

const JSON_TYPE = 'application/json'
const WITHOUT_BODY = new Set(['GET', 'HEAD'])

/**
 * Reads every body as JSON in UTF-8 without repeated names, unless a route takes another type. A missing body counts as
 * an empty object: Stop needs only its address, and the check of the body names what is missing.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    [JSON_TYPE, SCIM_TYPE],
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => readJson(body),
  )
  app.addHook('onRequest', async ({ method, headers, routeOptions }) => {
    if (routeOptions.url === undefined || WITHOUT_BODY.has(method)) return
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
      throw new DeskError('unsupported_media_type', message('request.encoding'))
    }
    const [wanted = JSON_TYPE, ...also] = routeOptions.schema?.consumes ?? []
    const sent = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
    if (sent === undefined || sent === wanted || also.includes(sent)) return
    throw new DeskError('unsupported_media_type', message('request.contentType', { type: wanted }))
  })
  app.addHook('preValidation', async (request) => {
    // A body of `null` is not missing: it is an invalid value.
    if (request.routeOptions.schema?.body !== undefined && request.body === undefined) request.body = {}
  })
}
