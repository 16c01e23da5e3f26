import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { DeskError } from '../../../foundation/errors.ts'
import { type Message, message } from '../../../foundation/messages/message.ts'
import { invalidField } from '../../../foundation/schemas/invalid-field.ts'
import { refuseRepeatedNames } from '../../../foundation/schemas/refuse-repeated-names.ts'
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

function readJson(body: Buffer): unknown {
  if (body.length === 0) return {}
  // A lenient decoder would replace invalid bytes by other characters, and the desk would store those.
  if (!isUtf8(body)) throw badBody(message('field.notUtf8'))
  const text = body.toString('utf8')
  const value = parse(text)
  refuseRepeatedNames(text, value)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badBody(message('field.notJson'))
  }
}

const badBody = (detail: Message): DeskError => invalidField('The body', detail)
