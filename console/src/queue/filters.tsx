import { Chip, Group, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { nameLanguages } from '../components/case-languages.ts'
import { choicesOf } from '../components/choices.ts'
import { ClearFilters, FilterSelect } from '../components/filter-select.tsx'
import { formatCount } from '../components/format.ts'
import { SavedViews } from '../components/saved-views.tsx'
import { usePlatforms } from '../components/subject-name.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { peopleQuery } from './queries.ts'
import { FLAGS, filterOf, isFiltered, type QueueFilter, REACHES, readView, SORTS, sortOf } from './view.ts'

const PAUSE_MS = 300

interface Props {
  filter: QueueFilter
  onFilter: (filter: QueueFilter) => void
}

/** The filters of the list, each with its name in the field itself. */
export function Filters({ filter, onFilter }: Props) {
  const set = (name: keyof QueueFilter, value: unknown) => {
    const { [name]: _before, ...others } = filter
    onFilter(value === null || value === '' ? others : { ...others, [name]: value })
  }
  return (
    <Group gap={6} className="queue-filters no-print" role="search" aria-label={words.queue.filters.title}>
      <Search
        key={filter.text === undefined ? 'empty' : 'text'}
        text={filter.text ?? ''}
        onText={(text) => set('text', text)}
      />
      <Choice
        name="category"
        data={words.categories}
        value={filter.category}
        onChange={(value) => set('category', value)}
      />
      <Choice
        name="language"
        data={nameLanguages()}
        value={filter.language}
        onChange={(value) => set('language', value)}
      />
      <Platform value={filter.platform} onChange={(value) => set('platform', value)} />
      <Choice name="reach" data={reaches()} value={filter.reach} onChange={(value) => set('reach', value)} />
      <Assignee value={filter.assignee} onChange={(value) => set('assignee', value)} />
      <Chip.Group
        multiple
        value={filter.flags ?? []}
        onChange={(flags) => set('flags', flags.length === 0 ? null : flags)}
      >
        {FLAGS.map((flag) => (
          <Chip key={flag} value={flag} size="xs" variant="outline">
            {words.queue.flags[flag]}
          </Chip>
        ))}
      </Chip.Group>
      <Chip
        size="xs"
        variant="outline"
        checked={filter.signal !== undefined}
        onChange={(isOn) => set('signal', isOn ? 'any' : null)}
      >
        {words.queue.flags.signal}
      </Chip>
      {isFiltered(filter) && (
        <ClearFilters
          label={words.queue.filters.clear}
          onClear={() => onFilter(filter.sort === undefined ? {} : { sort: filter.sort })}
        />
      )}
    </Group>
  )
}

/** The order of the list and the saved views. */
export function OrderAndViews({ filter, onFilter }: Props) {
  const { sort: _before, ...others } = filter
  return (
    <Group gap={6} wrap="nowrap" className="no-print">
      <Choice
        name="sort"
        data={words.queue.sorts}
        value={sortOf(filter)}
        onChange={(value) => {
          const sort = SORTS.find((each) => each === value)
          onFilter(sort === undefined || sort === sortOf(others) ? others : { ...others, sort })
        }}
      />
      <SavedViews
        list="queue"
        filter={filter}
        isFiltered={isFiltered(filter)}
        read={(stored) => filterOf(readView(stored))}
        onFilter={onFilter}
      />
    </Group>
  )
}

function Search({ text, onText }: { text: string; onText: (text: string) => void }) {
  const [typed, setTyped] = useState(text)
  const send = useDebouncedCallback(onText, PAUSE_MS)
  return (
    <TextInput
      size="xs"
      w={188}
      type="search"
      aria-label={words.queue.filters.text}
      placeholder={words.queue.filters.textHint}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      value={typed}
      maxLength={200}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        send(value.trim())
      }}
    />
  )
}

type ChoiceName = 'category' | 'language' | 'platform' | 'reach' | 'assignee' | 'sort'
const WIDTHS: Record<ChoiceName, number> = {
  category: 116,
  language: 108,
  platform: 108,
  reach: 94,
  assignee: 110,
  sort: 126,
}

function Choice(props: {
  name: ChoiceName
  data: Readonly<Record<string, string>>
  value: string | undefined
  onChange: (value: string | null) => void
}) {
  const { name, data, value, onChange } = props
  return (
    <FilterSelect
      label={words.queue.filters[name]}
      width={WIDTHS[name]}
      choices={choicesOf(data)}
      value={value}
      onChange={onChange}
      isRequired={name === 'sort'}
    />
  )
}

/** A desk with one platform has nothing to choose. */
function Platform({ value, onChange }: { value: string | undefined; onChange: (value: string | null) => void }) {
  const platforms = usePlatforms()
  return platforms && <Choice name="platform" data={platforms} value={value} onChange={onChange} />
}

/** Only leads see the other people of the desk. */
function Assignee({ value, onChange }: { value: string | undefined; onChange: (value: string | null) => void }) {
  const isLead = useHasRole('lead')
  const people = useQuery({ ...peopleQuery, enabled: isLead })
  const names = (people.data?.items ?? []).map(({ pseudonym }) => [pseudonym, pseudonym])
  const data = { me: words.queue.assignees.me, none: words.queue.assignees.none, ...Object.fromEntries(names) }
  return <Choice name="assignee" data={data} value={value} onChange={onChange} />
}

const reaches = () =>
  Object.fromEntries(REACHES.map((reach) => [reach, words.queue.reachFrom({ count: formatCount(Number(reach)) })]))
