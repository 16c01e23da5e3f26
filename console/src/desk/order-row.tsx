import { Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { LiveOrder } from '../api/shapes.ts'
import { words } from '../words/en.ts'
import { Countdown } from './countdown.tsx'
import { sayCount, sayCountries, sayDuration } from './format.ts'
import { Handle } from './handle.tsx'
import { LawDue } from './law-due.tsx'
import { sayAction } from './say-action.ts'
import { StateBadge } from './state-badge.tsx'
import { Unconfirmed } from './unconfirmed.tsx'
import { StopOrRestore } from './stop-or-restore.tsx'

/** One order in a line: whose account, what, its clock with what happens at its end, and the way back. */
export function OrderRow({ order }: { order: LiveOrder }) {
  return (
    <Group justify="space-between" wrap="wrap" gap="sm" py={4} data-row>
      <Stack gap={0} style={{ minWidth: 0, flex: '1 1 240px' }}>
        <Group gap="xs">
          <Handle handle={order.handle} />
          {order.reach !== null && <Text span>{words.who.followers(sayCount(order.reach))}</Text>}
          <Text span>
            {sayAction(order.action)}
            {order.durationMs !== null && ` ${sayDuration(order.durationMs)}`}
            {order.countries !== null && ` · ${words.orders.onlyIn(sayCountries(order.countries))}`}
          </Text>
        </Group>
        <Group gap="xs">
          <StateBadge state={order.state} />
          <Text span size="sm">
            <Clock order={order} />
          </Text>
          <LawDue at={order.lawDueAt} />
          <Link to="/orders/$orderId" params={{ orderId: order.id }}>
            {order.id}
          </Link>
        </Group>
        {order.reason !== null && (
          <Text size="sm" className="hostile">
            {words.orders.because(order.reason)}
          </Text>
        )}
        <Unconfirmed order={order} />
        {order.needsAttention !== null && <Text size="sm">{order.needsAttention}</Text>}
      </Stack>
      <Group gap="xs">
        {order.mayConfirm && <ToConfirm orderId={order.id} />}
        <StopOrRestore order={order} />
      </Group>
    </Group>
  )
}

/** To where whoever took it on looks at it again and signs that it is right. */
const ToConfirm = ({ orderId }: { orderId: string }) => (
  <Button
    renderRoot={(props) => <Link to="/countersign/$orderId" params={{ orderId }} {...props} />}
    size="compact-sm"
    variant="default"
    aria-label={`${words.orders.confirm} ${orderId}`}
  >
    {words.orders.confirm}
  </Button>
)

function Clock({ order }: { order: LiveOrder }) {
  if (order.isShut) return words.orders.shut
  if (order.heldUntil !== null) return <Countdown until={order.heldUntil} say={words.orders.takesEffect} />
  if (order.agreeBy !== null) return <Countdown until={order.agreeBy} say={words.orders.agreeBy} />
  if (order.confirmBy !== null && order.state !== 'confirmed')
    return <Countdown until={order.confirmBy} say={words.orders.backUnless} />
  if (order.lesser && order.endsAt !== null && order.state !== 'restoring')
    return <Countdown until={order.endsAt} say={words.orders.endsBy} />
  return null
}
