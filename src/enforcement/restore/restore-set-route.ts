import { Type } from '@fastify/type-provider-typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { BulkRestoreId, Page, PageQuery, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { listEnforcements } from '../queries.ts'
import { LiveEnforcement, listReplies } from '../waits/live-routes.ts'
import { findBulkRestore } from './bulk-queries.ts'

/** The route that lists the set of a bulk restore, so that a person reads it before they start it. */
export function restoreSetRoute(app: App, desk: Desk): void {
  const schema = {
    summary: 'List the enforcements of a bulk restore, newest first',
    description:
      'The set as it was fixed when it was prepared, with the present states. It leaves out the enforcements that you may not see, and those whose proposer is withheld until your own review: a page may have fewer than `limit`.',
    params: Type.Object({ restoreId: BulkRestoreId }),
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(LiveEnforcement), 404: Problem },
  }
  app.get('/v1/restores/:restoreId/enforcements', { schema }, async (request) => {
    const { id } = staffOf(request)
    const { restoreId } = request.params
    if ((await findBulkRestore(desk.restoreDb, restoreId)) === undefined)
      throw new DeskError('not_found', message('restore.unknown', { restoreId }))
    const { items, nextCursor } = await listEnforcements(desk.restoreDb, id, { restoreId }, pageOf(request.query))
    const replies = await listReplies(desk.restoreDb, items, id)
    // The set of a person would tell who proposed what waits for the reader's independent review.
    return { items: replies.filter(({ proposedBy }) => proposedBy !== null), nextCursor }
  })
}
