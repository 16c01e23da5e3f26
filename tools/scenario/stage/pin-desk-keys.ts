import { writeDemoTrust } from '../../demo/demo-trust.ts'
import { readSigningKeys } from '../../../src/foundation/outgoing/signing-key.ts'
import { DESK } from '../../../src/foundation/domain.ts'
import { makeKeyList } from '../../../src/people/passkeys/key-list.ts'
import { REPLAYED } from '../replayed.ts'
import type { RunningDesk } from './running-desk.ts'

const LIST_DAYS = 365

/**
 * Makes the platform of a day accept its desk's key, and pins the keys of the desk's people as soon as they have keys.
 */
export async function pinDeskKeys(folder: string, deskDir: string) {
  const { current } = await readSigningKeys(deskDir)
  const deskKeys = [current.publicKey]
  const trust = writeDemoTrust(folder, deskKeys)
  const pin = async ({ db }: RunningDesk): Promise<void> => {
    const { body } = await makeKeyList({ db }, { relyingParty: REPLAYED, days: LIST_DAYS, by: DESK })
    writeDemoTrust(folder, deskKeys, JSON.parse(body))
  }
  return { trust, pin }
}
