import { Button, CloseButton, Group, Paper, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'

/** The cases that were dismissed together, which can be undone until the reader closes the message. */
export interface DismissedSet {
  setId: string
  closed: number
}

/** States what was dismissed, with its undo, until the reader closes it. */
export function Dismissed({ set: { setId, closed }, onClose }: { set: DismissedSet; onClose: () => void }) {
  const client = useQueryClient()
  const undo = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/case-sets/{setId}/undo', { params: { path: { setId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['cases'] }),
  })
  return (
    <Paper withBorder p="sm" role="status" className="no-print">
      <Group justify="space-between" wrap="nowrap">
        <Group gap="sm">
          <Text size="sm" fw={600}>
            {undo.data === undefined
              ? words.queue.set.dismissed({ count: closed })
              : words.queue.set.reopened({ count: undo.data.opened })}
            {(undo.data?.touched ?? 0) > 0 && ` ${words.queue.set.touched({ count: undo.data?.touched ?? 0 })}`}
          </Text>
          {undo.data === undefined && (
            <Button size="xs" variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
              {words.queue.set.undo({ count: closed })}
            </Button>
          )}
          {undo.isError && <ProblemNote error={undo.error} />}
        </Group>
        <CloseButton aria-label={words.app.close} onClick={onClose} />
      </Group>
    </Paper>
  )
}
