import { Button, Group, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toInstant } from '../components/local-time.ts'
import { api, unwrap } from '../api/client.ts'
import type { Drills, DrillScenario } from '../api/shapes.ts'
import { formatFull, formatWeekday } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'

const WHENS = ['now', 'once', 'again'] as const
const WEEK = [1, 2, 3, 4, 5, 6, 7]
const WEEKS_MAX = 26

interface Wanted {
  scenario: DrillScenario
  accountId: string
  when: (typeof WHENS)[number]
  at: string
  everyWeeks: number
  weekday: number
  time: string
  zone: string
}

const FIRST = { when: 'now', at: '', everyWeeks: 4, weekday: 2, time: '10:00', zone: ZONE } as const

/** Begins a drill, plans one, or has one again and again. */
export function PlanDrill({ drills: { scenarios, accounts } }: { drills: Drills }) {
  const [wanted, setWanted] = useState<Wanted>({
    ...FIRST,
    scenario: 'wrong-takedown',
    accountId: accounts[0]?.id ?? '',
  })
  const client = useQueryClient()
  const plan = useMutation({
    mutationFn: planIt,
    onSettled: () => client.invalidateQueries({ queryKey: ['drills'] }),
  })
  const change = (part: Partial<Wanted>) => setWanted({ ...wanted, ...part })
  const isWhole = wanted.when === 'now' || (wanted.when === 'once' ? wanted.at !== '' : isRepeating(wanted))
  return (
    <Panel title={words.drills.plan}>
      <Stack gap="sm" align="flex-start">
        <Group gap="sm" align="flex-end">
          <Select
            label={words.drills.scenario}
            data={scenarios.map(({ name }) => ({ value: name, label: words.drills.scenarios[name] }))}
            value={wanted.scenario}
            allowDeselect={false}
            w={260}
            onChange={(value) =>
              change({ scenario: scenarios.find(({ name }) => name === value)?.name ?? wanted.scenario })
            }
          />
          <Select
            label={words.drills.account}
            data={accounts.map(({ id, handle }) => ({ value: id, label: handle === null ? id : `@${handle}` }))}
            value={wanted.accountId}
            allowDeselect={false}
            w={220}
            onChange={(value) => change({ accountId: value ?? wanted.accountId })}
          />
        </Group>
        <Text size="sm" className="capital">
          {scenarios.find(({ name }) => name === wanted.scenario)?.says}
        </Text>
        <SegmentedControl
          aria-label={words.drills.when}
          value={wanted.when}
          data={WHENS.map((value) => ({ value, label: words.drills.whens[value] }))}
          onChange={(value) => change({ when: WHENS.find((each) => each === value) ?? 'now' })}
        />
        <When wanted={wanted} change={change} />
        <Button variant="default" disabled={!isWhole} loading={plan.isPending} onClick={() => plan.mutate(wanted)}>
          {words.drills.buttons[wanted.when]}
        </Button>
        {plan.isError && <ProblemNote error={plan.error} />}
        {plan.isSuccess && <Text role="status">{plan.data}</Text>}
      </Stack>
    </Panel>
  )
}

const isRepeating = ({ everyWeeks, time, zone }: Wanted) =>
  Number.isInteger(everyWeeks) && everyWeeks >= 1 && everyWeeks <= WEEKS_MAX && time !== '' && zone.trim() !== ''

async function planIt({ scenario, accountId, when, at, everyWeeks, weekday, time, zone }: Wanted): Promise<string> {
  if (when === 'again') {
    const body = { scenario, accountId, everyWeeks, weekday, time, zone }
    const { nextAt } = await unwrap(api.POST('/v1/drill-schedules', { body }))
    return words.drills.repeats({ at: formatFull(nextAt) })
  }
  const begins = when === 'once' ? { beginsAt: toInstant(at) } : {}
  const planned = await unwrap(api.POST('/v1/drills', { body: { scenario, accountId, ...begins } }))
  return words.drills.planned({ id: planned.id, at: formatFull(planned.beginsAt) })
}

function When({ wanted, change }: { wanted: Wanted; change: (part: Partial<Wanted>) => void }) {
  if (wanted.when === 'now')
    return (
      <Text size="sm" c="dimmed">
        {words.drills.sure}
      </Text>
    )
  if (wanted.when === 'once')
    return (
      <TextInput
        label={words.drills.at}
        type="datetime-local"
        value={wanted.at}
        onChange={({ currentTarget: { value } }) => change({ at: value })}
      />
    )
  return (
    <Group gap="sm" align="flex-end">
      <NumberInput
        label={words.drills.everyWeeks}
        value={wanted.everyWeeks}
        min={1}
        max={WEEKS_MAX}
        allowDecimal={false}
        w={180}
        onChange={(value) => change({ everyWeeks: Number(value) })}
      />
      <Select
        label={words.drills.weekday}
        data={WEEK.map((day) => ({ value: String(day), label: formatWeekday(day) }))}
        value={String(wanted.weekday)}
        allowDeselect={false}
        w={110}
        onChange={(value) => change({ weekday: Number(value ?? wanted.weekday) })}
      />
      <TextInput
        label={words.drills.time}
        type="time"
        value={wanted.time}
        onChange={({ currentTarget: { value } }) => change({ time: value })}
      />
      <TextInput
        label={words.drills.zone}
        value={wanted.zone}
        maxLength={64}
        onChange={({ currentTarget: { value } }) => change({ zone: value })}
      />
    </Group>
  )
}
