import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { lockCampaign } from './campaign-queries.ts'
import { moveCampaign } from './move-campaign.ts'

const AT_ONCE = 20

/** Ends what nobody agreed to in time, and answers how many. */
export async function expireCampaigns({ db }: Pick<Desk, 'db'>): Promise<number> {
  const { rows } = await db.query<{ id: string }>(sql`
    select id from campaign where state in ('preparing', 'proposed') and expires_at <= desk_now() limit ${AT_ONCE}`)
  for (const { id } of rows) {
    await inTransaction(db, async (tx) => {
      const campaign = await lockCampaign(tx, id, 'to move')
      if (campaign?.state === 'preparing' || campaign?.state === 'proposed')
        await moveCampaign(tx, campaign, 'expired', { by: DESK })
    })
  }
  return rows.length
}
