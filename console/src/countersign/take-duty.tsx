import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Offer } from '../api/shapes.ts'
import { Panel } from '../desk/panel.tsx'
import { ProblemNote } from '../desk/problem-note.tsx'
import { words } from '../words/en.ts'

/** All approvals are given: one more person promises to confirm the effect in time. That takes no review and uses up no approval. */
export function TakeDuty({ offer: { orderId, material, sentence } }: { offer: Offer }) {
  const client = useQueryClient()
  const take = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/orders/{orderId}/duty', { params: { path: { orderId } }, body: { material: material ?? '' } }),
      ),
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <Panel title={words.countersign.dutyTitle}>
      <Stack gap="sm">
        <Text size="lg">{sentence}</Text>
        <Text size="sm" c="dimmed">
          {words.countersign.dutyHint}
        </Text>
        <Group>
          <Button variant="outline" loading={take.isPending} onClick={() => take.mutate()}>
            {words.countersign.takeDuty}
          </Button>
        </Group>
        {take.isError && <ProblemNote error={take.error} />}
        {take.isSuccess && <Text role="status">{words.countersign.dutyTaken}</Text>}
      </Stack>
    </Panel>
  )
}
