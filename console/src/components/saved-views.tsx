import { Button, Menu, TextInput } from '@mantine/core'
import { IconBookmark, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'

const VIEWS_MAX = 20
const NAME_CHARS_MAX = 40

interface SavedView<Filter> {
  name: string
  filter: Filter
}

interface Props<Filter> {
  /** The list whose filters are saved. */
  list: 'queue' | 'notice'
  filter: Filter
  /** False: there is nothing to save. */
  isFiltered: boolean
  /** Reads a filter as an address or an earlier version stored it. */
  read: (stored: Record<string, unknown>) => Filter
  onFilter: (filter: Filter) => void
}

/** Saves the current filters under a name, and opens saved ones. They are kept in this browser, for each person apart. */
export function SavedViews<Filter extends object>({ list, filter, isFiltered, read, onFilter }: Props<Filter>) {
  const person = useMe()?.pseudonym
  const [name, setName] = useState('')
  const [views, setViews] = useSavedViews(
    person === undefined ? undefined : `countersign-${list}-views:${person}`,
    read,
  )
  const given = name.trim()
  const save = () => {
    setViews([...views.filter((view) => view.name !== given), { name: given, filter }].slice(-VIEWS_MAX))
    setName('')
  }
  return (
    <Menu position="bottom-end" width={280} closeOnItemClick trapFocus={false}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconBookmark size={15} aria-hidden="true" />}>
          {words.queue.views.title}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <Menu.Item key={view.name} onClick={() => onFilter(view.filter)}>
            {view.name}
          </Menu.Item>
        ))}
        {views.map((view) => (
          <Menu.Item
            key={`remove ${view.name}`}
            c="dimmed"
            leftSection={<IconTrash size={14} aria-hidden="true" />}
            onClick={() => setViews(views.filter((other) => other.name !== view.name))}
          >
            {words.queue.views.remove({ name: view.name })}
          </Menu.Item>
        ))}
        {views.length > 0 && <Menu.Divider />}
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (given !== '' && isFiltered) save()
          }}
        >
          <TextInput
            size="xs"
            m="xs"
            label={words.queue.views.name}
            description={isFiltered ? words.queue.views.kept : words.queue.views.nothing}
            disabled={!isFiltered}
            maxLength={NAME_CHARS_MAX}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
          />
          <Button type="submit" size="xs" m="xs" variant="default" disabled={given === '' || !isFiltered}>
            {words.queue.views.save}
          </Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}

type Read<Filter> = Props<Filter>['read']

function useSavedViews<Filter extends object>(
  key: string | undefined,
  read: Read<Filter>,
): [SavedView<Filter>[], (views: SavedView<Filter>[]) => void] {
  const [stored, setStored] = useState<SavedView<Filter>[]>()
  if (key === undefined) return [[], () => undefined]
  const store = (views: SavedView<Filter>[]) => {
    localStorage.setItem(key, JSON.stringify(views))
    setStored(views)
  }
  return [stored ?? readStored(key, read), store]
}

/** Edited by hand or by another version, what does not fit is left out. */
function readStored<Filter extends object>(key: string, read: Read<Filter>): SavedView<Filter>[] {
  try {
    const views: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    if (!Array.isArray(views)) return []
    return views.flatMap((view: Partial<SavedView<Filter>> | null) =>
      typeof view?.name === 'string' ? [{ name: view.name, filter: read({ ...view.filter }) }] : [],
    )
  } catch {
    return []
  }
}
