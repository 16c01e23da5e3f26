import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { isMembers } from './attribute-names.ts'
import { isScim, SCIM_TYPE } from './scim-error.ts'

/** The media types of a SCIM answer, and of a SCIM body. */
export const SCIM_MADE = { produces: [SCIM_TYPE] }
export const SCIM_BODY = { ...SCIM_MADE, consumes: [SCIM_TYPE, 'application/json'] }

/** The schema of a resource's id. An id that no resource has is answered with 404. */
export const SCIM_ID = Type.String({ minLength: 1, maxLength: 64 })

/** Rewrites the bodies of a plugin's routes, by method, before they are checked against their schemas. */
export function nameBodies(
  app: Pick<FastifyInstance, 'addHook'>,
  byMethod: Readonly<Record<string, (body: Record<string, unknown>) => unknown>>,
): void {
  app.addHook('preValidation', async (request) => {
    const name = byMethod[request.method]
    if (name !== undefined && isMembers(request.body)) request.body = name(request.body)
  })
}

/** Returns the address of a SCIM resource without a trailing slash, which some directories send; others as they are. */
export const trimScimAddress = (url: string): string => (isScim(url) ? url.replace(/^([^?]+?)\/(?=\?|$)/, '$1') : url)

/** Makes every route of a plugin answer in SCIM's own media type. */
export function answerInScim(app: Pick<FastifyInstance, 'addHook'>): void {
  app.addHook('preSerialization', async (_request, reply, payload) => {
    reply.type(`${SCIM_TYPE}; charset=utf-8`)
    return payload
  })
}
