import { Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ProblemNote } from '../components/problem-note.tsx'
import { useShiftStep } from '../components/use-shift-step.ts'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'

/**
 * The minutes of work after which the desk gives out no case of a protected account; the reminder appears
 * SAID_EARLIER_MINUTES before.
 */
const DUE_MINUTES = 120
const SAID_EARLIER_MINUTES = 20
const PUT_OFF_MINUTES = 15
const LOOK_MS = 60_000

/**
 * Shows that a rest is near, beside the work and never over it. Its text stays constant, so that screen readers
 * announce it once. During a break it shows the way back.
 */
export function RestReminder() {
  const me = useQuery({ ...meQuery, refetchInterval: LOOK_MS })
  const step = useShiftStep()
  const shift = me.data?.shift
  const worked = shift?.onShift ? shift.minutesSinceBreak : 0
  const [until, putOffUntil] = usePutOff(worked)
  const onBreak = shift?.onShift === true && shift.onBreak
  const isDue = worked >= DUE_MINUTES - SAID_EARLIER_MINUTES && worked >= until
  const isShown = onBreak || isDue
  return (
    <Stack gap="xs" p="xs">
      <Text size="sm" role="status">
        {onBreak && words.me.onBreak}
        {!onBreak && isDue && (worked < DUE_MINUTES ? words.rest.near : words.rest.due)}
      </Text>
      {isShown && (
        <Button
          size="compact-sm"
          variant="default"
          loading={step.isPending}
          onClick={() => step.mutate(onBreak ? 'back' : 'break')}
        >
          {onBreak ? words.me.back : words.me.break}
        </Button>
      )}
      {!onBreak && isDue && (
        <Button size="compact-sm" variant="subtle" onClick={() => putOffUntil(worked + PUT_OFF_MINUTES)}>
          {words.rest.later({ minutes: PUT_OFF_MINUTES })}
        </Button>
      )}
      {step.isError && <ProblemNote error={step.error} />}
    </Stack>
  )
}

/** Returns the minutes of work until which the reminder stays hidden, with its setter; a rest resets it. */
function usePutOff(worked: number): [number, (until: number) => void] {
  const [until, setUntil] = useState(0)
  useEffect(() => {
    if (worked < DUE_MINUTES - SAID_EARLIER_MINUTES) setUntil(0)
  }, [worked])
  return [until, setUntil]
}
