import { Button, Chip, Group, Select, Text, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import type { LiveEnforcement } from '../api/shapes.ts'
import { choicesOf } from '../components/choices.ts'
import { formatCount } from '../components/format.ts'
import { formatAction } from '../components/format-action.ts'
import { usePlatforms } from '../components/subject-name.tsx'
import { words } from '../words/words.ts'
import { SECTIONS } from './sections.ts'
import { actionsOf, isFiltered, type LiveFilter, REACHES } from './view.ts'

interface Props {
  filter: LiveFilter
  /** All enforcements, and the number that the filter shows. */
  enforcements: readonly LiveEnforcement[]
  shown: number
  onFilter: (filter: LiveFilter) => void
}

/** The filters of the table, with the number of enforcements that they hide: none is hidden without a word. */
export function Filters({ filter, enforcements, shown, onFilter }: Props) {
  const set = (name: keyof LiveFilter, value: unknown) => {
    const { [name]: _before, ...others } = filter
    onFilter(value === null || value === '' || value === false ? others : { ...others, [name]: value })
  }
  const platforms = usePlatforms()
  const actions = [...new Set([...actionsOf(enforcements), ...(filter.action ? [filter.action] : [])])]
  return (
    <Group gap={6} px="md" py="xs" className="no-print" role="search" aria-label={words.live.filters.title}>
      <TextInput
        size="xs"
        w={180}
        aria-label={words.live.filters.text}
        placeholder={words.live.filters.text}
        leftSection={<IconSearch size={14} stroke={1.8} aria-hidden="true" />}
        value={filter.text ?? ''}
        maxLength={100}
        onChange={({ currentTarget: { value } }) => set('text', value)}
      />
      <Choice
        name="action"
        data={actions.map((value) => ({ value, label: formatAction(value) }))}
        value={filter.action}
        onChange={(value) => set('action', value)}
      />
      <Choice
        name="section"
        data={SECTIONS.map((value) => ({ value, label: words.enforcements.sections[value] }))}
        value={filter.section}
        onChange={(value) => set('section', value)}
      />
      <Choice
        name="reach"
        data={REACHES.map((value) => ({
          value,
          label: words.queue.reachFrom({ count: formatCount(Number(value)) }),
        }))}
        value={filter.reach}
        onChange={(value) => set('reach', value)}
      />
      {platforms && (
        <Choice
          name="platform"
          data={choicesOf(platforms)}
          value={filter.platform}
          onChange={(value) => set('platform', value)}
        />
      )}
      <Chip size="xs" variant="outline" checked={filter.protected === true} onChange={(isOn) => set('protected', isOn)}>
        {words.who.protected}
      </Chip>
      {isFiltered(filter) && (
        <>
          <Text size="xs" role="status">
            {words.live.filters.shown({ shown, count: enforcements.length })}
          </Text>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconX size={12} stroke={1.8} aria-hidden="true" />}
            onClick={() => onFilter({})}
          >
            {words.live.filters.clear}
          </Button>
        </>
      )}
    </Group>
  )
}

interface ChoiceProps {
  name: 'action' | 'section' | 'reach' | 'platform'
  data: { value: string; label: string }[]
  value: string | undefined
  onChange: (value: string | null) => void
}

const Choice = ({ name, data, value, onChange }: ChoiceProps) => (
  <Select
    size="xs"
    w={150}
    aria-label={words.live.filters[name]}
    placeholder={words.live.filters[name]}
    data={data}
    value={value ?? null}
    clearable
    onChange={onChange}
  />
)
