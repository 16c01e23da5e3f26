import { Chip, Group, Text } from '@mantine/core'
import { ClearFilters, FilterSelect } from '../components/filter-select.tsx'
import { formatCount, formatLanguage } from '../components/format.ts'
import { usePlatforms } from '../components/subject-name.tsx'
import { useListsPeople } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { type Facet, type Facets, mergeFacets } from './merge-facets.ts'
import { FACETS, type FacetName, isFiltered, KINDS, type Kind, type SearchView } from './view.ts'

interface Props {
  view: SearchView
  onView: (view: SearchView) => void
  /** The counts of each kind of results that has been read. */
  counted: Partial<Record<Kind, Facets>>
}

/** The filters of the results, each value with the number of its results. The address holds them. */
export function Filters({ view, onView, counted }: Props) {
  const { kind: _kind, ...allKinds } = view
  const listsPeople = useListsPeople()
  const platforms = usePlatforms()
  const facets = FACETS.filter((name) => name !== 'platform' || platforms !== undefined)
  const kinds = KINDS.filter((kind) => kind !== 'person' || listsPeople)
  return (
    <Group gap={6} className="no-print" role="search" aria-label={words.results.filters.title}>
      <Chip.Group
        value={view.kind ?? 'all'}
        onChange={(value) => {
          const kind = KINDS.find((each) => each === value)
          onView(kind === undefined ? allKinds : { ...allKinds, kind })
        }}
      >
        {(['all', ...kinds] as const).map((kind) => (
          <Chip key={kind} value={kind} size="xs" variant="outline">
            {words.results.kinds[kind]}
            {kind !== 'all' && counted[kind] && ` · ${formatFacet(counted[kind].total)}`}
          </Chip>
        ))}
      </Chip.Group>
      {facets.map((name) => (
        <FacetChoice key={name} name={name} view={view} onView={onView} all={Object.values(counted)} />
      ))}
      {isFiltered(view) && (
        <ClearFilters
          label={words.results.filters.clear}
          onClear={() => onView({ ...(view.q && { q: view.q }), ...(view.kind && { kind: view.kind }) })}
        />
      )}
      {Object.values(counted).some(({ exact }) => !exact) && (
        <Text size="xs" c="dimmed">
          {words.results.filters.counted}
        </Text>
      )}
    </Group>
  )
}

const formatFacet = ({ count, more }: Facet): string =>
  more ? words.results.filters.more({ count: formatCount(count) }) : formatCount(count)

const WIDTHS: Record<FacetName, number> = {
  state: 124,
  queue: 124,
  language: 116,
  item: 124,
  platform: 124,
  within: 124,
}

function FacetChoice(props: {
  name: FacetName
  view: SearchView
  onView: (view: SearchView) => void
  all: readonly Facets[]
}) {
  const { name, view, onView, all } = props
  const { [name]: value, ...others } = view
  const counts = mergeFacets(all, name)
  // A value from the address stays in the list when no result has it.
  const values = value === undefined || counts.some((each) => each.value === value) ? counts : [...counts, { value }]
  return (
    <FilterSelect
      label={words.results.filters[name]}
      width={WIDTHS[name]}
      choices={values.map((each) => ({
        value: each.value,
        label: 'count' in each ? `${nameOf(name, each.value)} · ${formatFacet(each)}` : nameOf(name, each.value),
      }))}
      value={value}
      onChange={(chosen) => onView(chosen === null ? others : ({ ...others, [name]: chosen } as SearchView))}
      isSearchable={false}
    />
  )
}

function nameOf(name: FacetName, value: string): string {
  if (name === 'language') return formatLanguage(value)
  if (name === 'platform') return value === 'default' ? words.who.defaultPlatform : value
  if (name === 'queue' || name === 'item') return value.replaceAll('_', ' ')
  const texts: Readonly<Record<string, string>> =
    name === 'within' ? words.results.spans : { ...words.states, ...words.search.states }
  return texts[value] ?? value
}
