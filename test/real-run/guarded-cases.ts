import sql from 'sql-template-tag'
import type { Pool } from '../../src/foundation/database/db.ts'

/** How others answer what is asked of them about a case. Nobody takes on to confirm what is to expire. */
export type Fate = 'confirmed' | 'declined' | 'expired' | 'unconfirmed'

/** By the id of the post. */
export type Fates = Readonly<Record<string, Fate>>

/**
 * Of so many posts of the head of state somebody asks that they go, or the account with them. Seven of them others agree
 * to, each asked for by one of six people: no two people agree to each other more often than three times in a week.
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

/** Says of every second reported post of the head of state what becomes of it, as far as there are fates. */
export async function chooseFates(db: Pool): Promise<Fates> {
  const { rows } = await db.query<{ id: string }>(sql`
    select substr(subject, length('content:') + 1) as id from review_case
    where subject like 'content:hos-%' order by subject`)
  const chosen = rows.filter((_row, place) => place % 2 === 0)
  return Object.fromEntries(FATES.slice(0, chosen.length).map((fate, place) => [chosen[place]?.id, fate]))
}
