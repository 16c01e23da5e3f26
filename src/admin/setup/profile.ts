import sql from 'sql-template-tag'
import { type Actor, DESK } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Profile, readProfile } from '../../foundation/profile.ts'
import { isSetUp, lockAdoption } from '../rule-sets/versions.ts'
import type { Change } from '../change/change-queries.ts'

/**
 * Sets the organisation profile during set-up, on record; PostgreSQL refuses it later. Returns the profile in force.
 */
export async function setProfileAtSetup(db: Pool, wanted: Partial<Profile>): Promise<Profile> {
  return inTransaction(db, async (tx) => {
    await lockAdoption(tx)
    const before = await readProfile(tx)
    const to = { ...before, ...wanted }
    if (
      to.organisation === before.organisation &&
      to.shadow === before.shadow &&
      to.personMetrics === before.personMetrics
    )
      return before
    if (await isSetUp(tx)) throw new DeskError('conflict', SET_UP)
    await tx.query(sql`
      insert into desk_profile (organisation, shadow, person_metrics) values (${to.organisation}, ${to.shadow}, ${to.personMetrics})`)
    queueProfileEntry(tx, to, DESK)
    return to
  })
}

const SET_UP = message('profile.setUp')

/** Queues the ledger entry about the profile. */
export function queueProfileEntry(
  tx: Tx,
  { organisation, shadow, personMetrics }: Profile,
  by: Actor,
  changeId?: string,
): void {
  queueEntry(tx, { kind: 'profile_set', organisation, shadow, personMetrics, ...(changeId ? { changeId } : {}), by })
}

/** Returns the profile after a change of it. */
export const readTo = ({ body }: Pick<Change, 'body'>): Profile => JSON.parse(body)
