import { Type } from 'typebox'
import type { App, Desk } from '../../../policy/desk.ts'
import { requireFound } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { Problem, strict } from '../../../foundation/schemas/schemas.ts'
import { keyOf } from '../../../people/access/caller.ts'
import {
  type FoundGroup,
  GROUP_SHAPE,
  GroupBody,
  GroupReply,
  groupToResource,
  readGroup,
  readPatchedGroup,
  toGroupReply,
} from './group.ts'
import { findGroup, GROUP_COLUMNS, listGroups } from './group-queries.ts'
import { changeGroup, createGroup, removeGroup } from './store-group.ts'
import { Chosen, choose, ListQuery, ListReply, sliceOf, toListReply, whereOf } from '../list-reply.ts'
import { applyPatch } from '../patch.ts'
import { PatchBody } from '../patch-body.ts'
import { answerInScim, SCIM_BODY, SCIM_ID, SCIM_MADE } from '../scim-route.ts'

const params = Type.Object({ groupId: SCIM_ID })
const querystring = Type.Object(Chosen, strict)
const changed = { 200: GroupReply, 404: Problem, 409: Problem }
const made = { 201: GroupReply, 409: Problem }

const LIST = {
  ...{ summary: 'List groups of the directory', ...SCIM_MADE, querystring: ListQuery },
  response: { 200: ListReply(GroupReply) },
}
const CREATE = { summary: 'Create a group', ...SCIM_BODY, body: GroupBody, response: made }
const READ = {
  summary: 'Read one group',
  ...SCIM_MADE,
  params,
  querystring,
  response: { 200: GroupReply, 404: Problem },
}
const PUT = { summary: 'Replace a group', ...SCIM_BODY, params, body: GroupBody, response: changed }
const PATCH = { summary: 'Change a group or its members', ...SCIM_BODY, params, body: PatchBody, response: changed }
const REMOVE = { summary: 'Delete a group and its proposals', params, response: { 204: Type.Null(), 404: Problem } }

/** Routes of the groups that a directory synchronises (RFC 7644). No group gives a person a right. */
export function scimGroupRoutes(app: App, { db }: Desk): void {
  answerInScim(app)
  app.get('/scim/v2/Groups', { schema: LIST }, async ({ query }) => {
    const slice = sliceOf(query)
    const { total, groups } = await listGroups(db, whereOf(query.filter, GROUP_COLUMNS), slice)
    const replies = groups.map((group) => choose(toGroupReply(group), query))
    return toListReply(total, slice, replies)
  })
  app.post('/scim/v2/Groups', { schema: CREATE }, async (request, reply) => {
    const group = toGroupReply(await createGroup({ db }, readGroup(request.body), actorOf(keyOf(request))))
    return reply.code(201).header('location', group.meta.location).send(group)
  })
  app.get('/scim/v2/Groups/:groupId', { schema: READ }, async ({ params: { groupId }, query }) => {
    const group = requireFound(await findGroup(db, groupId), message('directory.noGroup'))
    return choose(toGroupReply(group), query)
  })
  app.put('/scim/v2/Groups/:groupId', { schema: PUT }, async (request) => {
    const { groupId } = request.params
    return toGroupReply(await changeGroup({ db }, groupId, () => readGroup(request.body), actorOf(keyOf(request))))
  })
  app.patch('/scim/v2/Groups/:groupId', { schema: PATCH }, async (request) => {
    const { body, params } = request
    const change = (before: FoundGroup) =>
      readPatchedGroup(applyPatch(groupToResource(before), body.Operations, GROUP_SHAPE))
    return toGroupReply(await changeGroup({ db }, params.groupId, change, actorOf(keyOf(request))))
  })
  app.delete('/scim/v2/Groups/:groupId', { schema: REMOVE }, async (request, reply) => {
    await removeGroup({ db }, request.params.groupId, actorOf(keyOf(request)))
    return reply.code(204).send(null)
  })
}

const actorOf = ({ id }: { id: string }) => ({ kind: 'key', id }) as const
