import { type Static, Type } from 'typebox'
import type { App, Desk } from '../../../policy/desk.ts'
import { requireFound } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { Problem, strict } from '../../../foundation/schemas/schemas.ts'
import { keyOf } from '../../../people/access/caller.ts'
import { changeUser, createUser, removeUser } from './store-user.ts'
import { Chosen, choose, ListQuery, ListReply, sliceOf, toListReply, whereOf } from '../list-reply.ts'
import { applyPatch } from '../patch.ts'
import { PatchBody } from '../patch-body.ts'
import { answerInScim, SCIM_BODY, SCIM_ID, SCIM_MADE } from '../scim-route.ts'
import {
  ENTERPRISE_SCHEMA,
  readPatched,
  readUser,
  toResource,
  toUserReply,
  USER_SHAPE,
  UserBody,
  UserReply,
} from './user.ts'
import { findUser, listUsers, USER_COLUMNS } from './user-queries.ts'

const params = Type.Object({ userId: SCIM_ID })
const querystring = Type.Object(Chosen, strict)
const changed = { 200: UserReply, 404: Problem, 409: Problem }
const made = { 201: UserReply, 409: Problem }

const LIST = {
  ...{ summary: 'List people of the directory', ...SCIM_MADE, querystring: ListQuery },
  response: { 200: ListReply(UserReply) },
}
const CREATE = { summary: 'Create a person without a role', ...SCIM_BODY, body: UserBody, response: made }
const READ = {
  summary: 'Read one person',
  ...SCIM_MADE,
  params,
  querystring,
  response: { 200: UserReply, 404: Problem },
}
const PUT = { summary: 'Replace the data of a person', ...SCIM_BODY, params, body: UserBody, response: changed }
const PATCH = {
  ...{ summary: 'Change the data of a person; one who is no longer active leaves', ...SCIM_BODY },
  ...{ params, body: PatchBody, response: changed },
}
const REMOVE = { summary: 'Delete a person: their access ends', params, response: { 204: Type.Null(), 404: Problem } }

/** Routes of the people whom a directory synchronises (RFC 7644). */
export function scimUserRoutes(app: App, { db }: Desk): void {
  answerInScim(app)
  app.get('/scim/v2/Users', { schema: LIST }, async ({ query }) => {
    const slice = sliceOf(query)
    const { total, users } = await listUsers(db, whereOf(query.filter, USER_COLUMNS), slice)
    const replies = users.map((user) => choose(toUserReply(user), query))
    return toListReply(total, slice, replies)
  })
  app.post('/scim/v2/Users', { schema: CREATE }, async (request, reply) => {
    const { body } = request
    const asked = { user: readUser(body, true), belonging: readBelonging(body) }
    const user = toUserReply(await createUser({ db }, asked, actorOf(keyOf(request))))
    return reply.code(201).header('location', user.meta.location).send(user)
  })
  app.get('/scim/v2/Users/:userId', { schema: READ }, async ({ params: { userId }, query }) => {
    const user = requireFound(await findUser(db, userId), message('directory.noUser'))
    return choose(toUserReply(user), query)
  })
  app.put('/scim/v2/Users/:userId', { schema: PUT }, async (request) => {
    const { body, params } = request
    const by = actorOf(keyOf(request))
    return toUserReply(await changeUser({ db }, params.userId, ({ active }) => readUser(body, active), by))
  })
  app.patch('/scim/v2/Users/:userId', { schema: PATCH }, async (request) => {
    const { body, params } = request
    const change = (before: Parameters<typeof toUserReply>[0]) =>
      readPatched(applyPatch(toResource(before), body.Operations, USER_SHAPE), before.active)
    return toUserReply(await changeUser({ db }, params.userId, change, actorOf(keyOf(request))))
  })
  app.delete('/scim/v2/Users/:userId', { schema: REMOVE }, async (request, reply) => {
    await removeUser({ db }, request.params.userId, actorOf(keyOf(request)))
    return reply.code(204).send(null)
  })
}

const actorOf = ({ id }: { id: string }) => ({ kind: 'key', id }) as const

const readBelonging = ({ [ENTERPRISE_SCHEMA]: said }: Static<typeof UserBody>) => ({
  employer: said?.organization || null,
  team: said?.department || null,
})
