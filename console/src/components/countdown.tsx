import { Text } from '@mantine/core'
import { formatClock, formatLeft } from './format.ts'
import { useSecond } from './use-now.tsx'

/** Shows the time left until a moment, worded by `say`. Screen readers don't announce each tick. */
export function Countdown({ until, say }: { until: string; say: (params: { left: string; time: string }) => string }) {
  const left = Date.parse(until) - useSecond()
  return (
    <Text span role="timer" inherit>
      {say({ left: formatLeft(left), time: formatClock(until) })}
    </Text>
  )
}
