import { message } from '../../foundation/messages/message.ts'
import type { Json } from '../../foundation/canonical.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import type { Described, Wanted } from '../change/wanted.ts'
import { findErasure, hadPart, listErasureRefusals } from './erasure-queries.ts'

/**
 * Describes the erasure of a person's data without naming the person: what two people sign stays, and the id goes.
 * Refuses it while something stands against it, and where the proposer had a part in the acts about the person.
 */
export async function describeErasure(
  db: Queryable,
  { erasureId }: Extract<Wanted, { kind: 'person_erase' }>,
  proposer: string,
): Promise<{ described: Described; body: Json }> {
  const { person, personId, digest } = requireFound(
    await findErasure(db, erasureId),
    message('erasure.unknown', { erasureId }),
  )
  if (personId === null) throw new DeskError('conflict', message('erasure.done', { erasureId }))
  const about = { person, personId }
  const refusals = await listErasureRefusals(db, about)
  if (refusals.length > 0) {
    const why = { as: 'lines', list: refusals.map((refusal) => message(`erasure.refusal.${refusal}`)) } as const
    throw new DeskError('conflict', message('erasure.refused', { why }))
  }
  if (await hadPart(db, about, proposer)) throw new DeskError('not_allowed', message('erasure.ownAct'))
  return {
    described: { says: message(`described.erase.${person}`, { erasureId, digest }), direction: 'looser' },
    body: { erasureId, digest, ...(person === 'staff' && { staffId: personId }) },
  }
}
