import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import { requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import {
  CaseId,
  MarkId,
  MeasureId,
  Page,
  PageQuery,
  Problem,
  SenderId,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { reachesThresholds } from '../../policy/misuse.ts'
import { endMeasure, judgeMeasure, warnSender } from './decide-measure.ts'
import { markMisuse, withdrawMark } from './mark-misuse.ts'
import {
  findSender,
  GRAVITIES,
  INTENTS,
  listMarks,
  listMeasures,
  listSenders,
  MARKED_KINDS,
  MISUSE_CAUSES,
} from './misuse-queries.ts'
import { MarkReply, MeasureReply, SenderDetail, SenderReply } from './misuse-reply.ts'

const Reason = Type.String({ pattern: '\\S', maxLength: 2_000 })

const marking = {
  summary: 'Mark a submission as manifestly unfounded, or a content as manifestly illegal',
  description:
    'About a report after a decision without a violation, an appeal that was upheld, or a decision that content is illegal. Reports of danger to life, of children and of intimate images are never marked. A mark alone does nothing to its sender.',
  body: Type.Object(
    {
      kind: Type.Enum([...MARKED_KINDS]),
      id: Type.String({ pattern: '^(rep|apl|dec)_[0-9]{1,19}$', maxLength: 24, description: 'Such as rep_12.' }),
      caseId: Type.Optional({ ...CaseId, description: 'The case of a report.' }),
      gravity: Type.Enum([...GRAVITIES], { description: 'How grave it and its consequences are.' }),
      intent: Type.Enum([...INTENTS], { description: 'The intention, as far as it can be known.' }),
      reason: Reason,
    },
    strict,
  ),
  response: { 201: MarkReply, 404: Problem, 409: Problem },
}

const withdrawing = {
  summary: 'Withdraw a mark',
  params: Type.Object({ markId: MarkId }),
  response: { 200: MarkReply, 404: Problem },
}

const listing = {
  summary: 'List senders with marks, and their figures',
  description: 'The figures of the last 180 days. No figure does anything by itself.',
  querystring: Type.Object(PageQuery, strict),
  response: { 200: Page(SenderReply) },
}

const reading = {
  summary: 'Read a sender with marks, warnings and pauses',
  params: Type.Object({ senderId: SenderId }),
  response: { 200: SenderDetail, 404: Problem },
}

const warning = {
  summary: 'Warn a sender',
  description:
    'One person decides it, and marks of others are needed. The sender is told, and can appeal. A pause takes two people: POST /v1/changes with sender_pause.',
  params: Type.Object({ senderId: SenderId }),
  body: Type.Object({ cause: Type.Enum([...MISUSE_CAUSES]) }, strict),
  response: { 201: MeasureReply, 404: Problem, 409: Problem },
}

const ending = {
  summary: 'End a pause before its time, or take a warning back',
  description: 'One person does. What was stored in the pause is handed on, and the sender is told.',
  params: Type.Object({ measureId: MeasureId }),
  body: Type.Object({ reason: Reason }, strict),
  response: { 200: MeasureReply, 404: Problem, 409: Problem },
}

const judging = {
  summary: 'Judge the appeal against a warning or a pause',
  description: 'By a person who made no mark, and neither warned nor paused the sender. They read the reason.',
  params: Type.Object({ measureId: MeasureId }),
  body: Type.Object(
    { outcome: Type.Enum(['uphold', 'overturn'], { description: 'overturn: it ends at once.' }), reason: Reason },
    strict,
  ),
  response: { 200: MeasureReply, 404: Problem, 409: Problem },
}

/** The routes by which people mark, warn and judge those who misuse reports and appeals (DSA, article 23). */
export function misuseRoutes(app: App, desk: Desk): void {
  app.post('/v1/misuse-marks', { schema: marking }, async (request, reply) => {
    const { caseId, ...mark } = request.body
    return reply.code(201).send(await markMisuse(desk, { ...mark, caseId, by: staffOf(request) }))
  })
  app.post('/v1/misuse-marks/:markId/withdraw', { schema: withdrawing }, (request) =>
    withdrawMark(desk, request.params.markId, staffOf(request)),
  )
  app.get('/v1/misuse-senders', { schema: listing }, async ({ query }) => {
    const { misuse } = desk.policies
    return mapPage(await listSenders(desk.db, pageOf(query)), (sender) => ({
      ...sender,
      reachesThresholds: reachesThresholds(sender, misuse),
    }))
  })
  app.get('/v1/misuse-senders/:senderId', { schema: reading }, async ({ params: { senderId } }) => {
    const { id, kind, personId } = requireFound(
      await findSender(desk.db, senderId),
      message('misuse.sender.unknown', { senderId }),
    )
    return {
      ...{ id, kind, pauseDays: desk.policies.misuse.pauseDays },
      ...(kind === 'reporter' ? { reporterId: personId } : { accountId: personId }),
      marks: await listMarks(desk.db, senderId),
      measures: await listMeasures(desk.db, senderId),
    }
  })
  addDecisions(app, desk)
}

function addDecisions(app: App, desk: Desk): void {
  app.post('/v1/misuse-senders/:senderId/warnings', { schema: warning }, async (request, reply) => {
    const warned = { senderId: request.params.senderId, cause: request.body.cause, by: staffOf(request) }
    return reply.code(201).send(await warnSender(desk, warned))
  })
  app.post('/v1/sender-measures/:measureId/end', { schema: ending }, (request) =>
    endMeasure(desk, { ...request.params, ...request.body, by: staffOf(request) }),
  )
  app.post('/v1/sender-measures/:measureId/judgement', { schema: judging }, (request) =>
    judgeMeasure(desk, { ...request.params, ...request.body, by: staffOf(request) }),
  )
}
