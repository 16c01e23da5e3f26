import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ACTIONS, ROLES } from '../../foundation/domain.ts'
import { listDenials } from '../describe/describe-denial.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { ChangeId, orNull, Problem, StaffId, Page, PageQuery, strict } from '../../foundation/schemas/schemas.ts'
import { SignedBody } from '../../people/signatures/signature-body.ts'
import { staffOf } from '../../people/access/caller.ts'
import { readRemoval, rightAbout } from '../../people/staff/sign-removal.ts'
import { listRoleProposals, ProposalReply } from '../directory/users/proposals.ts'
import { agreeToChange, declineChange, withdrawChange } from './answer-change.ts'
import { ChangeBody, ReasonText, toWanted } from './change-body.ts'
import { ChangeDetail, readGuardsChange } from '../describe/change-detail.ts'
import { type Change, findChange, listChanges } from './change-queries.ts'
import { stopChange } from './delay-change.ts'
import { ChangeReply, toChangeReplies } from './change-reply.ts'
import { proposeChange, takenBy, takesRight } from './propose-change.ts'
import { readUnsealed } from '../describe/unseal.ts'
import { readerOf } from '../../people/staff/preferences.ts'

const denials = {
  summary: 'List the actions that roles and people are denied',
  description:
    'A change of the kind action_denial sets them. A denial covers every stricter action; that of a role covers the roles below it.',
  response: {
    200: Type.Object({
      denials: Type.Array(
        Type.Object({
          role: orNull(Type.Enum([...ROLES]), 'Null: the denial is about a person.'),
          staffId: orNull(StaffId, 'Null: the denial is about a role.'),
          pseudonym: orNull(Type.String()),
          actions: Type.Array(Type.Enum([...ACTIONS])),
        }),
        { description: 'The denials in force, those of roles first.' },
      ),
    }),
  },
}
const params = Type.Object({ changeId: ChangeId })
const decided = { 200: ChangeReply, 403: Problem, 404: Problem, 409: Problem }

/** Routes for changes of the organisation by two people: proposing, agreeing, declining, withdrawing. */
export function changeRoutes(app: App, desk: Desk): void {
  app.get('/v1/changes', { schema: list }, async (request) => {
    const { open = false } = request.query
    const { items: changes, nextCursor } = await listChanges(desk.db, { open }, pageOf(request.query))
    const items = await toChangeReplies(desk.db, changes, staffOf(request), readerOf(request))
    return { items, nextCursor, proposals: await listRoleProposals(desk.db) }
  })
  app.get('/v1/changes/:changeId', { schema: readOne }, async (request) => {
    const change = await findChange(desk.db, request.params.changeId)
    if (change === undefined)
      throw new DeskError('not_found', message('change.unknown', { changeId: request.params.changeId }))
    const { language } = readerOf(request)
    const detail = await readGuardsChange(desk.db, change, { person: staffOf(request).id, language })
    return { change: await toReply(desk, change, request), ...detail }
  })
  app.post('/v1/changes/:changeId/name', { schema: readName }, async (request) =>
    readUnsealed(desk.db, { changeId: request.params.changeId, by: staffOf(request) }),
  )
  app.get('/v1/action-denials', { schema: denials }, async () => ({ denials: await listDenials(desk.db) }))
  const propose = {
    summary: 'Propose a change of the organisation; a stricter one takes effect at once',
    body: ChangeBody,
    response: { 201: ChangeReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/changes', { schema: propose }, async (request, reply) => {
    const { change, reason, signature } = request.body
    const by = staffOf(request)
    const wanted = toWanted(change)
    const about = takesRight(wanted) ? rightAbout(takenBy(wanted)) : undefined
    const signed = signature && (await readRemoval(desk, { about, by, signature }))
    const proposed = await proposeChange(desk, { wanted, reason, by, signed })
    return reply.code(201).send(await toReply(desk, proposed, request))
  })
  const decline = {
    summary: 'Decline a change: it ends',
    params,
    body: Type.Object({ reason: ReasonText }, strict),
    response: decided,
  }
  app.post('/v1/changes/:changeId/decline', { schema: decline }, async (request) => {
    const by = staffOf(request)
    const { changeId } = request.params
    return toReply(desk, await declineChange(desk, { changeId, by, reason: request.body.reason }), request)
  })
  const agree = {
    summary: 'Approve a change that another person proposed',
    description:
      'A change that loosens the desk takes effect 24 hours later, one that removes a single tag one hour later. `takesEffectAt` states the time.',
    params,
    body: SignedBody,
    response: { ...decided, 400: Problem },
  }
  app.post('/v1/changes/:changeId/agree', { schema: agree }, async (request) => {
    const by = staffOf(request)
    const asked = { changeId: request.params.changeId, by, reason: null, ...request.body }
    return toReply(desk, await agreeToChange(desk, asked), request)
  })
  endingRoutes(app, desk)
}

/** Registers the routes that end a change before it takes effect. */
function endingRoutes(app: App, desk: Desk): void {
  const withdraw = { summary: 'Withdraw a change that you proposed', params, response: decided }
  app.post('/v1/changes/:changeId/withdraw', { schema: withdraw }, async (request) => {
    const by = staffOf(request)
    const { changeId } = request.params
    return toReply(desk, await withdrawChange(desk, { changeId, by, reason: null }), request)
  })
  const stop = {
    summary: 'Stop an agreed change before it takes effect',
    description: 'One lead, policy manager or administrator can stop it, on duty or not, without a passkey.',
    params,
    body: Type.Object({ reason: Type.Optional(ReasonText) }, strict),
    response: decided,
  }
  app.post('/v1/changes/:changeId/stop', { schema: stop }, async (request) => {
    const by = staffOf(request)
    const { changeId } = request.params
    return toReply(desk, await stopChange(desk, { changeId, by, reason: request.body.reason ?? null }), request)
  })
}

const list = {
  summary: 'List changes of the organisation, newest first',
  querystring: Type.Object(
    {
      open: Type.Optional(Type.Boolean({ description: 'Only changes that wait for an answer or to take effect.' })),
      ...PageQuery,
    },
    strict,
  ),
  response: { 200: Type.Object({ ...Page(ChangeReply).properties, proposals: Type.Array(ProposalReply) }) },
}

const readName = {
  summary: 'Read the name behind a pseudonym after two people agreed',
  description: 'For the proposer of the change, within a day of the agreement. Each reading is a ledger entry.',
  params,
  response: {
    200: Type.Object({ staffId: StaffId, pseudonym: Type.String(), name: Type.String() }),
    403: Problem,
    404: Problem,
  },
}

const readOne = {
  summary: 'Read one change, and for guards the difference guard by guard',
  params,
  response: { 200: ChangeDetail, 404: Problem },
}

async function toReply({ db }: Desk, change: Change, request: FastifyRequest) {
  const [reply] = await toChangeReplies(db, [change], staffOf(request), readerOf(request))
  if (reply === undefined) throw new Error(`change ${change.id} is gone`)
  return reply
}
