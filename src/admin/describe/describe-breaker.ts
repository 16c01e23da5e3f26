import { findBreaker, sayCounted, nameWhose } from '../../enforcement/limits/breaker.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Described, Wanted } from '../change/wanted.ts'

/** Describes closing a breaker. */
export async function describeBreaker(
  db: Queryable,
  { breakerId }: Extract<Wanted, { kind: 'breaker' }>,
): Promise<Described> {
  const breaker = await findBreaker(db, breakerId)
  if (breaker === undefined) throw new DeskError('not_found', `There is no breaker ${breakerId}.`)
  if (breaker.closedAt !== null)
    throw new DeskError('conflict', `Nothing was proposed: ${breakerId} is closed already.`)
  const whose = (await nameWhose(db, [breaker]))(breaker)
  return {
    says: `The breaker ${breakerId} of the budget ${breaker.budgetId} is closed: harm by ${whose} takes effect again, and what waited is judged anew. It opened on ${sayCounted(breaker)}, and opens again when as much is spent from now on.`,
    direction: 'looser',
  }
}
