import { Button, Chip, Fieldset, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { formatWeekday } from '../components/format.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'
import { staffQuery } from './queries.ts'

const WEEK = ['1', '2', '3', '4', '5', '6', '7']

interface Turn {
  staffId: string | null
  turn: 'primary' | 'secondary'
  days: string[]
  begins: string
  ends: string
  zone: string
  fromDay: string
  untilDay: string
}

const firstTurn = (): Turn => ({
  staffId: null,
  turn: 'primary',
  days: WEEK,
  begins: '22:00',
  ends: '06:00',
  zone: ZONE,
  fromDay: new Date().toISOString().slice(0, 10),
  untilDay: '',
})

/** The form that plans a person's on-call turn, in which they are asked to approve as if on shift. */
export function PlanTurn() {
  const [turn, setTurn] = useState(firstTurn)
  const client = useQueryClient()
  const plan = useMutation({
    mutationFn: ({ staffId, days, untilDay, ...rest }: Turn) =>
      unwrap(
        api.POST('/v1/rota', {
          body: {
            ...rest,
            staffId: staffId ?? '',
            days: days.map(Number),
            untilDay: untilDay === '' ? null : untilDay,
          },
        }),
      ),
    onSuccess: () => setTurn(firstTurn()),
    onSettled: () => client.invalidateQueries({ queryKey: ['team'] }),
  })
  const isWhole = turn.staffId !== null && turn.days.length > 0 && turn.fromDay !== ''
  return (
    <Fieldset legend={words.team.plan}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {words.team.planHint}
        </Text>
        <Fields turn={turn} onChange={(change) => setTurn({ ...turn, ...change })} />
        <Button variant="default" disabled={!isWhole} loading={plan.isPending} onClick={() => plan.mutate(turn)}>
          {words.team.plan}
        </Button>
        {plan.isError && <ProblemNote error={plan.error} />}
        {plan.isSuccess && <Text role="status">{words.team.planned}</Text>}
      </Stack>
    </Fieldset>
  )
}

function Fields({ turn, onChange }: { turn: Turn; onChange: (change: Partial<Turn>) => void }) {
  const people = useQuery(staffQuery(false)).data?.items ?? []
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={words.team.who}
        data={people.map(({ id, pseudonym }) => ({ value: id, label: pseudonym }))}
        value={turn.staffId}
        searchable
        w={140}
        onChange={(staffId) => onChange({ staffId })}
      />
      <Select
        label={words.team.turn}
        data={(['primary', 'secondary'] as const).map((value) => ({ value, label: words.team.turns[value] }))}
        value={turn.turn}
        allowDeselect={false}
        w={120}
        onChange={(value) => onChange({ turn: value === 'secondary' ? value : 'primary' })}
      />
      <Chip.Group multiple value={turn.days} onChange={(days) => onChange({ days })}>
        <Group gap={4} role="group" aria-label={words.team.days}>
          {WEEK.map((day) => (
            <Chip key={day} value={day} size="xs">
              {formatWeekday(Number(day))}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Field of="begins" type="time" {...{ turn, onChange }} />
      <Field of="ends" type="time" {...{ turn, onChange }} />
      <Field of="zone" type="text" {...{ turn, onChange }} />
      <Field of="fromDay" type="date" {...{ turn, onChange }} />
      <Field of="untilDay" type="date" {...{ turn, onChange }} />
    </Group>
  )
}

type TextOf = 'begins' | 'ends' | 'zone' | 'fromDay' | 'untilDay'
const LABELS: Record<TextOf, string> = {
  begins: words.team.begins,
  ends: words.team.until,
  zone: words.team.zone,
  fromDay: words.team.firstDay,
  untilDay: words.team.lastDay,
}

const Field = ({
  of,
  type,
  turn,
  onChange,
}: {
  of: TextOf
  type: string
  turn: Turn
  onChange: (change: Partial<Turn>) => void
}) => (
  <TextInput
    label={LABELS[of]}
    type={type}
    value={turn[of]}
    maxLength={64}
    onChange={(event) => onChange({ [of]: event.currentTarget.value })}
  />
)
