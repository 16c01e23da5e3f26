import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Offer } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'

/** Shows the action without a review, for a person who would rather know than approve. */
export function Reveal({ offer: { enforcementId, offeredUntil } }: { offer: Offer }) {
  const client = useQueryClient()
  const reveal = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/enforcements/{enforcementId}/reveal', { params: { path: { enforcementId } } })),
    onSuccess: () => client.invalidateQueries(),
  })
  if (offeredUntil === null) return null
  return (
    <Group gap="sm">
      <Text size="sm" c="dimmed">
        {words.countersign.revealHint}
      </Text>
      <Button size="compact-sm" variant="default" loading={reveal.isPending} onClick={() => reveal.mutate()}>
        {words.countersign.reveal}
      </Button>
      {reveal.isError && <ProblemNote error={reveal.error} />}
    </Group>
  )
}

/** The action, to a person who had it revealed and cannot approve it any more. */
export function Revealed({ offer: { sentence } }: { offer: Offer }) {
  return (
    <Panel title={words.countersign.proposed}>
      <Stack gap="sm">
        <Text size="lg" role="status">
          {sentence}
        </Text>
        <Text size="sm" c="dimmed">
          {words.countersign.revealed}
        </Text>
      </Stack>
    </Panel>
  )
}
