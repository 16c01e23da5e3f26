import { type Static, Type } from 'typebox'
import { APPEAL_ENDS } from '../../enforcement/end/end-appeals.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { type KeyCaller, parseSubjectKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { LesserBody } from '../../foundation/schemas/lesser-body.ts'
import { AppealId, CaseId, EnforcementId, orNull, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { keyOf, staffOf } from '../../people/access/caller.ts'
import { isOfKeyPlatform, nativeIdForKey } from '../../people/access/ids-of-key.ts'
import { SignatureBody } from '../../people/signatures/signature-body.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { AppealAnswer, AppealBody } from './appeal-body.ts'
import { type Appeal, findAppeal } from './appeal-queries.ts'
import { judgeAppeal } from './judge-appeal.ts'
import { toQuestionPart } from './questions/question-part.ts'
import { findQuestion } from './questions/question-queries.ts'
import { receiveAppeal } from './receive-appeal.ts'

const BODY_BYTES_MAX = 131_072

const JudgementBody = Type.Object(
  {
    outcome: Type.Enum(['uphold', 'lessen', 'overturn'], {
      description:
        'uphold: the enforcement stays. lessen: it is undone, and a lesser one takes its place. overturn: it is undone.',
    }),
    lesser: Type.Optional({
      ...LesserBody,
      description:
        'With lessen alone: the action that takes less from the subject, or the same until an earlier end. It passes the guards like every other.',
    }),
    reason: Type.String({ pattern: '\\S', maxLength: 2_000, description: 'The reason, which the appellant receives.' }),
    differsBecause: Type.Optional(
      Type.String({
        pattern: '\\S',
        maxLength: 2_000,
        description: 'The reason for which the outcome differs from your own conclusion. Only where it does.',
      }),
    ),
    signature: Type.Optional({
      ...SignatureBody,
      description:
        'The signature of the second person, where undoing takes two, over the text that POST /v1/signings prepares as restore_second, with the same lesser action.',
    }),
  },
  strict,
)

const JudgedReply = Type.Object({
  appealId: AppealId,
  caseId: CaseId,
  enforcementId: orNull(EnforcementId, 'Null: a reporter contests that nothing was done.'),
  state: Type.Enum(['open', ...APPEAL_ENDS], {
    description: 'open: undoing it takes a second person, who gets the case.',
  }),
})

/** Routes that receive and judge appeals, and return their state. */
export function appealRoutes(app: App, desk: Desk): void {
  const receiving = {
    summary: 'Receive an appeal against an enforcement that is in effect',
    description:
      'An appeal must arrive within six months of the effect, one at a time and at most three times. After a judgement a new appeal needs new evidence. Returns 201 when the appeal is durable and its case waits. The same id with the same body returns 200 and the first answer. 409: there is nothing to appeal against, with the reason.',
    body: AppealBody,
    response: { 200: AppealAnswer, 201: AppealAnswer, 404: Problem, 409: Problem, 413: Problem },
  }
  app.post('/v1/appeals', { schema: receiving, bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const key = keyOf(request)
    const { created, appeal } = await receiveAppeal(desk, key, request.body)
    return reply.code(created ? 201 : 200).send(await toAnswer(desk.db, key, appeal))
  })
  const read = {
    summary: 'Read the state of an appeal',
    description: 'Only for appeals that this key, or a key of the same name and platform, sent.',
    params: Type.Object({ appealId: AppealId }),
    response: { 200: AppealAnswer, 404: Problem },
  }
  app.get('/v1/appeals/:appealId', { schema: read }, async (request) => {
    const key = keyOf(request)
    const appeal = await findAppeal(desk.db, key.id, request.params.appealId)
    if (appeal === undefined || !isOfKeyPlatform(key, parseSubjectKey(appeal.subject)))
      throw new DeskError('not_found', message('appeal.unknown', { appealId: request.params.appealId }))
    return toAnswer(desk.db, key, appeal)
  })
  const judge = {
    summary: 'Judge an appeal whose case you hold',
    description:
      'An appeal is judged once, by a person who took no part in the enforcement and stored their own conclusion before. Overturning restores the enforcement; if that takes two people, the case goes to a second person.',
    params: Type.Object({ caseId: CaseId }),
    body: JudgementBody,
    response: { 200: JudgedReply, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/cases/:caseId/appeal', { schema: judge }, async (request) => {
    const judgement = { ...request.params, ...request.body, by: staffOf(request) }
    const { id: appealId, caseId, enforcementId, state } = await judgeAppeal(desk, judgement)
    return { appealId, caseId, enforcementId, state }
  })
}

async function toAnswer(db: Queryable, key: KeyCaller, appeal: Appeal): Promise<Static<typeof AppealAnswer>> {
  const { id, clientId, receivedAt, dueAt, endedAt, state, ...told } = appeal
  const subject = parseSubjectKey(told.subject)
  const { enforcementId, reason, judgeable } = told
  const question = await findQuestion(db, id)
  if (enforcementId === null) throw new Error(`appeal ${id} of a reporter came by API`)
  return {
    ...{ id: clientId, appealId: id, enforcementId, state, reason },
    subject: { ...subject, id: nativeIdForKey(key, subject.id) },
    receivedAt,
    dueAt: state === 'open' ? dueAt : null,
    endedAt,
    question: question === undefined ? null : toQuestionPart(question),
    judgeable: state !== 'open' || judgeable,
  }
}
