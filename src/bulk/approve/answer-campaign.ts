import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { inTransaction, type Queryable } from '../../foundation/database/db.ts'
import { queueJob, queueWakeUp } from '../../foundation/due.ts'
import { DeskError } from '../../foundation/errors.ts'
import { keepSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { holdStanding } from '../../people/staff/standing.ts'
import { type Campaign, STOPPABLE, queueStage } from '../actions/campaign-queries.ts'
import { countItems } from '../actions/item-queries.ts'
import { holdCampaign, moveCampaign, readCampaign, queueBulkAlert } from '../actions/move-campaign.ts'
import { listDrawn } from './sample.ts'
import { refuseUnless } from '../actions/why-not.ts'

interface Answering {
  campaignId: string
  by: StaffCaller
}

/** Another person's signed yes, by which it begins. PostgreSQL holds it against what they judged and what they signed. */
export async function approveCampaign(
  desk: Desk,
  { campaignId, by, signature }: Answering & { signature: GivenSignature | undefined },
): Promise<Campaign> {
  const signed = await readSignature(desk.db, desk, { act: 'campaign_agree', about: campaignId, by, signature })
  return inTransaction(desk.db, async (tx) => {
    await holdStanding(tx, by.id)
    const campaign = await holdCampaign(tx, campaignId, ['proposed'])
    await refuseUnless(tx, campaignId, by.id, 'agree')
    await keepSignature(tx, signed, await signableCampaign(tx, campaign, by.id))
    const approval = { by: by.id, signatureId: signed.id }
    const begun = await moveCampaign(tx, campaign, 'running', { by: { kind: 'staff', id: by.id }, approval })
    queueJob(tx, 'campaign', campaignId, 'campaign')
    queueWakeUp(tx, 'campaign')
    return begun
  })
}

/** Another person's no, which ends it. */
export async function declineCampaign(desk: Desk, { campaignId, by, reason }: Answering & { reason: string }) {
  return inTransaction(desk.db, async (tx) => {
    await holdStanding(tx, by.id)
    const campaign = await holdCampaign(tx, campaignId, ['proposed'])
    await refuseUnless(tx, campaignId, by.id, 'decline')
    queueBulkAlert(tx, campaign, 'proposer', 'it was declined')
    return moveCampaign(tx, campaign, 'declined', { by: { kind: 'staff', id: by.id }, why: reason })
  })
}

/** Anybody on duty ends it, at any moment: nothing more begins. What has taken effect stays until it is undone. */
export async function stopCampaign(desk: Desk, { campaignId, by, reason }: Answering & { reason: string }) {
  return inTransaction(desk.restoreDb, async (tx) => {
    const campaign = await holdCampaign(tx, campaignId, STOPPABLE)
    if (campaign.proposedBy !== by.id) queueBulkAlert(tx, campaign, 'proposer', 'it was stopped')
    return moveCampaign(tx, campaign, 'stopped', { by: { kind: 'staff', id: by.id }, why: reason })
  })
}

/** Somebody has looked at what a stage did, and it goes on to the next: of this stage alone, however often it is said. */
export async function continueCampaign(
  desk: Desk,
  { campaignId, by, stage }: Answering & { stage: number },
): Promise<Campaign> {
  return inTransaction(desk.db, async (tx) => {
    const standing = await holdStanding(tx, by.id)
    if (!standing?.active || standing.restricted)
      throw new DeskError('not_allowed', 'Not done: you are no longer here, or were restricted.')
    const campaign = await holdCampaign(tx, campaignId, ['looking'])
    if (campaign.stage !== stage)
      throw new DeskError(
        'conflict',
        `Not done: ${campaignId} is at stage ${campaign.stage}, and you looked at ${stage}.`,
      )
    const moved = await moveCampaign(tx, campaign, 'running', { by: { kind: 'staff', id: by.id } })
    queueStage(tx, campaignId, campaign.stage + 1)
    queueJob(tx, 'campaign', campaignId, 'campaign')
    queueWakeUp(tx, 'campaign')
    return { ...moved, stage: campaign.stage + 1 }
  })
}

/** What somebody would sign to agree to a campaign, if they may now. */
export async function prepareCampaignAgreement(
  { db }: Pick<Desk, 'db'>,
  { about: campaignId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const campaign = await readCampaign(db, campaignId)
  await refuseUnless(db, campaignId, by.id, 'agree')
  return signableCampaign(db, campaign, by.id)
}

async function signableCampaign(db: Queryable, campaign: Campaign, staffId: string): Promise<Signable> {
  const { id, action, label, durationMs, policyId, foundBy, rationale, listHash, subjectCount, reachSum } = campaign
  const [{ guarded }, drawn] = await Promise.all([countItems(db, id), listDrawn(db, id, staffId)])
  const wrong = drawn.filter(({ conclusion }) => conclusion === 'no_violation').length
  return {
    about: id,
    core: {
      campaign: id,
      list: listHash,
      subjects: subjectCount,
      ...{ action, label, durationMs, policy: policyId },
      expiresAt: campaign.expiresAt.toISOString(),
    },
    asShown: {
      ...{ foundBy, rationale, guarded, reach: reachSum },
      judged: `${drawn.length}, of which ${wrong} break nothing`,
      stages: campaign.rules.stages
        .map(({ share, look }) => `${share * 100} %${look ? ', then a look' : ''}`)
        .join('; '),
    },
  }
}
