import { Type } from '@fastify/type-provider-typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey, subjectKey } from '../../foundation/domain.ts'
import { orNull, Problem, SubjectSchema, Timestamp, PageQuery, Page, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { ReasonText } from '../change/change-body.ts'
import { readReviewTimes } from './review-times.ts'
import { renewProtection, listReviews } from './review-protections.ts'

const ReviewReply = Type.Object({
  subject: SubjectSchema,
  handle: orNull(Type.String()),
  tags: Type.Array(Type.String(), { description: 'The tags by which it is protected.' }),
  hasFloor: Type.Boolean({ description: 'True when its protection requires approvals regardless of the guards.' }),
  dueAt: Timestamp,
  missed: Type.Integer({
    minimum: 0,
    maximum: 2,
    description: 'The number of missed reviews. 2: until a review it requires no more than a wide reach does.',
  }),
  lookedAt: orNull(Timestamp),
  lookedBy: orNull(Type.String()),
})

const ReviewsReply = Type.Object({
  everyDays: Type.Integer({ description: 'The days between two reviews of a protection.' }),
  graceDays: Type.Integer({ description: 'The days after which a review counts as missed.' }),
  ...Page(ReviewReply).properties,
})

const KeepBody = Type.Object({ subject: SubjectSchema, reason: ReasonText }, strict)

/** Routes that list the protections to review, and record that one is still right. */
export function reviewRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List protections that are due for review',
    description: 'Lists protections due within 30 days, due, or missed, the oldest first.',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: ReviewsReply },
  }
  app.get('/v1/protection-reviews', { schema: list }, async ({ query }) => ({
    ...(await readReviewTimes(desk.db)),
    ...mapPage(await listReviews(desk.db, pageOf(query)), ({ subject, tags, ...review }) => ({
      ...review,
      subject: parseSubjectKey(subject),
      tags: [...tags],
    })),
  }))
  const keep = {
    summary: 'Confirm that the protection of a subject is still right',
    body: KeepBody,
    response: { 204: Type.Null(), 403: Problem, 404: Problem },
  }
  app.post('/v1/protection-reviews', { schema: keep }, async (request, reply) => {
    const { subject, reason } = request.body
    await renewProtection(desk, { subject: subjectKey(subject), reason, by: staffOf(request) })
    return reply.code(204).send(null)
  })
}
