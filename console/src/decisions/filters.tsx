import { Group, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Choice, choicesOf } from '../components/choices.ts'
import { ClearFilters, FilterSelect } from '../components/filter-select.tsx'
import { titleOf } from '../components/format-action.ts'
import { nameQueue } from '../components/names.ts'
import { policiesQuery } from '../components/policies-query.ts'
import { usePlatforms } from '../components/subject-name.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { queueCountsQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { guardsQuery, rulesQuery } from './queries.ts'
import { type DecisionView, LAST_DEFAULT, LASTS } from './view.ts'

interface Props {
  view: DecisionView
  onView: (view: DecisionView) => void
}

type Name = Exclude<keyof DecisionView, 'last' | 'language'>

/** The filters of the list, each with its name in the field itself. */
export function Filters({ view, onView }: Props) {
  const data = useChoices()
  const set = (name: keyof DecisionView, value: string | null) => {
    const { [name]: _before, ...others } = view
    onView(value === null ? others : { ...others, [name]: value })
  }
  const { last, ...chosen } = view
  return (
    <Group gap={6} className="no-print" role="search" aria-label={words.decisions.filters.title}>
      <SegmentedControl
        size="xs"
        maw="100%"
        style={{ overflowX: 'auto' }}
        aria-label={words.decisions.filters.last}
        value={last ?? LAST_DEFAULT}
        onChange={(value) => set('last', value === LAST_DEFAULT ? null : value)}
        data={LASTS.map((value) => ({ value, label: words.insights.lasts[value] }))}
      />
      {data.map(([name, choices]) => (
        <FilterSelect
          key={name}
          label={words.decisions.filters[name]}
          width={WIDTHS[name]}
          choices={choices}
          value={view[name]}
          onChange={(value) => set(name, value)}
        />
      ))}
      {Object.keys(chosen).length > 0 && (
        <ClearFilters
          label={words.decisions.filters.clear}
          onClear={() => onView(last === undefined ? {} : { last })}
        />
      )}
    </Group>
  )
}

const WIDTHS: Record<Name, number> = {
  conclusion: 132,
  policyId: 150,
  action: 112,
  ownAction: 150,
  queue: 132,
  platform: 132,
  rule: 150,
  guard: 150,
}

const plain = (names: readonly string[]): Choice[] =>
  names.map((value) => ({ value, label: value.replaceAll('_', ' ') }))

/** The choices of each filter that the reader may use. */
function useChoices(): [Name, Choice[]][] {
  const policies = useQuery(policiesQuery)
  const queues = useQuery(queueCountsQuery)
  const platforms = usePlatforms()
  const seesRules = useHasRole('senior', 'lead', 'policy', 'auditor')
  const seesGuards = useHasRole('policy', 'auditor')
  const rules = useQuery({ ...rulesQuery, enabled: seesRules })
  const guards = useQuery({ ...guardsQuery, enabled: seesGuards })
  const own = new Map(
    (policies.data?.policies ?? []).flatMap(({ ownActions }) => ownActions).map((one) => [one.id, one]),
  )
  return [
    ['conclusion', choicesOf(words.review.conclusions)],
    ['policyId', (policies.data?.policies ?? []).map(({ id, title }) => ({ value: id, label: title }))],
    ['action', choicesOf(words.actions)],
    ...(own.size > 0
      ? [
          ['ownAction', [...own.values()].map(({ id, title }) => ({ value: id, label: titleOf(title) }))] as [
            Name,
            Choice[],
          ],
        ]
      : []),
    ['queue', (queues.data?.queues ?? []).map(({ queue }) => ({ value: queue, label: nameQueue(queue) }))],
    ...(platforms ? [['platform', choicesOf(platforms)] as [Name, Choice[]]] : []),
    ...(seesRules ? [['rule', plain((rules.data?.rules ?? []).map(({ id }) => id))] as [Name, Choice[]]] : []),
    ...(seesGuards ? [['guard', plain((guards.data?.guards ?? []).map(({ id }) => id))] as [Name, Choice[]]] : []),
  ]
}
