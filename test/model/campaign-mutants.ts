import { type Edit, type Mutant, SQL } from './mutant.ts'

const ofCampaigns = (name: string, ...edits: readonly Edit[]): Mutant => ({
  name,
  layer: 'desk',
  plot: 'campaign',
  edits,
})

/** Found where somebody decides about many at once. */
export const CAMPAIGN_MUTANTS: readonly Mutant[] = [
  ofCampaigns('who asks for a campaign may judge its sample', {
    file: SQL,
    from: "if asked.proposed_by = person_id then return 'party'; end if;",
    to: '',
  }),
  ofCampaigns('a campaign is agreed to unseen', {
    file: SQL,
    from: "if not campaign_judged(of_campaign, person_id) then return 'no_own_verdict'; end if;",
    to: '',
  }),
  ofCampaigns('a campaign is agreed to although much of it is wrong', {
    file: SQL,
    from: "conclusion = 'no_violation') > asked.wrong_share * count(*)",
    to: "conclusion = 'no_violation') > count(*)",
  }),
  ofCampaigns(
    'a guarded account stays in the set',
    {
      file: 'src/bulk/propose/prepare-campaign.ts',
      from: "guarded ? ('guarded' as const) : ('ordinary' as const)",
      to: "guarded ? ('ordinary' as const) : ('ordinary' as const)",
    },
    {
      file: 'src/bulk/stages/propose-some.ts',
      from: 'if (isGuardedItem(proposal)) return { ordinal, entered: null }',
      to: '',
    },
  ),
  ofCampaigns('who became guarded since stays in the set', {
    file: 'src/bulk/stages/propose-some.ts',
    from: 'if (isGuardedItem(proposal)) return { ordinal, entered: null }',
    to: '',
  }),
  ofCampaigns('a campaign goes on past its bound', {
    file: 'src/bulk/stages/next-step.ts',
    from: 'if (alarm !== undefined) return',
    to: "if (alarm === 'appeals') return",
  }),
  ofCampaigns('nobody looks between two stages', {
    file: 'src/bulk/stages/next-step.ts',
    from: 'look: stage?.look ?? false',
    to: 'look: false',
  }),
  ofCampaigns('a stage is over before the platform shows it', {
    file: 'src/bulk/stages/next-step.ts',
    from: "  if (progress.releasing > 0) return { to: 'wait' }\n",
    to: '',
  }),
  ofCampaigns(
    'a campaign goes on without those who stood behind it',
    {
      file: 'src/bulk/stages/run-campaign.ts',
      from: 'if (!(await campaignStands(desk.db, campaign.id))) {',
      to: 'if (false) {',
    },
    {
      file: SQL,
      from: "campaign.state in ('running', 'done') and campaign_stands(campaign.id)",
      to: "campaign.state in ('running', 'done')",
    },
    {
      file: SQL,
      from: "select from staff member where member.id = actor_id(asked_by, 'staff') and (",
      to: 'select from staff member where false and (',
    },
  ),
  ofCampaigns('what a stopped campaign had asked for takes effect', {
    file: SQL,
    from: "select exists (select from campaign where id = of_campaign and state = 'stopped')",
    to: 'select false',
  }),
  ofCampaigns('a campaign that runs is not stopped by one', {
    file: 'src/bulk/actions/campaign-queries.ts',
    from: "['preparing', 'proposed', 'running', 'looking']",
    to: "['preparing', 'proposed']",
  }),
  ofCampaigns('the set grows after it was agreed to', {
    file: SQL,
    from: "if not exists (select from campaign where id = new.campaign_id and state = 'preparing') then",
    to: 'if false then',
  }),
  ofCampaigns('undoing a campaign leaves some of it', {
    file: 'src/enforcement/restore/bulk-queries.ts',
    from: '(is_waiting(o.state) or is_acting(o.state))',
    to: "(is_waiting(o.state) or o.state in ('releasing', 'confirmed'))",
  }),
]
