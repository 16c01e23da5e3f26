import { SIGNATURE } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsNothing } from '../../policy/stage/view.ts'
import { prepareCampaignAgreement } from '../approve/answer-campaign.ts'
import { Rate } from '../stages/rate.ts'
import { runCampaign } from '../stages/run-campaign.ts'
import { expireCampaigns } from './end-campaigns.ts'
import { campaignRoutes } from './routes.ts'
import { CAMPAIGN_CHECKS } from './campaign-checks.ts'

/** Those that reach most, where they are told, and what was drawn for whoever asks. */
const ofCampaign = shows<{ asked: { highest: readonly unknown[] } | null; sample: readonly unknown[] }>(
  ({ asked, sample }) => {
    const shown = (asked?.highest.length ?? 0) + sample.length
    return shown === 0 ? [] : [{ kind: 'list', shown, inCase: true }]
  },
)

export const bulkStage: Stage = {
  routes: [campaignRoutes],
  operations: tagged('campaign', {
    'GET /v1/campaigns': { id: 'listCampaigns', shows: showsNothing },
    'POST /v1/campaigns': {
      id: 'proposeCampaign',
      shows: ofCampaign,
      request: {
        policyId: 'spam',
        enforcement: { action: 'suspend', durationMs: 2_592_000_000 },
        foundBy: 'All accounts made on 3 May whose name is a word and four digits, as the platform lists them.',
        rationale: 'They post the same link, each within a minute of the other.',
        list: 'account:user-31\naccount:user-32\naccount:user-33\n',
      },
    },
    'GET /v1/campaigns/:campaignId': { id: 'readCampaign', shows: ofCampaign },
    'POST /v1/campaigns/:campaignId/sample': { id: 'drawCampaignSample', shows: ofCampaign },
    'POST /v1/campaigns/:campaignId/sample/:place': { id: 'judgeCampaignSample', request: { conclusion: 'violation' } },
    'POST /v1/campaigns/:campaignId/approve': { id: 'approveCampaign', request: { signature: SIGNATURE } },
    'POST /v1/campaigns/:campaignId/decline': {
      id: 'declineCampaign',
      request: { reason: 'Four of those drawn for me are a school class.' },
    },
    'POST /v1/campaigns/:campaignId/continue': { id: 'continueCampaign' },
    'POST /v1/campaigns/:campaignId/stop': {
      id: 'stopCampaign',
      request: { reason: 'A school writes that its pupils are among them.' },
    },
  }),
  jobs: () => {
    const rate = new Rate()
    return {
      campaign: (desk, due) => runCampaign(desk, due, rate),
    }
  },
  periodicTasks: [{ name: 'end campaigns nobody agreed to in time', everyMs: 10_000, run: expireCampaigns }],
  signables: {
    campaign_agree: prepareCampaignAgreement,
  },
  ledgerChecks: CAMPAIGN_CHECKS,
}
