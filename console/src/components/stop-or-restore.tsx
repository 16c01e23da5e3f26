import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import { isProblem, OFFLINE } from '../api/problem.ts'
import type { ListedEnforcement, EnforcementState } from '../api/shapes.ts'
import { showDoneAct } from '../shell/done-acts.ts'
import { words } from '../words/words.ts'
import { formatProblem } from './problem-note.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

const STOPPABLE: readonly EnforcementState[] = ['proposed', 'awaiting_approval', 'held']
const RESTORABLE: readonly EnforcementState[] = ['releasing', 'in_effect', 'confirmed']
const RETRY_MS = 1_000

/** Returns the act that ends an enforcement in this state; undefined: none does. */
export const wayBackOf = (state: EnforcementState): 'stop' | 'restore' | undefined =>
  STOPPABLE.includes(state) ? 'stop' : RESTORABLE.includes(state) ? 'restore' : undefined

/**
 * The button that stops or restores an enforcement: one press by one person, with the reason afterwards. It retries
 * until the desk answers, so that a lost connection keeps no account offline.
 */
export function StopOrRestore({
  enforcement,
  size = 'compact-sm',
  isFirst = false,
}: {
  enforcement: ListedEnforcement & { handle?: string | null }
  size?: 'compact-sm' | 'md'
  /** True when the dialog around it opens with the focus on this button. */
  isFirst?: boolean
}) {
  const client = useQueryClient()
  const way = wayBackOf(enforcement.state)
  const button = useKeptFocus<HTMLButtonElement>(enforcement.id)
  const press = useMutation({
    mutationFn: () => undo(enforcement.id, way ?? 'restore'),
    retry: (_count, error) => isProblem(error, OFFLINE),
    retryDelay: RETRY_MS,
    networkMode: 'always',
    onSuccess: ({ state }) =>
      showDoneAct(client, { kind: resultOf(state), id: enforcement.id, handle: enforcement.handle ?? null }),
    onSettled: () => client.invalidateQueries({ queryKey: ['enforcements'] }),
  })
  if (way === undefined) return null
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        ref={button}
        size={size}
        color="gray.7"
        variant="filled"
        loading={press.isPending}
        disabled={press.isSuccess}
        onClick={() => press.mutate()}
        aria-label={`${words.enforcements[way]} ${enforcement.id}`}
        data-way-back={way}
        data-autofocus={isFirst || undefined}
      >
        {words.enforcements[way]}
      </Button>
      {press.isError && (
        <Text span size="sm" role="alert">
          {formatProblem(press.error)}
        </Text>
      )}
    </Group>
  )
}

/** Returns the result of a press, by the state that the desk answered: an active one waits for a second person. */
const resultOf = (state: EnforcementState) =>
  state === 'stopped' ? 'stopped' : RESTORABLE.includes(state) ? 'asked' : 'restoring'

const undo = (enforcementId: string, way: 'stop' | 'restore') => {
  const params = { path: { enforcementId } }
  return way === 'stop'
    ? unwrap(api.POST('/v1/enforcements/{enforcementId}/stop', { params, body: {} }))
    : unwrap(api.POST('/v1/enforcements/{enforcementId}/restore', { params, body: {} }))
}
