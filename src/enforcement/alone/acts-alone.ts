import type { Enforcement } from '../queries.ts'

/**
 * True when the law, or a recorded ground, lets one person act alone. On a protected account a legal duty without proof
 * does not suffice. Twin of acts_alone in SQL.
 */
export const actsAlone = (enforcement: Pick<Enforcement, 'legalDuty' | 'ground' | 'protected'>): boolean =>
  enforcement.ground !== null || (enforcement.legalDuty && !enforcement.protected)

/**
 * True when one person acted alone on a ground and no other person has confirmed it yet. Twin of is_unconfirmed in SQL.
 */
export const isUnconfirmed = ({
  ground,
  confirmedAt,
  state,
}: Pick<Enforcement, 'ground' | 'confirmedAt' | 'state'>): boolean =>
  ground !== null && confirmedAt === null && (state === 'releasing' || state === 'in_effect')
