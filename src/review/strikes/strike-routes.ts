import { Type } from 'typebox'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { PlatformId, Problem } from '../../foundation/schemas/schemas.ts'
import { keyOf } from '../../people/access/caller.ts'
import { qualifyForKey } from '../../people/access/ids-of-key.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { findAccount } from '../case/case-queries.ts'
import { readStrikes } from './read-strikes.ts'
import { StrikesReply } from './strikes-reply.ts'

/** The route by which a platform shows people their strikes. */
export function strikeRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read the strikes of an account, for the platform to show to its owner',
    description:
      'Strikes follow from enforcements that took effect and stand, by the policies that were in force then. It names no person of the desk. People read them with the account and its cases. A key reads accounts of its own platform.',
    params: Type.Object({ accountId: PlatformId }),
    response: { 200: StrikesReply, 404: Problem },
  }
  app.get('/v1/accounts/:accountId/strikes', { schema }, async (request) => {
    const accountId = qualifyForKey(keyOf(request), request.params.accountId, 'accountId')
    const strikes = await readStrikes(desk.db, desk.policies, { accountId, staffId: null })
    if (strikes.items.length === 0 && (await findAccount(desk.db, accountId)) === undefined)
      throw new DeskError('not_found', message('account.unknown', { accountId: request.params.accountId }))
    return strikes
  })
}
