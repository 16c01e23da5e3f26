import { Alert, List, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Campaign } from '../api/shapes.ts'
import { sayNumber } from '../desk/format.ts'
import { Page } from '../desk/page.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { words } from '../words/en.ts'
import { Asked } from './asked.tsx'
import { CampaignActs } from './campaign-acts.tsx'
import { CampaignAppeals } from './campaign-appeals.tsx'
import { CampaignMark } from './campaign-mark.tsx'
import { JudgeSample } from './judge-sample.tsx'
import { campaignQuery } from './queries.ts'

interface Props {
  campaignId: string
  onUndo: (restoreId: string) => void
}

/** One decision about many subjects, as far as whoever looks may know of it. */
export function CampaignPage({ campaignId, onUndo }: Props) {
  const found = useQuery(campaignQuery(campaignId))
  return (
    <Page title={words.campaigns.titleOf(campaignId)}>
      <Link to="/campaigns">{words.campaigns.back}</Link>
      <Shown query={found}>
        {(campaign) => (
          <>
            <Text role="status">
              <CampaignMark state={campaign.state} />{' '}
              {campaign.waitsFor === null ? campaign.why : words.campaigns.waitsFor[campaign.waitsFor]}
            </Text>
            {campaign.asked === null && (
              <Alert variant="outline" color="gray" role="note">
                {words.campaigns.keptFromYou}
              </Alert>
            )}
            <JudgeSample campaign={campaign} />
            <Asked campaign={campaign} />
            {campaign.progress !== null && campaign.asked !== null && (
              <HowFar asked={campaign.asked} progress={campaign.progress} />
            )}
            {campaign.progress !== null && <CampaignAppeals campaignId={campaignId} />}
            <CampaignActs campaign={campaign} onUndo={onUndo} />
          </>
        )}
      </Shown>
    </Page>
  )
}

const COUNTED = ['created', 'releasing', 'restored', 'appealed', 'fellOut', 'waiting', 'dropped'] as const

/** How far it is: of the ordinary ones as a bar, all else in numbers. */
function HowFar({
  asked,
  progress,
}: {
  asked: NonNullable<Campaign['asked']>
  progress: NonNullable<Campaign['progress']>
}) {
  const { ordinary, stages } = asked
  return (
    <Panel title={words.campaigns.progress}>
      <Stack gap="xs">
        <Text>{words.campaigns.doneOf(sayNumber(progress.done), sayNumber(ordinary + progress.fellOut))}</Text>
        <Progress
          value={(progress.done / Math.max(1, ordinary + progress.fellOut)) * 100}
          aria-label={words.campaigns.progress}
        />
        <Text size="sm">{words.campaigns.stageOf(Math.min(progress.stage + 1, stages.length), stages.length)}</Text>
        <List size="sm">
          {COUNTED.filter((part) => progress[part] > 0).map((part) => (
            <List.Item key={part}>
              {words.campaigns.counts[part]}: {sayNumber(progress[part])}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Panel>
  )
}
