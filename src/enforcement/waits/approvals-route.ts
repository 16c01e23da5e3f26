import { Type } from '@fastify/type-provider-typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { orNull, Page, PageQuery, strict } from '../../foundation/schemas/schemas.ts'
import { pageOf } from '../../foundation/database/select-page.ts'
import { staffOf } from '../../people/access/caller.ts'
import { listEnforcements } from '../queries.ts'
import { ApprovalProgress, type Part, readApprovalProgress, readParts } from './approval-progress.ts'
import { LiveEnforcement, listReplies } from './live-routes.ts'

/** The most rows of a page: each costs several queries, and a person reads no more at once. */
const ROWS_MAX = 20
const ListQuery = Type.Object(
  { ...PageQuery, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: ROWS_MAX, default: ROWS_MAX })) },
  strict,
)

const WaitingApproval = Type.Object({
  ...LiveEnforcement.properties,
  progress: orNull(ApprovalProgress, 'Null: withheld until your own review.'),
  you: Type.Enum(['asked', 'may_be_asked', 'proposed', 'none'], {
    description:
      'Your part: you are asked now, you may be asked, you proposed or joined it, or you have no answer to give.',
  }),
})

/** The route that lists the enforcements that await approval, without priming a person who may still review one. */
export function approvalsRoute(app: App, desk: Desk): void {
  const schema = {
    summary: 'List the enforcements that await approval, the oldest first',
    description:
      'Until your own review of one is stored, or you had it revealed, its proposer, action and progress are withheld. The order follows the time of the proposal, because an expiry would tell the hold.',
    querystring: ListQuery,
    response: { 200: Page(WaitingApproval) },
  }
  app.get('/v1/approvals', { schema }, async (request) => {
    const { id } = staffOf(request)
    const filter = { states: ['awaiting_approval'], oldestFirst: true } as const
    const { items, nextCursor } = await listEnforcements(desk.db, id, filter, pageOf(request.query))
    const replies = await listReplies(desk.db, items, id)
    const ids = items.map((enforcement) => enforcement.id)
    const parts = await readParts(desk.db, ids, id)
    const listed = []
    for (const [index, enforcement] of items.entries()) {
      const [reply, part] = [replies[index], parts.get(enforcement.id)]
      if (reply === undefined || part === undefined) continue
      const progress = await readApprovalProgress(desk.db, enforcement, part)
      listed.push({ ...reply, ...(part.isBlind && HIDDEN), progress, you: nameOf(part) })
    }
    return { items: listed, nextCursor }
  })
}

/** A possible approver learns the action from their own review on, and not from this list. */
const HIDDEN = {
  ...{ action: null, own: null, label: null, durationMs: null, countries: null, policyId: null, reason: null },
  ...{ endsAt: null, takesOffline: null, proposedBy: null, decisionId: null, successorOf: null },
} as const

const nameOf = ({ isParty, isAsked, mayBeAsked }: Part): 'asked' | 'may_be_asked' | 'proposed' | 'none' =>
  isAsked ? 'asked' : isParty ? 'proposed' : mayBeAsked ? 'may_be_asked' : 'none'
