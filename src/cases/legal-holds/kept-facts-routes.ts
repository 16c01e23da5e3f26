import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { HoldId, orNull, PAGE_SIZE_MAX, PlatformId, Problem } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { findHoldOf } from './hold-queries.ts'
import { listKeptFacts, Facts } from './kept-facts-queries.ts'

export const KeptFactsReply = Type.Object({
  holdId: HoldId,
  accountId: orNull(PlatformId, 'The account of the subject. Null: not known.'),
  items: Type.Array(Facts, {
    description: 'The facts at the beginning of the hold, then each later version up to now.',
  }),
  leftOut: Type.Integer({
    description: `The number of versions in between that are left out, if there are more than ${PAGE_SIZE_MAX}.`,
  }),
})

/** The route that shows the facts of an account since a legal hold began, including overwritten ones. */
export function keptFactsRoutes(app: App, desk: Desk): void {
  const read = {
    summary: 'Read the facts stored under an active legal hold',
    params: Type.Object({ holdId: HoldId }),
    response: { 200: KeptFactsReply, 404: Problem },
  }
  app.get('/v1/legal-holds/:holdId/facts', { schema: read }, async (request) => {
    const { holdId } = request.params
    const hold = await findHoldOf(desk.db, holdId, staffOf(request).id)
    if (!hold?.stands) throw new DeskError('not_found', message('hold.unknown', { holdId }))
    const { accountId, placedAt: since } = hold
    if (accountId === null) return { holdId, accountId, items: [], leftOut: 0 }
    const { items, count } = await listKeptFacts(desk.db, { accountId, since, limit: PAGE_SIZE_MAX })
    return { holdId, accountId, items, leftOut: count - items.length }
  })
}
