import sql from 'sql-template-tag'
import type { Pool } from '../../src/foundation/database/db.ts'

/** The outcome that others give the enforcement of a case. The confirmer takes no duty of one that is to expire. */
export type Fate = 'confirmed' | 'declined' | 'expired' | 'unconfirmed'

/** The intended outcome of the enforcement on each post, by the id of the post. */
export type Fates = Readonly<Record<string, Fate>>

/**
 * The outcomes of the removals and deactivations proposed for posts of the head of state. Six reviewers share the
 * proposals: no two people approve each other's more than three times in a week.
 */
const FATES: readonly Fate[] = [
  'confirmed',
  'declined',
  'expired',
  'unconfirmed',
  'confirmed',
  'declined',
  'confirmed',
  'expired',
  'confirmed',
  'declined',
]

/** Assigns an outcome to every second reported post of the head of state, as long as there are outcomes. */
export async function chooseFates(db: Pool): Promise<Fates> {
  const { rows } = await db.query<{ id: string }>(sql`
    select substr(subject, length('content:') + 1) as id from review_case
    where subject like 'content:hos-%' order by subject`)
  const chosen = rows.filter((_row, place) => place % 2 === 0)
  return Object.fromEntries(FATES.slice(0, chosen.length).map((fate, place) => [chosen[place]?.id, fate]))
}
