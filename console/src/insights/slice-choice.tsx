import { Button, Group, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ChartName } from '../api/shapes.ts'
import { nameLanguages } from '../components/case-languages.ts'
import { type Choice, choicesOf } from '../components/choices.ts'
import { nameQueue } from '../components/names.ts'
import { policiesQuery } from '../components/policies-query.ts'
import { usePlatforms } from '../components/subject-name.tsx'
import { queueCountsQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { CHART_DIMENSIONS, type FilterName, filtersOf, type InsightView, isFiltered } from './charts.ts'

interface Props {
  chart: ChartName
  view: InsightView
  onView: (view: InsightView) => void
}

const { dividing } = words.insights

/** The filters of a chart and the dimension that divides it. */
export function SliceChoice({ chart, view, onView }: Props) {
  const data = useChoices()
  const set = (name: keyof InsightView, value: string | null) => {
    const { [name]: _before, ...others } = view
    onView(value === null ? others : { ...others, [name]: value })
  }
  const { queue: _queue, policyId: _policy, language: _language, platform: _platform, ...unfiltered } = view
  // A desk with one platform has nothing to choose, but a filter in force is always visible.
  const shown = filtersOf(chart).filter((name) => name !== 'platform' || data[name].length > 0 || view[name])
  return (
    <Group gap="sm" align="flex-end" className="no-print" role="search" aria-label={dividing.title}>
      <Select
        label={dividing.by}
        w={150}
        placeholder={dividing.undivided}
        data={CHART_DIMENSIONS[chart]
          .filter((value) => value !== 'platform' || data.platform.length > 0)
          .map((value) => ({ value, label: words.insights.dimensions[value] }))}
        value={view.by ?? null}
        onChange={(value) => {
          const { measure: _before, ...others } = view
          const by = CHART_DIMENSIONS[chart].find((each) => each === value)
          onView({ ...others, by })
        }}
        clearable
      />
      {shown.map((name) => (
        <Select
          key={name}
          label={dividing.filters[name]}
          w={170}
          placeholder={dividing.all}
          data={withChosen(data[name], view[name])}
          value={view[name] ?? null}
          onChange={(value) => set(name, value)}
          searchable
          clearable
        />
      ))}
      {isFiltered(view) && (
        <Button
          variant="subtle"
          leftSection={<IconX size={14} aria-hidden="true" />}
          onClick={() => onView(unfiltered)}
        >
          {dividing.clear}
        </Button>
      )}
    </Group>
  )
}

/** Adds the value of the address, so that a filter in force is always visible. */
const withChosen = (choices: readonly Choice[], chosen: string | undefined): Choice[] =>
  chosen === undefined || choices.some(({ value }) => value === chosen)
    ? [...choices]
    : [...choices, { value: chosen, label: chosen }]

function useChoices(): Record<FilterName, Choice[]> {
  const policies = useQuery(policiesQuery)
  const queues = useQuery(queueCountsQuery)
  return {
    queue: (queues.data?.queues ?? []).map(({ queue }) => ({ value: queue, label: nameQueue(queue) })),
    policyId: (policies.data?.policies ?? []).map(({ id, title }) => ({ value: id, label: title })),
    platform: choicesOf(usePlatforms() ?? {}),
    language: choicesOf(nameLanguages()),
  }
}
