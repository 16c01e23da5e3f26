import { Button, Group, Stack, Text } from '@mantine/core'
import type { Offer } from '../api/shapes.ts'
import { Panel } from '../desk/panel.tsx'
import { ProblemNote } from '../desk/problem-note.tsx'
import { words } from '../words/en.ts'
import { useConfirm } from './use-confirm.ts'

/** A second person signs that what one person did alone on a ground is right. */
export function ConfirmAlone({ offer: { orderId, sentence, you } }: { offer: Offer }) {
  const confirm = useConfirm(orderId)
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
