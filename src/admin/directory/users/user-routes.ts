import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { App, Desk } from '../../../policy/desk.ts'
import { requireFound } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { Problem } from '../../../foundation/schemas/schemas.ts'
import { keyOf } from '../../../people/access/caller.ts'
import { changeUser, createUser, removeUser } from './store-user.ts'
import { choose, ChosenQuery } from '../choose.ts'
import { ListQuery, ListReply, sliceOf, toListReply, whereOf } from '../list-reply.ts'
import { applyPatch } from '../patch/patch.ts'
import { namePatch, PatchBody } from '../patch/patch-body.ts'
import { answerInScim, nameBodies, SCIM_BODY, SCIM_ID, SCIM_MADE } from '../scim-route.ts'
import { isKnown, requireVersion, sendResource, withVersion } from '../version.ts'
import { nameUser, readPatched, readUser, type StatedUser, UserBody } from './read-user.ts'
import {
  DESK_SCHEMA,
  ENTERPRISE_SCHEMA,
  type FoundUser,
  toResource,
  toUserReply,
  USER_SCHEMA,
  USER_SHAPE,
  UserReply,
} from './user.ts'
import { findUser, listUsers, USER_COLUMNS } from './user-queries.ts'

const params = Type.Object({ userId: SCIM_ID })
const changed = { 200: UserReply, 404: Problem, 409: Problem, 412: Problem }
const made = { 201: UserReply, 409: Problem }
const read = { 200: UserReply, 304: Type.Null(), 404: Problem }
const removed = { 204: Type.Null(), 404: Problem, 412: Problem }
const querystring = ChosenQuery

const LIST = {
  ...{ summary: 'List people of the directory', ...SCIM_MADE, querystring: ListQuery },
  response: { 200: ListReply(UserReply) },
}
const CREATE = {
  ...{ summary: 'Create a person without a role', ...SCIM_BODY, querystring },
  ...{ body: UserBody, response: made },
}
const READ = { summary: 'Read one person', ...SCIM_MADE, params, querystring, response: read }
const PUT = {
  ...{ summary: 'Replace the data of a person', ...SCIM_BODY, querystring },
  ...{ params, body: UserBody, response: changed },
}
const PATCH = {
  ...{ summary: 'Change the data of a person; one who is no longer active leaves', ...SCIM_BODY, querystring },
  ...{ params, body: PatchBody, response: changed },
}
const REMOVE = { summary: 'Delete a person: their access ends', params, response: removed }

/** Routes of the people whom a directory synchronises (RFC 7644). */
export function scimUserRoutes(app: App, { db }: Desk): void {
  answerInScim(app)
  nameBodies(app, { POST: nameUser, PUT: nameUser, PATCH: namePatch })
  app.get('/scim/v2/Users', { schema: LIST }, async ({ query }) => {
    const slice = sliceOf(query)
    const { total, users } = await listUsers(db, whereOf(query.filter, USER_COLUMNS), slice)
    const replies = users.map((user) => choose(withVersion(toUserReply(user)), query))
    return toListReply(total, slice, replies)
  })
  app.post('/scim/v2/Users', { schema: CREATE }, async (request, reply) => {
    const { body } = request
    const user = readUser(body, { active: true, externalId: null })
    const created = await createUser({ db }, { user, belonging: readBelonging(body) }, actorOf(keyOf(request)))
    const resource = toUserReply(created)
    reply.code(201).header('location', resource.meta.location)
    return sendResource(request, reply, resource, answerUnknownRoles(user))
  })
  app.get('/scim/v2/Users/:userId', { schema: READ }, async (request, reply) => {
    const user = requireFound(await findUser(db, request.params.userId), message('directory.noUser'))
    const resource = toUserReply(user)
    if (isKnown(request, resource)) return reply.code(304).send(null)
    return sendResource(request, reply, resource)
  })
  app.put('/scim/v2/Users/:userId', { schema: PUT }, async (request, reply) =>
    changeOne(request, reply, (before) => readUser(request.body, before)),
  )
  app.patch('/scim/v2/Users/:userId', { schema: PATCH }, async (request, reply) =>
    changeOne(request, reply, (before) => {
      const patched = applyPatch(toResource(before), request.body.Operations, USER_SHAPE)
      // A patch that removes the externalId asks for a change, which a body without it does not.
      return readPatched(patched, { active: before.active, externalId: null })
    }),
  )
  app.delete('/scim/v2/Users/:userId', { schema: REMOVE }, async (request, reply) => {
    const check = (before: FoundUser) => requireVersion(request, toUserReply(before))
    await removeUser({ db }, request.params.userId, check, actorOf(keyOf(request)))
    return reply.code(204).send(null)
  })

  async function changeOne(request: UserRequest, reply: FastifyReply, change: (before: FoundUser) => StatedUser) {
    let stated: StatedUser | undefined
    const changed = (before: FoundUser) => {
      requireVersion(request, toUserReply(before))
      stated = change(before)
      return stated
    }
    const user = await changeUser({ db }, request.params.userId, changed, actorOf(keyOf(request)))
    return sendResource(request, reply, toUserReply(user), answerUnknownRoles(stated))
  }
}

type UserRequest = FastifyRequest<{ Params: Static<typeof params> }>

/** Answers which role names of a request the desk does not have, so that they are not taken silently for proposals. */
const answerUnknownRoles = ({ unknownRoles = [] }: Partial<StatedUser> = {}): Partial<Static<typeof UserReply>> =>
  unknownRoles.length === 0
    ? {}
    : { schemas: [USER_SCHEMA, DESK_SCHEMA], [DESK_SCHEMA]: { unknownRoles: [...unknownRoles] } }

const actorOf = ({ id }: { id: string }) => ({ kind: 'key', id }) as const

const readBelonging = ({ [ENTERPRISE_SCHEMA]: said }: Static<typeof UserBody>) => ({
  employer: said?.organization || null,
  team: said?.department || null,
})
