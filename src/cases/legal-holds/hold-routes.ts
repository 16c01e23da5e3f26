import { type Static, Type } from 'typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { actorKey, DESK, parseSubjectKey, subjectKey } from '../../foundation/domain.ts'
import {
  AuthorityOrderId,
  ChangeId,
  HoldId,
  orNull,
  PlatformId,
  Problem,
  SubjectSchema,
  Timestamp,
  Page,
  PageQuery,
  strict,
  GivenTime,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { type Hold, listHolds } from './hold-queries.ts'
import { placeHold } from './place-hold.ts'
import { readTime } from '../../foundation/time/read-time.ts'

const Short = Type.String({ pattern: '\\S', maxLength: 200 })

const HoldBody = Type.Object(
  {
    subject: SubjectSchema,
    reason: Type.String({ pattern: '\\S', maxLength: 2_000 }),
    authority: Type.Optional(Type.String({ ...Short, description: 'The authority that asked for it.' })),
    reference: Type.Optional(Type.String({ ...Short, description: 'The reference of the authority.' })),
    until: Type.Optional(
      Type.String({ ...GivenTime, description: 'The end of the hold. Default: until two people lift it.' }),
    ),
  },
  strict,
)

const HoldReply = Type.Object({
  id: HoldId,
  subject: SubjectSchema,
  reason: Type.String(),
  authority: orNull(Type.String()),
  reference: orNull(Type.String()),
  until: orNull(Timestamp),
  by: Type.String(),
  orderId: orNull(AuthorityOrderId, 'The order of an authority on which it rests. Null: none.'),
  placedAt: Timestamp,
  liftedAt: orNull(Timestamp),
  stands: Type.Boolean({ description: 'True while the hold is in force: nothing about the subject is deleted.' }),
  lifting: orNull(ChangeId, 'The proposed change that would lift it early. Null: none.'),
})

/** Routes of legal holds. Lifting one early is a change by two people, `legal_hold`. */
export function holdRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List legal holds: active ones first, then newest first',
    querystring: Type.Object(
      {
        account: Type.Optional(PlatformId),
        ...PageQuery,
      },
      strict,
    ),
    response: { 200: Page(HoldReply) },
  }
  app.get('/v1/legal-holds', { schema: list }, async (request) => {
    const filter = { account: request.query.account, staffId: staffOf(request).id }
    const { items, nextCursor } = await listHolds(desk.db, filter, pageOf(request.query))
    return { items: await toReplies(desk, items), nextCursor }
  })
  const place = {
    summary: 'Place a legal hold on a subject',
    body: HoldBody,
    response: { 201: HoldReply, 400: Problem },
  }
  app.post('/v1/legal-holds', { schema: place }, async (request, reply) => {
    const { subject, reason, authority = null, reference = null, until } = request.body
    const hold = await placeHold(desk, {
      subject: subjectKey(subject),
      reason,
      authority,
      reference,
      until: until === undefined ? null : readTime(until, 'until'),
      placedBy: staffOf(request).id,
    })
    const [told] = await toReplies(desk, [hold])
    if (told === undefined) throw new Error('a hold that was placed is not told')
    return reply.code(201).send(told)
  })
}

async function toReplies({ db }: Pick<Desk, 'db'>, holds: readonly Hold[]): Promise<Static<typeof HoldReply>[]> {
  const byOf = ({ placedBy }: Hold) => actorKey(placedBy === null ? DESK : { kind: 'staff', id: placedBy })
  const name = await nameActors(db, holds.map(byOf))
  return holds.map((hold) => {
    const { accountId: _account, placedBy: _by, subject, ...told } = hold
    return {
      ...told,
      by: name(byOf(hold)),
      subject: parseSubjectKey(subject),
    }
  })
}
