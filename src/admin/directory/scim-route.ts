import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { SCIM_TYPE } from './scim-error.ts'

/** The media types of a SCIM answer, and of a SCIM body. */
export const SCIM_MADE = { produces: [SCIM_TYPE] }
export const SCIM_BODY = { ...SCIM_MADE, consumes: [SCIM_TYPE, 'application/json'] }

/** The schema of a resource's id. An id that no resource has is answered with 404. */
export const SCIM_ID = Type.String({ minLength: 1, maxLength: 64 })

/** Makes every route of a plugin answer in SCIM's own media type. */
export function answerInScim(app: Pick<FastifyInstance, 'addHook'>): void {
  app.addHook('preSerialization', async (_request, reply, payload) => {
    reply.type(`${SCIM_TYPE}; charset=utf-8`)
    return payload
  })
}
