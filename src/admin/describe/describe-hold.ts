import { findHold, sayHold } from '../../cases/legal-holds/hold-queries.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Described } from '../change/wanted.ts'

/** Describes lifting a legal hold before its time. */
export async function describeHold(db: Queryable, holdId: string): Promise<Described> {
  const hold = await findHold(db, holdId)
  if (hold === undefined) throw new DeskError('not_found', `There is no legal hold ${holdId}.`)
  if (!hold.stands) throw new DeskError('conflict', `Nothing was proposed: ${holdId} holds nothing any more.`)
  return {
    says: `The legal hold ${holdId} is lifted (${sayHold(hold)}). What is kept of ${hold.subject} may be forgotten as anything else is.`,
    direction: 'looser',
  }
}
