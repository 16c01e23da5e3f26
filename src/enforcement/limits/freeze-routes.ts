import { pageOf } from '../../foundation/database/select-page.ts'
import { type Static, Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { type StaffCaller, staffKey } from '../../foundation/domain.ts'
import { only } from '../../foundation/database/db.ts'
import { orNull, Problem, Timestamp, Page, PageQuery, strict } from '../../foundation/schemas/schemas.ts'
import { SignedBody } from '../../people/signatures/signature-body.ts'
import { staffOf } from '../../people/access/caller.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { readStanding } from '../../people/staff/standing.ts'
import {
  beginFreeze,
  endFreeze,
  extendFreeze,
  giveFreezeReason,
  type Freeze,
  listFreezes,
  findEndRefusal,
  findExtensionRefusal,
} from './freeze.ts'
import { said } from '../../foundation/schemas/said.ts'

const FreezeReply = Type.Object({
  id: Type.Integer(),
  by: Type.String(),
  reason: orNull(Type.String(), 'Null: not given yet.'),
  at: Timestamp,
  until: Timestamp,
  secondedBy: orNull(Type.String()),
  endedBy: orNull(Type.String()),
  endedAt: orNull(Timestamp),
  you: Type.Object(
    {
      end: orNull(said()),
      extend: orNull(said()),
      owesReason: Type.Boolean({ description: 'True for its author until the reason is given.' }),
    },
    { description: 'The acts that you may do while it lasts: null where you may, else the reason why not.' },
  ),
})

const freezeParams = Type.Object({ freezeId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) })

const reason = Type.String({ minLength: 1, maxLength: 1_800 })

/** Routes by which one person on duty freezes all restrictive enforcements, and others extend or end the freeze. */
export function freezeRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List the freezes of the last day, newest first',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(FreezeReply) },
  }
  app.get('/v1/freezes', { schema: list }, async (request) => {
    const by = staffOf(request)
    const { items, nextCursor } = await listFreezes(desk.restoreDb, pageOf(request.query))
    return { items: await freezeReplies(desk, items, by), nextCursor }
  })
  const begin = {
    summary: 'Freeze all restrictive enforcements for half an hour; the reason may follow',
    body: Type.Object({ reason: Type.Optional(reason) }, strict),
    response: { 201: FreezeReply, 400: Problem, 403: Problem },
  }
  app.post('/v1/freezes', { schema: begin }, async (request, reply) => {
    const by = staffOf(request)
    return reply.code(201).send(await freezeReply(desk, await beginFreeze(desk, by, request.body.reason ?? null), by))
  })
  const explain = {
    summary: 'Give the reason of a freeze that you began, once',
    params: freezeParams,
    body: Type.Object({ reason }, strict),
    response: { 200: FreezeReply, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/freezes/:freezeId/reason', { schema: explain }, async (request) => {
    const by = staffOf(request)
    const { freezeId } = request.params
    return freezeReply(desk, await giveFreezeReason(desk, { freezeId, by, reason: request.body.reason }), by)
  })
  extensionRoutes(app, desk)
}

/** Routes by which others extend a freeze, and its author or a lead ends it. */
function extensionRoutes(app: App, desk: Desk): void {
  const response = { 200: FreezeReply, 403: Problem, 404: Problem, 409: Problem }
  const extend = {
    summary: 'Extend a freeze that another person began to four hours from now',
    params: freezeParams,
    body: SignedBody,
    response: { ...response, 400: Problem },
  }
  app.post('/v1/freezes/:freezeId/extend', { schema: extend }, async (request) => {
    const by = staffOf(request)
    return freezeReply(desk, await extendFreeze(desk, request.params.freezeId, by, request.body.signature), by)
  })
  const end = { summary: 'End a freeze early', params: freezeParams, response }
  app.post('/v1/freezes/:freezeId/end', { schema: end }, async (request) => {
    const by = staffOf(request)
    return freezeReply(desk, await endFreeze(desk, request.params.freezeId, by), by)
  })
}

const freezeReply = async (desk: Desk, freeze: Freeze, caller: StaffCaller) =>
  only(await freezeReplies(desk, [freeze], caller))

async function freezeReplies(
  { restoreDb }: Desk,
  freezes: readonly Freeze[],
  caller: StaffCaller,
): Promise<Static<typeof FreezeReply>[]> {
  const actorOf = (id: string) => staffKey(id)
  const ids = freezes.flatMap(({ by, secondedBy, endedBy }) => [by, secondedBy, endedBy]).filter((id) => id !== null)
  const nameOf = await nameActors(restoreDb, ids.map(actorOf))
  const name = (id: string | null) => (id === null ? null : nameOf(actorOf(id)))
  const standing = await readStanding(restoreDb, caller.id)
  return freezes.map((freeze) => ({
    ...freeze,
    you: {
      end: findEndRefusal(freeze, caller, standing),
      extend: findExtensionRefusal(freeze, caller, standing),
      owesReason: freeze.by === caller.id && freeze.reason === null,
    },
    by: nameOf(actorOf(freeze.by)),
    secondedBy: name(freeze.secondedBy),
    endedBy: name(freeze.endedBy),
  }))
}
