import { Type } from '@fastify/type-provider-typebox'
import sql from 'sql-template-tag'
import type { App, Desk } from '../../policy/desk.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { staffKey } from '../../foundation/domain.ts'
import { orNull } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { findKept } from '../approve/kept-from.ts'
import { WaitReply } from '../present/enforcement-reply.ts'
import { type Enforcement, listEnforcements } from '../queries.ts'
import { LiveEnforcement, listReplies } from './live-routes.ts'
import { type ApprovalProgress, readApprovalProgress } from './read-waits.ts'

/** The most rows: the most urgent of them first. Each costs several queries, and a person reads no more at once. */
const ROWS_MAX = 20

const UNTIL_REVIEW = 'Null: withheld until your own review.'

const WaitingApproval = Type.Object({
  ...LiveEnforcement.properties,
  given: orNull(Type.Integer({ description: 'The number of approvals that count now.' }), UNTIL_REVIEW),
  needed: orNull(Type.Integer({ description: 'The number of approvals that it needs.' }), UNTIL_REVIEW),
  asked: orNull(
    Type.Array(Type.String()),
    'The people who are asked now and have not answered. Null: withheld until your own review, and from the proposer.',
  ),
  waits: orNull(Type.Array(WaitReply), UNTIL_REVIEW),
  you: Type.Enum(['asked', 'may_be_asked', 'proposed', 'none'], {
    description: 'Your part: you are asked now, you may be asked, you proposed it, or you have no part to give.',
  }),
})

/** The route that lists the enforcements that await approval, without priming a person who may still review one. */
export function approvalsRoute(app: App, desk: Desk): void {
  const schema = {
    summary: 'List the enforcements that await approval, the earliest deadline first',
    response: { 200: Type.Object({ items: Type.Array(WaitingApproval, { maxItems: ROWS_MAX }) }) },
  }
  app.get('/v1/approvals', { schema }, async (request) => {
    const { id } = staffOf(request)
    const filter = { states: ['awaiting_approval'], byDeadline: true } as const
    const { items } = await listEnforcements(desk.db, id, filter, { limit: ROWS_MAX, cursor: undefined })
    const replies = await listReplies(desk.db, items, id)
    const parts = await readParts(desk.db, items, id)
    const kept = await findKept(
      desk.db,
      id,
      items.map((enforcement) => enforcement.id),
    )
    const listed = []
    for (const [index, enforcement] of items.entries()) {
      const reply = replies[index]
      const part = parts.get(enforcement.id)
      if (reply === undefined || part === undefined) continue
      const isBlind = part.mayBeAsked || kept(enforcement.id).size > 0
      const progress = isBlind ? WITHHELD : await readApprovalProgress(desk.db, enforcement)
      const isOwn = enforcement.proposedBy === staffKey(id)
      listed.push({
        ...reply,
        ...(isBlind && HIDDEN),
        ...progress,
        asked: isBlind || isOwn ? null : part.asked,
        you: isOwn ? 'proposed' : part.isAsked ? 'asked' : part.mayBeAsked ? 'may_be_asked' : 'none',
      } as const)
    }
    return { items: listed }
  })
}

/** A possible approver learns the action from their own review on, and not from this list. */
const HIDDEN = {
  ...{ action: null, label: null, durationMs: null, countries: null, policyId: null, reason: null },
  ...{ endsAt: null, takesOffline: null },
} as const
const WITHHELD = { given: null, needed: null, waits: null } satisfies Record<keyof ApprovalProgress, null>

interface Part {
  id: string
  isAsked: boolean
  mayBeAsked: boolean
  /** The pseudonyms of the people with an open offer. */
  asked: string[]
}

/** Reads which of these enforcements this person may answer, and who is asked about each. */
async function readParts(
  db: Queryable,
  enforcements: readonly Enforcement[],
  staffId: string,
): Promise<ReadonlyMap<string, Part>> {
  const { rows } = await db.query<Part>(sql`
    with open_offer as (
      select enforcement_id, staff_id from enforcement_offer offer
      where until > desk_now() and passed_at is null and not exists (select from approval
        where approval.enforcement_id = offer.enforcement_id and approval.staff_id = offer.staff_id))
    select asked_for.id, approval_refusal(asked_for.id, ${staffId}, 'offer') is null and not exists (select from enforcement_offer
        where enforcement_id = asked_for.id and staff_id = ${staffId} and own_at is not null) as "mayBeAsked",
      exists (select from open_offer where enforcement_id = asked_for.id and staff_id = ${staffId}) as "isAsked",
      array(select pseudonym from open_offer join staff on staff.id = staff_id
        where enforcement_id = asked_for.id order by pseudonym) as asked
    from unnest(${enforcements.map(({ id }) => id)}::text[]) asked_for (id)`)
  return new Map(rows.map((row) => [row.id, row]))
}
