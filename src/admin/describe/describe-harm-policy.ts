import sql from 'sql-template-tag'
import type { Harm } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Described } from '../change/wanted.ts'

/** Describes marking a policy as irreversible harm, or removing the mark. Refuses one that changes nothing. */
export async function describeHarmPolicy(
  db: Queryable,
  { policyId, harm }: { policyId: string; harm: Harm | null },
): Promise<Described> {
  const { rows } = await db.query<{ before: Harm | null }>(
    sql`select irreversible_harm_of_policy(${policyId}) as before`,
  )
  if (rows[0]?.before === harm) {
    throw new DeskError('conflict', message('harmPolicy.same', { policyId }))
  }
  if (harm === null) return { says: message('described.harm.none', { policyId }), direction: 'stricter' }
  const list = [
    message('described.harm.covers', { policyId, harm: message(`described.harm.name.${harm}`) }),
    message('described.harm.alone'),
    message('described.harm.alerts'),
  ]
  return { says: message('described.joined', { sentences: { as: 'sentences', list } }), direction: 'looser' }
}
