import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { ListedEnforcement } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { ProblemNote } from './problem-note.tsx'

/**
 * Shows that one person acted alone without confirmation, with the button that undoes all that person's enforcements on
 * this account.
 */
export function Unconfirmed({
  enforcement: { id: enforcementId, ground, unconfirmed },
}: {
  enforcement: ListedEnforcement
}) {
  const client = useQueryClient()
  const undo = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/enforcements/{enforcementId}/undo-unconfirmed', {
          params: { path: { enforcementId } },
          body: {},
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['enforcements'] }),
  })
  if (!unconfirmed || ground === null) return null
  return (
    <Group gap="xs">
      <Text span size="sm" role="note">
        {words.countersign.alone.unconfirmed({ ground: words.countersign.alone.grounds[ground] })}
      </Text>
      {ground !== 'match' && ground !== 'hijack' && (
        <Button
          size="compact-sm"
          variant="default"
          loading={undo.isPending}
          disabled={undo.isSuccess}
          onClick={() => undo.mutate()}
          aria-label={`${words.countersign.alone.undoAll} ${enforcementId}`}
        >
          {words.countersign.alone.undoAll}
        </Button>
      )}
      {undo.isError && <ProblemNote error={undo.error} />}
      {undo.isSuccess && (
        <Text span size="sm" role="status">
          {words.countersign.alone.undone({ count: undo.data.enforcements.length })}
        </Text>
      )}
    </Group>
  )
}
