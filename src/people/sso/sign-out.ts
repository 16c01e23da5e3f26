import { IdentityRefusedError } from '../../foundation/outgoing/identity-provider.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { revokeSessionsOf } from '../sessions/sessions.ts'
import { providerOf, formatAway } from './sign-on.ts'
import { listSignedOut } from './sign-on-queries.ts'
import { areEndsUsedUp } from '../sessions/session-queries.ts'

/** Ends the sessions of an identity that signed out at the provider, on its signed token alone. Idempotent. */
export async function signOutFromThere(desk: Desk, token: string): Promise<void> {
  const signedOut = await providerOf(desk)
    .readLogout(token)
    .catch((error: unknown) => {
      if (!(error instanceof IdentityRefusedError)) return formatAway(error, desk.log)
      desk.log.warn({ why: error.code }, 'a sign-out by the identity provider was refused')
      throw new DeskError('invalid_input', message('sso.logoutToken'), {
        errors: [{ field: 'logout_token', detail: 'is not one of the identity provider’s' }],
      })
    })
  await inTransaction(desk.db, async (tx) => {
    for (const { id, staffId } of await listSignedOut(tx, signedOut)) {
      if (await areEndsUsedUp(tx, staffId)) continue
      await revokeSessionsOf(tx, { staffId, sessionId: id, by: DESK })
    }
  })
}
