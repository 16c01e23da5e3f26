import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { MisuseMark } from '../api/shapes.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'

interface Props {
  mark: MisuseMark
  mayDecide: boolean
}

/** Shows one mark with its reason, and the button that withdraws it. */
export function SenderMark({ mark, mayDecide }: Props) {
  const { id: markId, aboutId, by, gravity, intent, reason, withdrawnAt } = mark
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/misuse-marks/{markId}/withdraw', { params: { path: { markId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['organisation', 'senders'] }),
  })
  return (
    <Group gap="sm">
      <Text size="sm" className="hostile" td={withdrawnAt === null ? undefined : 'line-through'}>
        {words.senders.mark({
          ...{ about: aboutId, by, reason: reason ?? '–' },
          gravity: words.reporters.gravities[gravity],
          intent: words.reporters.intents[intent],
        })}
      </Text>
      {mayDecide && withdrawnAt === null && (
        <Button variant="default" size="xs" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {words.senders.withdraw({ id: markId })}
        </Button>
      )}
      {withdraw.isError && <ProblemNote error={withdraw.error} />}
    </Group>
  )
}
