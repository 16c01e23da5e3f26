import { createHash, randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Change } from '../../src/admin/change/change-queries.ts'
import type { Wanted, WantedFlagger } from '../../src/admin/change/wanted.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { DAY_MS } from '../../src/foundation/durations.ts'
import { givenKey } from './people.ts'

interface Office {
  db: Pool
  propose: (wanted: Wanted) => Promise<Change>
  agree: (change: Change) => Promise<Change>
}

/**
 * Registers a trusted flagger, by default for scams, for 32 days, with a key that is bound to it; and gives an ordinary key. The
 * desk is being set up, so that no change waits.
 */
export async function givenFlagger(
  { db, propose, agree }: Office,
  areas: WantedFlagger['areas'] = ['SCAMS_AND_FRAUD'],
) {
  const byTwo = async (change: Wanted) => agree(await propose(change))
  const now = await db.onlyValue<Date>(sql`select desk_now() as now`)
  const wanted: WantedFlagger = {
    ...{ kind: 'flagger', name: 'Harbour Hotline', contact: '+353 1 555 0100', email: 'hotline@mail.example' },
    ...{ coordinator: 'Coimisiún na Meán', reference: 'TF-2026-7', areas },
    expiresAt: new Date(now.getTime() + 32 * DAY_MS),
  }
  await byTwo(wanted)
  const flaggerId = await db.onlyValue<string>(sql`select id from trusted_flagger`)
  const fingerprint = createHash('sha256').update(randomBytes(32)).digest('hex')
  await byTwo({ kind: 'key', name: 'hotline', scopes: ['report'], flaggerId, fingerprint })
  const keyId = await db.onlyValue<string>(sql`select id from api_key where flagger_id = ${flaggerId}`)
  const { id: ordinaryKeyId } = await givenKey(db)
  return { wanted, flaggerId, keyId, ordinaryKeyId }
}
