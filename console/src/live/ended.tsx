import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { LiveOrder } from '../api/shapes.ts'
import { Handle } from '../desk/handle.tsx'
import { orderQuery } from '../desk/order-query.ts'
import { sayAction } from '../desk/say-action.ts'
import { StateBadge } from '../desk/state-badge.tsx'

const SHOWN_MS = 10_000

/** The orders that were here a moment ago and are no more, each for as long as somebody may still look for it. */
export function useEnded(orders: readonly LiveOrder[]): readonly LiveOrder[] {
  const [before, setBefore] = useState(orders)
  const [ended, setEnded] = useState<readonly LiveOrder[]>([])
  if (before !== orders) {
    setBefore(orders)
    const isHere = new Set(orders.map(({ id }) => id))
    setEnded([...ended, ...before].filter(({ id }) => !isHere.has(id)))
  }
  useEffect(() => {
    if (ended.length === 0) return
    const timer = setTimeout(() => setEnded([]), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [ended])
  return ended
}

/** What became of it. */
export function EndedRow({ order }: { order: LiveOrder }) {
  const found = useQuery(orderQuery(order.id))
  return (
    <Group gap="xs" py={4} opacity={0.7} role="status">
      <Handle handle={order.handle} />
      {sayAction(order.action)}
      {found.data && <StateBadge state={found.data.state} />}
    </Group>
  )
}
