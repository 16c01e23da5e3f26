import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Campaign } from '../api/shapes.ts'
import { Panel } from '../desk/panel.tsx'
import { ProblemNote } from '../desk/problem-note.tsx'
import { ReadFirst } from '../desk/read-and-sign.tsx'
import { ReasonField } from '../desk/reason-field.tsx'
import { useHasRole } from '../desk/use-roles.ts'
import { words } from '../words/en.ts'
import { useCampaignAct } from './use-campaign-act.ts'

interface Props {
  campaign: Campaign
  /** To where a set of enforcements is undone. */
  onUndo: (restoreId: string) => void
}

/** What one may do about a campaign now: agree or decline, have it go on, stop it, undo it. */
export const CampaignActs = ({ campaign, onUndo }: Props) => {
  const mayUndo = useHasRole('senior', 'lead')
  const { you, state, progress } = campaign
  return (
    <Panel title={words.campaigns.acts}>
      <Stack gap="md" align="flex-start">
        {state === 'proposed' && <Answer campaign={campaign} />}
        {you.continue === null && campaign.progress !== null && (
          <GoOn campaignId={campaign.id} stage={campaign.progress.stage} />
        )}
        {you.stop === null && <WithReason campaign={campaign} act="stop" />}
        {mayUndo && progress !== null && progress.created > 0 && <Undo campaign={campaign} onUndo={onUndo} />}
        {you.stop !== null && (progress === null || progress.created === 0) && (
          <Text c="dimmed">{words.campaigns.nothingToDo}</Text>
        )}
      </Stack>
    </Panel>
  )
}

const Answer = ({ campaign }: { campaign: Campaign }) => (
  <>
    {campaign.you.approve === null ? (
      <ReadFirst act="campaign_agree" about={campaign.id} label={words.campaigns.agree} />
    ) : (
      <Text>{words.campaigns.mayNot(campaign.you.approve)}</Text>
    )}
    {campaign.you.decline === null && <WithReason campaign={campaign} act="decline" />}
  </>
)

/** What somebody does and says why, in one line. */
function WithReason({ campaign: { id }, act }: { campaign: Campaign; act: 'stop' | 'decline' }) {
  const [reason, setReason] = useState('')
  const says = words.campaigns[act]
  const send = useCampaignAct(id, () => {
    const request = { params: { path: { campaignId: id } }, body: { reason: reason.trim() } }
    return unwrap(
      act === 'stop'
        ? api.POST('/v1/campaigns/{campaignId}/stop', request)
        : api.POST('/v1/campaigns/{campaignId}/decline', request),
    )
  })
  return (
    <>
      <Group align="flex-end" gap="sm" w="100%">
        <ReasonField label={says.why} value={reason} onChange={setReason} />
        <Button color="gray.7" disabled={reason.trim() === ''} loading={send.isPending} onClick={() => send.mutate()}>
          {says.button}
        </Button>
      </Group>
      {send.isError && <ProblemNote error={send.error} />}
    </>
  )
}

function GoOn({ campaignId, stage }: { campaignId: string; stage: number }) {
  const goOn = useCampaignAct(campaignId, () =>
    unwrap(api.POST('/v1/campaigns/{campaignId}/continue', { params: { path: { campaignId } }, body: { stage } })),
  )
  return (
    <>
      <Text maw="72ch">{words.campaigns.lookFirst}</Text>
      <Button variant="outline" loading={goOn.isPending} onClick={() => goOn.mutate()}>
        {words.campaigns.goOn}
      </Button>
      {goOn.isError && <ProblemNote error={goOn.error} />}
    </>
  )
}

/** Fixes what would be undone and goes to where that is done: nothing is undone by it yet. */
function Undo({ campaign: { id, proposedAt }, onUndo }: Props) {
  const preview = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/restores', { body: { by: { kind: 'campaign', id }, since: proposedAt } })),
    onSuccess: (set) => onUndo(set.id),
  })
  return (
    <>
      <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
        {words.campaigns.undo}
      </Button>
      {preview.isError && <ProblemNote error={preview.error} />}
    </>
  )
}
