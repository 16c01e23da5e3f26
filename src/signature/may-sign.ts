import type { Queryable } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { readStanding } from '../staff/standing.ts'
import { type Act, UNDOING } from './acts.ts'

/** Refuses whoever is no longer here or was restricted, whatever the act itself asks of them. PostgreSQL says so too. */
export async function refuseBarredSigner(db: Queryable, act: Act, staffId: string): Promise<void> {
  if (UNDOING.includes(act)) return
  const standing = await readStanding(db, staffId)
  if (standing?.active && !standing.restricted) return
  const why = standing?.active ? 'restricted' : 'ended'
  const said = why === 'ended' ? 'you are no longer here' : 'you were restricted, and sign only what undoes harm'
  throw new DeskError('not_allowed', `Not done: ${said}.`, { why })
}
