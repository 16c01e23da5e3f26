import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import { isProblem, OFFLINE } from '../api/problem.ts'
import type { ListedOrder, OrderState } from '../api/shapes.ts'
import { words } from '../words/en.ts'
import { sayProblem } from './problem-note.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

const STOPPABLE: readonly OrderState[] = ['proposed', 'awaiting_approval', 'held']
const RESTORABLE: readonly OrderState[] = ['releasing', 'in_effect', 'confirmed']
const RETRY_MS = 1_000

/** Whether one press ends it, and by which word. */
export const wayBackOf = (state: OrderState): 'stop' | 'restore' | undefined =>
  STOPPABLE.includes(state) ? 'stop' : RESTORABLE.includes(state) ? 'restore' : undefined

/**
 * The way back, on every row: one press by one person, the reason afterwards. Sent again until the desk answers, for a
 * lost connection must not keep anybody dark.
 */
export function StopOrRestore({ order, size = 'compact-sm' }: { order: ListedOrder; size?: 'compact-sm' | 'md' }) {
  const client = useQueryClient()
  const way = wayBackOf(order.state)
  const button = useKeptFocus<HTMLButtonElement>(order.id)
  const press = useMutation({
    mutationFn: () => undo(order.id, way ?? 'restore'),
    retry: (_count, error) => isProblem(error, OFFLINE),
    retryDelay: RETRY_MS,
    networkMode: 'always',
    onSettled: () => client.invalidateQueries({ queryKey: ['orders'] }),
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
        aria-label={`${words.orders[way]} ${order.id}`}
        data-way-back={way}
      >
        {words.orders[way]}
      </Button>
      {press.isError && (
        <Text span size="sm" role="alert">
          {sayProblem(press.error)}
        </Text>
      )}
      {press.isSuccess && (
        <Text span size="sm" role="status">
          {way === 'stop' ? words.orders.stopped : words.orders.asked}
        </Text>
      )}
    </Group>
  )
}

const undo = (orderId: string, way: 'stop' | 'restore') => {
  const params = { path: { orderId } }
  return way === 'stop'
    ? unwrap(api.POST('/v1/orders/{orderId}/stop', { params, body: {} }))
    : unwrap(api.POST('/v1/orders/{orderId}/restore', { params, body: {} }))
}
