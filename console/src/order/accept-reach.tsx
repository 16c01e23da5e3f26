import { Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Order } from '../api/shapes.ts'
import { Panel } from '../desk/panel.tsx'
import { ReasonAct } from '../desk/reason-act.tsx'
import { useHasRole } from '../desk/use-roles.ts'
import { words } from '../words/en.ts'

/** What came back with fewer followers than it had: somebody accepts it as it is, and says why. */
export function AcceptReach({ order: { id: orderId, restore, needsAttention } }: { order: Order }) {
  const client = useQueryClient()
  const isOnDuty = useHasRole('reviewer', 'senior', 'lead')
  const accept = useMutation({
    mutationFn: (reason: string) =>
      unwrap(api.POST('/v1/orders/{orderId}/accept', { params: { path: { orderId } }, body: { reason } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['order', orderId] }),
  })
  if (accept.isSuccess) return <Text role="status">{words.orders.accepted}</Text>
  const isWaitedFor = restore !== undefined && restore.visibleAt !== null && restore.restoredAt === null
  if (!isOnDuty || !isWaitedFor || needsAttention === null) return null
  return (
    <Panel title={words.orders.accept}>
      <Stack gap="sm">
        <Text size="sm">{words.orders.acceptAbout}</Text>
        <ReasonAct label={words.orders.acceptWhy} button={words.orders.acceptIt} act={accept} />
      </Stack>
    </Panel>
  )
}
