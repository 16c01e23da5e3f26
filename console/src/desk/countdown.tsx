import { Text } from '@mantine/core'
import { sayClock, sayLeft } from './format.ts'
import { useNow } from './now.tsx'

/** What is left until a time, with the time itself and, by `say`, what happens then. Silent for a screen reader. */
export function Countdown({ until, say }: { until: string; say: (left: string, time: string) => string }) {
  const left = Date.parse(until) - useNow()
  return (
    <Text span role="timer" inherit>
      {say(sayLeft(left), sayClock(until))}
    </Text>
  )
}
