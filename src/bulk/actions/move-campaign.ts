import sql from 'sql-template-tag'
import { wakeWaiting } from '../../enforcement/gate-queries.ts'
import { queueAlert } from '../../alerts/page.ts'
import { type Actor, actorKey } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import {
  type Campaign,
  type CampaignState,
  findCampaign,
  lockCampaign,
  updateCampaignState,
} from './campaign-queries.ts'

/** Moves a locked campaign, with its leaf. */
export async function moveCampaign(
  tx: Tx,
  campaign: Campaign,
  to: CampaignState,
  how: { by: Actor; why?: string; approval?: { by: string; signatureId: string } },
): Promise<Campaign> {
  const { by, why, approval } = how
  const moved = await updateCampaignState(tx, campaign.id, to, {
    by: actorKey(by),
    why,
    ...(approval ? { approval } : {}),
  })
  queueEntry(tx, {
    kind: 'campaign_moved',
    campaignId: campaign.id,
    from: campaign.state,
    to,
    stage: campaign.stage,
    ...(why === undefined ? {} : { reason: why }),
    by,
  })
  if (to === 'stopped') await wakeWaiting(tx, sql`campaign_id = ${campaign.id}`)
  return moved
}

/** The campaign under a lock; refuses what is not there, and what is not where it must be. */
export async function holdCampaign(tx: Tx, campaignId: string, states: readonly CampaignState[]): Promise<Campaign> {
  const campaign = await lockCampaign(tx, campaignId, 'to move')
  if (campaign === undefined) throw noSuchCampaign(campaignId)
  if (states.includes(campaign.state)) return campaign
  throw new DeskError('conflict', `Not done: ${campaignId} is ${campaign.state}.`)
}

export const noSuchCampaign = (campaignId: string): DeskError =>
  new DeskError('not_found', `There is no campaign ${campaignId}.`)

/** Throws where there is none. */
export async function readCampaign(db: Parameters<typeof findCampaign>[0], campaignId: string): Promise<Campaign> {
  const campaign = await findCampaign(db, campaignId)
  if (campaign === undefined) throw noSuchCampaign(campaignId)
  return campaign
}

/** Says something of it to those who lead, or to whoever asked for it, without a word of what it is about. */
export const queueBulkAlert = (tx: Tx, campaign: Campaign, to: 'leads' | 'proposer', why: string): void =>
  queueAlert(tx, {
    kind: 'campaign',
    to: to === 'leads' ? { role: 'lead' } : { staff: campaign.proposedBy },
    why: `${campaign.id}: ${why}`,
  })
