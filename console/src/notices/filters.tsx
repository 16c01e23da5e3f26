import { Chip, Group, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { choicesOf } from '../components/choices.ts'
import { ClearFilters, FilterSelect } from '../components/filter-select.tsx'
import { formatLanguage } from '../components/format.ts'
import { usePlatforms } from '../components/subject-name.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { flaggersQuery } from './queries.ts'
import { ANY, isFiltered, LANGUAGES, type NoticeView, readView, STANDINGS } from './view.ts'

interface Props {
  view: NoticeView
  onView: (view: NoticeView) => void
}

type ChoiceName = 'kind' | 'category' | 'platform' | 'language' | 'flagger' | 'sender'
const WIDTHS: Record<ChoiceName, number> = {
  kind: 150,
  category: 132,
  platform: 108,
  language: 108,
  flagger: 150,
  sender: 132,
}

/** The filters of the list, each with its name in the field itself. */
export function Filters({ view, onView }: Props) {
  const choices = useChoices()
  const set = (name: keyof NoticeView, value: unknown) => onView(readView({ ...view, [name]: value }))
  return (
    <Group gap={6} className="queue-filters no-print" role="search" aria-label={words.noticeList.filters.title}>
      {choices.map(([name, data]) => (
        <FilterSelect
          key={name}
          label={words.noticeList.filters[name]}
          width={WIDTHS[name]}
          choices={choicesOf(data)}
          value={view[name]}
          onChange={(value) => set(name, value)}
        />
      ))}
      <Day name="from" view={view} onDay={(day) => set('from', day)} />
      <Day name="to" view={view} onDay={(day) => set('to', day)} />
      <Chip size="xs" variant="outline" checked={view.late === true} onChange={(isOn) => set('late', isOn)}>
        {words.noticeList.filters.late}
      </Chip>
      {isFiltered(view) && (
        <ClearFilters label={words.noticeList.filters.clear} onClear={() => onView(readView({ state: view.state }))} />
      )}
    </Group>
  )
}

function Day({ name, view, onDay }: { name: 'from' | 'to'; view: NoticeView; onDay: (day: string) => void }) {
  return (
    <TextInput
      type="date"
      size="xs"
      w={140}
      aria-label={words.noticeList.filters[name]}
      title={words.noticeList.filters[name]}
      value={view[name] ?? ''}
      onChange={({ currentTarget }) => onDay(currentTarget.value)}
    />
  )
}

/** The choices of each filter that the reader may use. A desk with one platform has nothing to choose. */
function useChoices(): [ChoiceName, Readonly<Record<string, string>>][] {
  const platforms = usePlatforms()
  const flaggers = useFlaggers()
  const seesSenders = useHasRole('lead', 'policy', 'auditor')
  const standings = Object.fromEntries(STANDINGS.map((each) => [each, words.noticeList.standings[each]]))
  return [
    ['kind', words.noticeList.kinds],
    ['category', words.categories],
    ...(platforms ? [['platform', platforms] as [ChoiceName, typeof platforms]] : []),
    ['language', Object.fromEntries(LANGUAGES.map((code) => [code, formatLanguage(code)]))],
    ['flagger', flaggers],
    ...(seesSenders ? [['sender', standings] as [ChoiceName, typeof standings]] : []),
  ]
}

/** The trusted flaggers by name, where the reader may list them. Otherwise all of them together. */
function useFlaggers(): Readonly<Record<string, string>> {
  const mayList = useHasRole('lead', 'policy', 'auditor', 'admin')
  const known = useQuery({ ...flaggersQuery, enabled: mayList }).data?.items ?? []
  return { [ANY]: words.noticeList.anyFlagger, ...Object.fromEntries(known.map(({ id, name }) => [id, name])) }
}
