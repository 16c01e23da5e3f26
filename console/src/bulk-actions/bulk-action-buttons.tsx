import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { BulkAction } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { OpenTextToSign } from '../components/sign-text.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { useBulkActionAct } from './use-bulk-action-act.ts'

interface Props {
  bulkAction: BulkAction
  /** Opens the page of the set of enforcements to undo. */
  onUndo: (restoreId: string) => void
}

/** Shows what the caller may do about a bulk action now: approve or decline, continue, stop, undo. */
export const BulkActionButtons = ({ bulkAction, onUndo }: Props) => {
  const mayUndo = useHasRole('senior', 'lead')
  const { you, state, progress } = bulkAction
  return (
    <Panel title={words.bulkActions.acts}>
      <Stack gap="md" align="flex-start">
        {state === 'proposed' && <Answer bulkAction={bulkAction} />}
        {you.continue === null && bulkAction.progress !== null && (
          <GoOn bulkActionId={bulkAction.id} stage={bulkAction.progress.stage} />
        )}
        {you.stop === null && <WithReason bulkAction={bulkAction} act="stop" />}
        {mayUndo && progress !== null && progress.created > 0 && <Undo bulkAction={bulkAction} onUndo={onUndo} />}
        {you.stop !== null && (progress === null || progress.created === 0) && (
          <Text c="dimmed">{words.bulkActions.nothingToDo}</Text>
        )}
      </Stack>
    </Panel>
  )
}

const Answer = ({ bulkAction }: { bulkAction: BulkAction }) => (
  <>
    {bulkAction.you.approve === null ? (
      <OpenTextToSign act="bulk_action_agree" about={bulkAction.id} label={words.bulkActions.agree} />
    ) : (
      <Text>{words.bulkActions.mayNot({ why: bulkAction.you.approve })}</Text>
    )}
    {bulkAction.you.decline === null && <WithReason bulkAction={bulkAction} act="decline" />}
  </>
)

/** The form that stops or declines a bulk action, with a reason, in one line. */
function WithReason({ bulkAction: { id }, act }: { bulkAction: BulkAction; act: 'stop' | 'decline' }) {
  const [reason, setReason] = useState('')
  const says = words.bulkActions[act]
  const send = useBulkActionAct(id, () => {
    const request = { params: { path: { bulkActionId: id } }, body: { reason: reason.trim() } }
    return unwrap(
      act === 'stop'
        ? api.POST('/v1/bulk-actions/{bulkActionId}/stop', request)
        : api.POST('/v1/bulk-actions/{bulkActionId}/decline', request),
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

function GoOn({ bulkActionId, stage }: { bulkActionId: string; stage: number }) {
  const goOn = useBulkActionAct(bulkActionId, () =>
    unwrap(
      api.POST('/v1/bulk-actions/{bulkActionId}/continue', { params: { path: { bulkActionId } }, body: { stage } }),
    ),
  )
  return (
    <>
      <Text maw="72ch">{words.bulkActions.lookFirst}</Text>
      <Button variant="outline" loading={goOn.isPending} onClick={() => goOn.mutate()}>
        {words.bulkActions.goOn}
      </Button>
      {goOn.isError && <ProblemNote error={goOn.error} />}
    </>
  )
}

/** The button that fixes the set to undo and opens its page. It undoes nothing yet. */
function Undo({ bulkAction: { id, proposedAt }, onUndo }: Props) {
  const preview = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/restores', { body: { by: { kind: 'bulk_action', id }, since: proposedAt } })),
    onSuccess: (set) => onUndo(set.id),
  })
  return (
    <>
      <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
        {words.bulkActions.undo}
      </Button>
      {preview.isError && <ProblemNote error={preview.error} />}
    </>
  )
}
