import { Button, Group, Paper, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { orderQuery } from '../desk/order-query.ts'
import { sayAction } from '../desk/say-action.ts'
import { StateBadge } from '../desk/state-badge.tsx'
import { StopOrRestore } from '../desk/stop-or-restore.tsx'
import { words } from '../words/en.ts'
import type { Conclusion } from './draft.ts'

export interface Outcome {
  caseId: string
  conclusion: Conclusion
  orders: readonly string[]
}

/** What became of a decision, with the way back for as long as there is one. It stays until somebody goes on. */
export function Done({ outcome }: { outcome: Outcome }) {
  const navigate = useNavigate()
  return (
    <Paper withBorder p="sm" role="status">
      <Group justify="space-between">
        <Group gap="md">
          <Text fw={600}>{words.review.recorded(outcome.caseId)}</Text>
          <Text>{words.review.conclusions[outcome.conclusion]}</Text>
          {outcome.orders.map((orderId) => (
            <DoneOrder key={orderId} orderId={orderId} />
          ))}
        </Group>
        <Button autoFocus onClick={() => void navigate({ to: '/review' })}>
          {words.review.next}
        </Button>
      </Group>
    </Paper>
  )
}

function DoneOrder({ orderId }: { orderId: string }) {
  const order = useQuery(orderQuery(orderId))
  if (order.data === undefined) return null
  return (
    <Group gap="xs">
      <Link to="/orders/$orderId" params={{ orderId }}>
        {orderId}
      </Link>
      <Text span>{sayAction(order.data.action)}</Text>
      <StateBadge state={order.data.state} />
      <StopOrRestore order={order.data} />
    </Group>
  )
}
