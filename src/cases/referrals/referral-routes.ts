import { type Static, Type } from 'typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { actorKey, parseSubjectKey } from '../../foundation/domain.ts'
import {
  CaseId,
  MediaId,
  orNull,
  PlatformId,
  Problem,
  ReferralId,
  SubjectSchema,
  Timestamp,
  Page,
  PageQuery,
  strict,
  GivenTime,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import { referCase } from './refer-case.ts'
import { listReferrals, REFERRAL_KINDS, type Referral } from './referral-queries.ts'

const PIECES_MAX = 200
const Short = Type.String({ pattern: '\\S', maxLength: 200 })

const ReferralBody = Type.Object(
  {
    kind: Type.Enum([...REFERRAL_KINDS]),
    authority: Short,
    reference: Type.String({ ...Short, description: 'The reference of the authority.' }),
    sentAt: Type.Optional(Type.String({ ...GivenTime, description: 'The time of sending. Default: now.' })),
    what: Type.String({
      pattern: '\\S',
      maxLength: 2_000,
      description: 'The material that was sent, named without describing it.',
    }),
    pieces: Type.Optional(Type.Array(MediaId, { maxItems: PIECES_MAX, uniqueItems: true })),
    corrects: Type.Optional(ReferralId),
  },
  strict,
)

const ReferralReply = Type.Object({
  id: ReferralId,
  caseId: CaseId,
  subject: SubjectSchema,
  kind: Type.Enum([...REFERRAL_KINDS]),
  authority: Type.String(),
  reference: Type.String(),
  sentAt: Timestamp,
  what: Type.String(),
  pieces: Type.Array(MediaId),
  corrects: orNull(ReferralId),
  correctedBy: orNull(ReferralId, 'The referral that corrects this one. Null: none.'),
  by: Type.String(),
  madeAt: Timestamp,
})

/** Routes of referrals to authorities. */
export function referralRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List referrals of cases that you may open, newest first',
    querystring: Type.Object(
      {
        case: Type.Optional(CaseId),
        account: Type.Optional(PlatformId),
        ...PageQuery,
      },
      strict,
    ),
    response: { 200: Page(ReferralReply) },
  }
  app.get('/v1/referrals', { schema: list }, async (request) => {
    const { case: caseId, account } = request.query
    const filter = { caseId, account, staffId: staffOf(request).id }
    const { items, nextCursor } = await listReferrals(desk.db, filter, pageOf(request.query))
    return { items: await toReplies(desk, items), nextCursor }
  })
  const refer = {
    summary: 'Record a referral of a case to an authority',
    description: 'A referral is never changed. A later referral that names it in `corrects` corrects it.',
    params: Type.Object({ caseId: CaseId }),
    body: ReferralBody,
    response: { 201: ReferralReply, 404: Problem },
  }
  app.post('/v1/cases/:caseId/referrals', { schema: refer }, async (request, reply) => {
    const { sentAt, pieces = [], corrects = null, ...body } = request.body
    const referral = await referCase(desk, {
      ...body,
      ...{ caseId: request.params.caseId, pieces, corrects },
      sentAt: sentAt === undefined ? null : readTime(sentAt, 'sentAt'),
      madeBy: staffOf(request).id,
    })
    const [told] = await toReplies(desk, [referral])
    if (told === undefined) throw new Error('a referral that was made is not told')
    return reply.code(201).send(told)
  })
}

async function toReplies(
  { db }: Pick<Desk, 'db'>,
  found: readonly Referral[],
): Promise<Static<typeof ReferralReply>[]> {
  const byOf = ({ madeBy }: Referral) => actorKey({ kind: 'staff', id: madeBy })
  const name = await nameActors(db, found.map(byOf))
  return found.map((referral) => {
    const { accountId: _account, madeBy: _by, subject, pieces, ...told } = referral
    return {
      ...told,
      by: name(byOf(referral)),
      subject: parseSubjectKey(subject),
      pieces: [...pieces],
    }
  })
}
