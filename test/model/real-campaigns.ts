import sql from 'sql-template-tag'
import { previewBulkRestore, startBulkRestore } from '../../src/enforcement/restore/bulk-restore.ts'
import {
  approveCampaign,
  continueCampaign,
  declineCampaign,
  stopCampaign,
} from '../../src/bulk/approve/answer-campaign.ts'
import { readCampaign } from '../../src/bulk/actions/move-campaign.ts'
import { proposeCampaign } from '../../src/bulk/propose/propose-campaign.ts'
import { drawSample, judgeDrawn, listDrawn } from '../../src/bulk/approve/sample.ts'
import type { Desk } from '../../src/policy/desk.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { signedBy } from '../support/sign.ts'
import { attempt, attemptByHand } from './attempt.ts'
import type { CampaignActs } from './campaign.ts'
import type { ModelPlatform } from './model-platform.ts'

const DAY_MS = 24 * 3_600_000

/** Campaigns by the desk's own functions. */
export function realCampaigns(desk: Desk, platform: ModelPlatform, who: (place: number) => StaffCaller): CampaignActs {
  const done = (how: string, enforcementId?: string) => ({ enforcementId, how })
  return {
    propose: (by, action, subjects) =>
      attempt(async () => {
        const { id } = await proposeCampaign(desk, {
          by: who(by),
          policyId: 'spam',
          enforcement: { action, durationMs: DAY_MS },
          foundBy: 'their names are a word and a number',
          rationale: 'they sell the same sun cream',
          list: subjects.map((name) => platform.key(name)).join('\n'),
        })
        return done(id)
      }),
    judge: (by, campaignId, wrong) =>
      attempt(async () => {
        await drawSample(desk, campaignId, who(by))
        for (const { place } of await listDrawn(desk.db, campaignId, who(by).id)) {
          const conclusion = place <= wrong ? 'no_violation' : 'violation'
          await judgeDrawn(desk, { campaignId, place, conclusion, by: who(by) })
        }
        return done('judged')
      }),
    approve: (by, campaignId) =>
      attempt(async () => {
        const signature = await signedBy(desk, who(by), 'campaign_agree', campaignId)
        return done((await approveCampaign(desk, { campaignId, by: who(by), signature })).state)
      }),
    decline: (by, campaignId) =>
      attempt(async () => done((await declineCampaign(desk, { campaignId, by: who(by), reason: 'so' })).state)),
    goOn: (by, campaignId) =>
      attempt(async () => {
        const { stage } = await readCampaign(desk.db, campaignId)
        return done((await continueCampaign(desk, { campaignId, by: who(by), stage })).state)
      }),
    stop: (by, campaignId) =>
      attempt(async () => done((await stopCampaign(desk, { campaignId, by: who(by), reason: 'so' })).state)),
    undo: (by, other, campaignId) =>
      attempt(async () => {
        const { proposedAt: since } = await readCampaign(desk.db, campaignId)
        const scope = { byKind: 'campaign', byId: campaignId, since, until: undefined } as const
        const { id: bulkId } = await previewBulkRestore(desk, scope, who(by))
        const first = await startBulkRestore(desk, { bulkId, by: who(by), reason: 'so' })
        if (first.startedAt !== null) return done('begun')
        const signature = await signedBy(desk, who(other), 'restore_second', bulkId)
        const second = await startBulkRestore(desk, { bulkId, by: who(other), reason: 'so', signature })
        return done(second.startedAt === null ? 'asked' : 'begun')
      }),
    smuggle: (campaignId, subject) =>
      attemptByHand(async () => {
        await desk.db.query(sql`
          insert into campaign_item (campaign_id, ordinal, subject, expected) values (${campaignId}, 1000, ${platform.key(subject)}, 'ordinary')`)
        return 'added'
      }),
  }
}
