import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Offer } from '../api/shapes.ts'
import { Panel } from '../desk/panel.tsx'
import { ProblemNote } from '../desk/problem-note.tsx'
import { sign } from '../desk/sign.ts'
import { words } from '../words/en.ts'

/** A second person signs that what one person did alone on a ground is right. */
export function ConfirmAlone({ offer: { orderId, sentence, you } }: { offer: Offer }) {
  const client = useQueryClient()
  const confirm = useMutation({
    mutationFn: async () => {
      const signature = await sign('confirm', orderId)
      const params = { path: { orderId } }
      return unwrap(api.POST('/v1/orders/{orderId}/confirm', { params, body: { signature } }))
    },
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <Panel title={words.countersign.alone.confirmTitle}>
      <Stack gap="sm">
        <Text size="lg">{sentence}</Text>
        <Text size="sm" c="dimmed">
          {words.countersign.alone.confirmHint}
        </Text>
        {you.confirm === null ? (
          <Group>
            <Button
              variant="outline"
              color="var(--state-dark)"
              loading={confirm.isPending}
              onClick={() => confirm.mutate()}
            >
              {words.countersign.confirm}
            </Button>
          </Group>
        ) : (
          <Text size="sm">{you.confirm}</Text>
        )}
        {confirm.isError && <ProblemNote error={confirm.error} />}
        {confirm.isSuccess && <Text role="status">{words.countersign.signed}</Text>}
      </Stack>
    </Panel>
  )
}
