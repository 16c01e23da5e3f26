import { Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'

/** Reads the name that a change disclosed, for its proposer within a day. Each reading is recorded. */
export function UnsealedName({ changeId }: { changeId: string }) {
  const read = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/changes/{changeId}/name', { params: { path: { changeId } } })),
  })
  if (read.data !== undefined) {
    return (
      <Text size="sm" role="status">
        {words.changes.unsealed({ pseudonym: read.data.pseudonym, name: read.data.name })}
      </Text>
    )
  }
  return (
    <Group gap="sm">
      <Button size="compact-sm" variant="default" loading={read.isPending} onClick={() => read.mutate()}>
        {words.changes.readName}
      </Button>
      <Text size="sm" c="dimmed">
        {words.changes.readNameHint}
      </Text>
      {read.isError && <ProblemNote error={read.error} />}
    </Group>
  )
}
