import { staffKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { nameActors } from '../staff/name-actors.ts'
import { findPasskey, updatePasskeyUse, type Passkey } from '../passkeys/queries.ts'
import type { Assertion } from '../passkeys/software-authenticator.ts'
import { verifyAssertion } from '../passkeys/verify-assertion.ts'
import { lockStanding } from '../staff/standing.ts'
import { challengeIn, takeCeremony } from './ceremony.ts'
import type { SessionDevice } from './session-device.ts'
import { type BegunSession, beginSession } from './sessions.ts'

/**
 * Signs in the person whose passkey answered a one-time challenge with user verification. A refusal gives no reason,
 * because the caller is not signed in.
 */
export async function signIn(desk: Desk, response: Assertion, from: SessionDevice): Promise<BegunSession> {
  const challenge = challengeIn(response.clientDataJSON) ?? ''
  const begun = await takeCeremony(desk.db, 'sign_in', challenge)
  const session =
    begun &&
    (await inTransaction(desk.db, async (tx) => {
      const key = await findPasskey(tx, response.credentialId)
      if (key === undefined || key.removedAt !== null) return undefined
      const standing = await lockStanding(tx, key.staffId)
      if (!standing?.active) return undefined
      const verdict = await verifyAssertion(key, { ...desk.relyingParty, challenge, response })
      if (!verdict.verified) {
        if (verdict.why === 'counter') await alertCopiedPasskey(tx, key)
        return undefined
      }
      if (!(await updatePasskeyUse(tx, key.id, verdict))) return undefined
      return beginSession(tx, { staffId: key.staffId, credentialId: key.id, from })
    }))
  if (session) return session
  throw new DeskError('not_signed_in', message('signIn.refused'))
}

/**
 * A counter that goes backwards means that a copy of the passkey exists: the owner and the leads are alerted at once.
 */
export async function alertCopiedPasskey(tx: Tx, key: Pick<Passkey, 'id' | 'staffId'>): Promise<void> {
  const whose = staffKey(key.staffId)
  const name = await nameActors(tx, [whose])
  queueEntry(tx, { kind: 'passkey_suspected', credentialId: key.id, staffId: key.staffId, by: { kind: 'desk' } })
  const why = message('alert.passkey.copied', { credentialId: key.id, who: name(whose) })
  queueAlert(tx, { kind: 'passkey', to: { role: 'lead' }, why })
  queueAlert(tx, { kind: 'passkey', to: { staff: key.staffId }, why })
}
