import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Offer } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'
import { useConfirm } from './use-confirm.ts'

/**
 * All approvals are given: one more person promises to confirm the effect in time, and confirms it here. The promise takes no review
 * and uses up no approval.
 */
export function TakeDuty({ offer }: { offer: Offer }) {
  const { you, sentence } = offer
  const { take, confirm } = useDuty(offer)
  const failed = [take, confirm].find(({ isError }) => isError)
  return (
    <Panel title={words.countersign.dutyTitle}>
      <Stack gap="sm">
        <Text size="lg">{sentence}</Text>
        <Text size="sm" c="dimmed">
          {words.countersign.dutyHint}
        </Text>
        <Group>
          {you.duty === null && (
            <Button variant="outline" loading={take.isPending} onClick={() => take.mutate()}>
              {words.countersign.takeDuty}
            </Button>
          )}
          {you.confirm === null && (
            <Button
              variant="outline"
              color="var(--state-alarm)"
              loading={confirm.isPending}
              onClick={() => confirm.mutate()}
            >
              {words.countersign.confirm}
            </Button>
          )}
        </Group>
        {failed && <ProblemNote error={failed.error} />}
        {you.duty !== null && <Text role="status">{words.countersign.dutyTaken}</Text>}
        {confirm.isSuccess && <Text role="status">{words.countersign.signed}</Text>}
      </Stack>
    </Panel>
  )
}

function useDuty({ enforcementId, material }: Offer) {
  const client = useQueryClient()
  const take = useMutation({
    mutationFn: () => {
      const params = { path: { enforcementId } }
      return unwrap(api.POST('/v1/enforcements/{enforcementId}/duty', { params, body: { material: material ?? '' } }))
    },
    onSettled: () => client.invalidateQueries(),
  })
  return { take, confirm: useConfirm(enforcementId) }
}
