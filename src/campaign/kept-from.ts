import sql from 'sql-template-tag'
import type { StaffCaller } from '../domain.ts'
import { only, type Queryable } from '../lib/db.ts'
import { SEES_UNBOUND } from '../queue/who-sees.ts'
import type { Campaign } from './campaign-queries.ts'

/**
 * Whether somebody is told nothing of what a campaign is about: whoever may be asked to agree to it, until they have judged what was
 * drawn for them; and whoever sees only what is bound to their own place of work.
 */
export async function isKeptFrom(db: Queryable, campaign: Campaign, { id, roles }: StaffCaller): Promise<boolean> {
  if (campaign.proposedBy === id) return false
  const { rows } = await db.query<{ sees: boolean; judged: boolean }>(sql`
    select ${SEES_UNBOUND} as sees, campaign_judged(${campaign.id}, ${id}) as judged from staff person where person.id = ${id}`)
  const { sees, judged } = only(rows)
  const couldAgree = roles.some((role) => role === 'senior' || role === 'lead')
  const isOpen = campaign.state === 'preparing' || campaign.state === 'proposed'
  return !sees || (isOpen && couldAgree && !judged)
}
