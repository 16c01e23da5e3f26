import { Group, NumberInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { words } from '../words/words.ts'

interface Times {
  everyDays: number
  graceDays: number
}

const BOUNDS = { everyDays: [30, 365], graceDays: [7, 30] } as const
const isWithin = (value: number, [from, to]: readonly [number, number]) =>
  Number.isInteger(value) && value >= from && value <= to

/** The form that asks for other review intervals of protections. */
export function ReviewTimes({ everyDays, graceDays }: Times) {
  const [to, setTo] = useState<Times>({ everyDays, graceDays })
  const isSame = to.everyDays === everyDays && to.graceDays === graceDays
  const isGood = isWithin(to.everyDays, BOUNDS.everyDays) && isWithin(to.graceDays, BOUNDS.graceDays)
  return (
    <Stack gap="xs" mt="md">
      <Group gap="md" align="flex-end">
        <Days
          label={words.organisation.reviewEvery}
          value={to.everyDays}
          bounds={BOUNDS.everyDays}
          onDays={(days) => setTo({ ...to, everyDays: days })}
        />
        <Days
          label={words.organisation.reviewGrace}
          value={to.graceDays}
          bounds={BOUNDS.graceDays}
          onDays={(days) => setTo({ ...to, graceDays: days })}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {words.organisation.reviewTimesHint}
      </Text>
      <ProposeChangeForm
        wanted={isSame || !isGood ? undefined : { kind: 'review_times', ...to }}
        button={words.organisation.reviewTimes}
      />
    </Stack>
  )
}

interface DaysProps {
  label: string
  value: number
  bounds: readonly [number, number]
  onDays: (days: number) => void
}

const Days = ({ label, value, bounds: [from, to], onDays }: DaysProps) => (
  <NumberInput
    label={label}
    description={words.organisation.reviewBounds({ from, to })}
    value={value}
    min={from}
    max={to}
    allowDecimal={false}
    w={220}
    onChange={(days) => onDays(Number(days))}
  />
)
