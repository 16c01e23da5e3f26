import type { Queryable } from '../../foundation/database/db.ts'
import type { RelyingParty } from '../../foundation/settings/relying-party.ts'
import { findSoftwareKey } from '../passkeys/queries.ts'
import { signWithSoftwareKey } from '../passkeys/software-authenticator.ts'
import type { GivenSignature } from '../../foundation/acts.ts'

/**
 * Returns the assertion of a person's software key, in a demo, a replay or a test. Undefined: they have none. No other
 * database holds such keys.
 */
export async function signBySoftware(
  db: Queryable,
  relyingParty: RelyingParty,
  staffId: string,
  { signingId, challenge }: { signingId: string; challenge: string },
): Promise<GivenSignature | undefined> {
  const key = await findSoftwareKey(db, staffId)
  return key && { signingId, ...signWithSoftwareKey(key, challenge, relyingParty) }
}
