import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { Desk } from '../../policy/desk.ts'
import { SUBJECT_KEY_LENGTH_MAX, SUBJECT_KEY_PATTERN } from '../../foundation/domain.ts'
import { BulkActionId, CaseId, Page, Problem, Timestamp, PageQuery } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { CaseAnswer, toCaseAnswer } from './case-answer.ts'
import { claimNextCase } from '../claims/claim-next.ts'
import { listCases } from './list-cases.ts'
import { releaseClaim } from '../claims/release-claim.ts'
import { renewClaim } from '../claims/renew-claim.ts'

const CaseParams = Type.Object({ caseId: CaseId })
const Nothing = Type.Null({ description: 'Done, without a body.' })

const CaseQuery = Type.Object(
  {
    ...PageQuery,
    queue: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    state: Type.Optional(Type.Enum(['open', 'closed'])),
    subject: Type.Optional(
      Type.String({
        pattern: SUBJECT_KEY_PATTERN,
        maxLength: SUBJECT_KEY_LENGTH_MAX,
        description: 'Such as account:8821 or content:t12.',
      }),
    ),
    bulkAction: Type.Optional({
      ...BulkActionId,
      description: 'Only appeals against enforcements of this bulk action.',
    }),
    claimedBy: Type.Optional(Type.Literal('me')),
    breached: Type.Optional(
      Type.Enum(['true', 'false'], { description: 'Only open cases that missed their due time, or only the others.' }),
    ),
  },
  { additionalProperties: false },
)

/** Routes of the queue: claiming the next case, renewing and releasing a claim, and listing queues. */
export const queueRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const claimNext = {
      summary: 'Claim the most urgent case that you may review, for ten minutes',
      description: '204: no case waits that you may review. 409: you already hold two cases.',
      response: { 200: CaseAnswer, 204: Nothing, 409: Problem },
    }
    app.post('/v1/cases/claim-next', { schema: claimNext }, async (request, reply) => {
      const { id, pseudonym } = staffOf(request)
      const claimed = await claimNextCase(desk.db, id)
      return claimed === undefined ? reply.code(204).send(null) : toCaseAnswer(claimed, pseudonym)
    })

    const renew = {
      summary: 'Renew your claim on a case for ten minutes',
      description: '409: the case is closed, or your claim expired and the case is no longer available to you.',
      params: CaseParams,
      response: { 200: Type.Object({ claimedUntil: Timestamp }), 404: Problem, 409: Problem },
    }
    app.post('/v1/cases/:caseId/claim/renew', { schema: renew }, async (request) => {
      const until = await renewClaim(desk.db, request.params.caseId, staffOf(request).id)
      return { claimedUntil: until.toISOString() }
    })

    const release = {
      summary: 'Release your claim on a case',
      description: '409: you do not hold the case.',
      params: CaseParams,
      response: { 204: Nothing, 404: Problem, 409: Problem },
    }
    app.post('/v1/cases/:caseId/claim/release', { schema: release }, async (request, reply) => {
      await releaseClaim(desk.db, request.params.caseId, staffOf(request).id)
      return reply.code(204).send(null)
    })

    const list = {
      summary: 'List the cases that you may open, oldest first',
      querystring: CaseQuery,
      response: { 200: Page(CaseAnswer) },
    }
    app.get('/v1/cases', { schema: list }, async (request) => {
      const { limit: _limit, cursor: _cursor, claimedBy, breached, ...filter } = request.query
      const { id } = staffOf(request)
      const wanted = {
        ...filter,
        ...(claimedBy === 'me' ? { claimedBy: id } : {}),
        ...(breached === undefined ? {} : { late: breached === 'true' }),
      }
      const page = await listCases(desk.db, id, wanted, pageOf(request.query))
      return mapPage(page, ({ claimant, ...row }) => toCaseAnswer(row, claimant))
    })
    done()
  }
