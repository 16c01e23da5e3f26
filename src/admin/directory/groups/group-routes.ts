import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { App, Desk } from '../../../policy/desk.ts'
import { requireFound } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { Problem } from '../../../foundation/schemas/schemas.ts'
import { keyOf } from '../../../people/access/caller.ts'
import {
  type DirectoryGroup,
  type FoundGroup,
  GROUP_SHAPE,
  GroupBody,
  GroupReply,
  groupToResource,
  nameGroup,
  readGroup,
  readPatchedGroup,
  toGroupReply,
} from './group.ts'
import { findGroup, GROUP_COLUMNS, listGroups } from './group-queries.ts'
import { changeGroup, createGroup, removeGroup } from './store-group.ts'
import { choose, ChosenQuery } from '../choose.ts'
import { ListQuery, ListReply, sliceOf, toListReply, whereOf } from '../list-reply.ts'
import { applyPatch } from '../patch/patch.ts'
import { namePatch, PatchBody } from '../patch/patch-body.ts'
import { answerInScim, nameBodies, SCIM_BODY, SCIM_ID, SCIM_MADE } from '../scim-route.ts'
import { isKnown, requireVersion, sendResource, withVersion } from '../version.ts'

const params = Type.Object({ groupId: SCIM_ID })
const querystring = ChosenQuery
const changed = { 200: GroupReply, 404: Problem, 409: Problem, 412: Problem }
const made = { 201: GroupReply, 409: Problem }
const read = { 200: GroupReply, 304: Type.Null(), 404: Problem }
const removed = { 204: Type.Null(), 404: Problem, 412: Problem }

const LIST = {
  ...{ summary: 'List groups of the directory', ...SCIM_MADE, querystring: ListQuery },
  response: { 200: ListReply(GroupReply) },
}
const CREATE = { summary: 'Create a group', ...SCIM_BODY, querystring, body: GroupBody, response: made }
const READ = { summary: 'Read one group', ...SCIM_MADE, params, querystring, response: read }
const PUT = { summary: 'Replace a group', ...SCIM_BODY, params, querystring, body: GroupBody, response: changed }
const PATCH = {
  ...{ summary: 'Change a group or its members', ...SCIM_BODY, querystring },
  ...{ params, body: PatchBody, response: changed },
}
const REMOVE = { summary: 'Delete a group and its proposals', params, response: removed }

/** Routes of the groups that a directory synchronises (RFC 7644). No group gives a person a right. */
export function scimGroupRoutes(app: App, { db }: Desk): void {
  answerInScim(app)
  nameBodies(app, { POST: nameGroup, PUT: nameGroup, PATCH: namePatch })
  app.get('/scim/v2/Groups', { schema: LIST }, async ({ query }) => {
    const slice = sliceOf(query)
    const { total, groups } = await listGroups(db, whereOf(query.filter, GROUP_COLUMNS), slice)
    const replies = groups.map((group) => choose(withVersion(toGroupReply(group)), query))
    return toListReply(total, slice, replies)
  })
  app.post('/scim/v2/Groups', { schema: CREATE }, async (request, reply) => {
    const group = toGroupReply(await createGroup({ db }, readGroup(request.body), actorOf(keyOf(request))))
    reply.code(201).header('location', group.meta.location)
    return sendResource(request, reply, group)
  })
  app.get('/scim/v2/Groups/:groupId', { schema: READ }, async (request, reply) => {
    const group = requireFound(await findGroup(db, request.params.groupId), message('directory.noGroup'))
    const resource = toGroupReply(group)
    if (isKnown(request, resource)) return reply.code(304).send(null)
    return sendResource(request, reply, resource)
  })
  app.put('/scim/v2/Groups/:groupId', { schema: PUT }, async (request, reply) =>
    changeOne(request, reply, () => readGroup(request.body)),
  )
  app.patch('/scim/v2/Groups/:groupId', { schema: PATCH }, async (request, reply) =>
    changeOne(request, reply, (before) =>
      readPatchedGroup(applyPatch(groupToResource(before), request.body.Operations, GROUP_SHAPE)),
    ),
  )
  app.delete('/scim/v2/Groups/:groupId', { schema: REMOVE }, async (request, reply) => {
    const check = (before: FoundGroup) => requireVersion(request, toGroupReply(before))
    await removeGroup({ db }, request.params.groupId, check, actorOf(keyOf(request)))
    return reply.code(204).send(null)
  })

  async function changeOne(request: GroupRequest, reply: FastifyReply, change: (before: FoundGroup) => DirectoryGroup) {
    const changed = (before: FoundGroup) => {
      requireVersion(request, toGroupReply(before))
      return change(before)
    }
    const group = await changeGroup({ db }, request.params.groupId, changed, actorOf(keyOf(request)))
    return sendResource(request, reply, toGroupReply(group))
  }
}

type GroupRequest = FastifyRequest<{ Params: Static<typeof params> }>

const actorOf = ({ id }: { id: string }) => ({ kind: 'key', id }) as const
