import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { SUBJECT_KEY_LENGTH_MAX, SUBJECT_KEY_PATTERN } from '../../foundation/domain.ts'
import { readPosition, writePosition } from '../../foundation/database/page-position.ts'
import {
  BulkActionId,
  CaseId,
  PAGE_SIZE_DEFAULT,
  Page,
  PageQuery,
  Problem,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { CaseAnswer, toCaseAnswer } from './case-answer.ts'
import { claimNextCase } from '../claims/claim-next.ts'
import { listCases } from './list-cases.ts'
import { releaseClaim } from '../claims/release-claim.ts'
import { renewClaim } from '../claims/renew-claim.ts'

const CaseParams = Type.Object({ caseId: CaseId })
const Nothing = Type.Null({ description: 'Nothing to say.' })

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
    bulkAction: Type.Optional({ ...BulkActionId, description: 'Appeals against what this bulk action did.' }),
    claimedBy: Type.Optional(Type.Literal('me')),
    breached: Type.Optional(
      Type.Enum(['true', 'false'], { description: 'Whether it is open and missed its due time.' }),
    ),
  },
  { additionalProperties: false },
)

/** Routes of the queue: claiming the next case, renewing and releasing a claim, and listing queues. */
export const queueRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const claimNext = {
      summary: 'Be given the most urgent case that is for you, for ten minutes',
      description: '204: nothing waits that is for you. 409: you hold two already.',
      response: { 200: CaseAnswer, 204: Nothing, 409: Problem },
    }
    app.post('/v1/cases/claim-next', { schema: claimNext }, async (request, reply) => {
      const { id, pseudonym } = staffOf(request)
      const claimed = await claimNextCase(desk.db, id)
      return claimed === undefined ? reply.code(204).send(null) : toCaseAnswer(claimed, pseudonym)
    })

    const renew = {
      summary: 'Hold a case for ten minutes from now',
      description: '409: it is closed, or your claim ran out and it is not free for you any more.',
      params: CaseParams,
      response: { 200: Type.Object({ claimedUntil: Timestamp }), 404: Problem, 409: Problem },
    }
    app.post('/v1/cases/:caseId/claim/renew', { schema: renew }, async (request) => {
      const until = await renewClaim(desk.db, request.params.caseId, staffOf(request).id)
      return { claimedUntil: until.toISOString() }
    })

    const release = {
      summary: 'Give a case back to its queue',
      description: '409: you do not hold it.',
      params: CaseParams,
      response: { 204: Nothing, 404: Problem, 409: Problem },
    }
    app.post('/v1/cases/:caseId/claim/release', { schema: release }, async (request, reply) => {
      await releaseClaim(desk.db, request.params.caseId, staffOf(request).id)
      return reply.code(204).send(null)
    })

    const list = {
      summary: 'List the cases you may open, the oldest first',
      querystring: CaseQuery,
      response: { 200: Page(CaseAnswer) },
    }
    app.get('/v1/cases', { schema: list }, async (request) => {
      const { limit = PAGE_SIZE_DEFAULT, cursor, claimedBy, breached, ...filter } = request.query
      const { id } = staffOf(request)
      const wanted = {
        ...filter,
        ...(claimedBy === 'me' ? { claimedBy: id } : {}),
        ...(breached === undefined ? {} : { late: breached === 'true' }),
      }
      const rows = await listCases(desk.db, id, wanted, { after: readPosition(cursor), size: limit + 1 })
      const items = rows.slice(0, limit).map(({ claimant, micros: _micros, ...row }) => toCaseAnswer(row, claimant))
      const last = rows[limit - 1]
      return rows.length > limit && last !== undefined ? { items, next: writePosition(last) } : { items }
    })
    done()
  }
