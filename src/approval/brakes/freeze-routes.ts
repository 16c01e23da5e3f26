import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import type { Desk } from '../../desk.ts'
import type { StaffCaller } from '../../domain.ts'
import { orNull, Problem, Timestamp } from '../../lib/schemas.ts'
import { SignedBody } from '../../signature/signature-body.ts'
import { staffOf } from '../../staff/caller.ts'
import { nameActors } from '../../staff/name-actors.ts'
import { readStanding } from '../../staff/standing.ts'
import { beginFreeze, endFreeze, extendFreeze, type Freeze, listFreezes, whyNotEnd, whyNotExtend } from './freeze.ts'

const strict = { additionalProperties: false }

const FreezeReply = Type.Object({
  id: Type.Integer(),
  by: Type.String(),
  reason: Type.String(),
  at: Timestamp,
  until: Timestamp,
  secondedBy: orNull(Type.String()),
  endedBy: orNull(Type.String()),
  endedAt: orNull(Timestamp),
  you: Type.Object(
    { end: orNull(Type.String()), extend: orNull(Type.String()) },
    { description: 'What you may do about it now, while it lasts: null where you may, else why not.' },
  ),
})

const freezeParams = Type.Object({ freezeId: Type.Integer({ minimum: 1 }) })

/** Where one person on duty freezes all harm, and others have it last longer or end it. */
export const freezeRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const list = {
      summary: 'Freezes of the last day',
      response: { 200: Type.Object({ items: Type.Array(FreezeReply) }) },
    }
    app.get('/v1/freezes', { schema: list }, async (request) => {
      const by = staffOf(request)
      const freezes = await listFreezes(desk.restoreDb)
      return { items: await Promise.all(freezes.map((freeze) => toReply(desk, freeze, by))) }
    })
    const begin = {
      summary: 'Freeze all harm at once, for half an hour',
      body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1_800 }) }, strict),
      response: { 201: FreezeReply, 400: Problem, 403: Problem },
    }
    app.post('/v1/freezes', { schema: begin }, async (request, reply) => {
      const by = staffOf(request)
      return reply.code(201).send(await toReply(desk, await beginFreeze(desk, by, request.body.reason), by))
    })
    const response = { 200: FreezeReply, 403: Problem, 404: Problem, 409: Problem }
    const extend = {
      summary: 'Have a freeze that somebody else began last four hours from now',
      params: freezeParams,
      body: SignedBody,
      response: { ...response, 400: Problem },
    }
    app.post('/v1/freezes/:freezeId/extend', { schema: extend }, async (request) => {
      const by = staffOf(request)
      return toReply(desk, await extendFreeze(desk, request.params.freezeId, by, request.body.signature), by)
    })
    const end = { summary: 'End a freeze early', params: freezeParams, response }
    app.post('/v1/freezes/:freezeId/end', { schema: end }, async (request) => {
      const by = staffOf(request)
      return toReply(desk, await endFreeze(desk, request.params.freezeId, by), by)
    })
    done()
  }

async function toReply({ restoreDb }: Desk, freeze: Freeze, caller: StaffCaller): Promise<Static<typeof FreezeReply>> {
  const people = [freeze.by, freeze.secondedBy, freeze.endedBy].map((id) => (id === null ? null : `staff:${id}`))
  const name = await nameActors(
    restoreDb,
    people.filter((key) => key !== null),
  )
  const [by, secondedBy, endedBy] = people.map((key) => (key === null ? null : name(key)))
  const standing = await readStanding(restoreDb, caller.id)
  return {
    ...freeze,
    you: { end: whyNotEnd(freeze, caller, standing), extend: whyNotExtend(freeze, caller, standing) },
    by: by ?? '',
    secondedBy: secondedBy ?? null,
    endedBy: endedBy ?? null,
    at: freeze.at.toISOString(),
    until: freeze.until.toISOString(),
    endedAt: freeze.endedAt?.toISOString() ?? null,
  }
}
