import { Button, Menu, TextInput } from '@mantine/core'
import { IconBookmark, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { type QueueFilter, filterOf, isFiltered, readView } from './view.ts'

const PREFIX = 'countersign-queue-views:'
const VIEWS_MAX = 20
const NAME_CHARS_MAX = 40

interface SavedView {
  name: string
  filter: QueueFilter
}

/** Saves the current filters under a name, and opens saved ones. They are kept in this browser, for each person apart. */
export function SavedViews({ filter, onFilter }: { filter: QueueFilter; onFilter: (filter: QueueFilter) => void }) {
  const person = useQuery(meQuery).data?.pseudonym
  const [name, setName] = useState('')
  const [views, setViews] = useSavedViews(person)
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
            if (given !== '' && isFiltered(filter)) save()
          }}
        >
          <TextInput
            size="xs"
            m="xs"
            label={words.queue.views.name}
            description={isFiltered(filter) ? words.queue.views.kept : words.queue.views.nothing}
            disabled={!isFiltered(filter)}
            maxLength={NAME_CHARS_MAX}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
          />
          <Button type="submit" size="xs" m="xs" variant="default" disabled={given === '' || !isFiltered(filter)}>
            {words.queue.views.save}
          </Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}

function useSavedViews(person: string | undefined): [SavedView[], (views: SavedView[]) => void] {
  const [stored, setStored] = useState<SavedView[]>()
  if (person === undefined) return [[], () => undefined]
  const store = (views: SavedView[]) => {
    localStorage.setItem(`${PREFIX}${person}`, JSON.stringify(views))
    setStored(views)
  }
  return [stored ?? readStored(person), store]
}

/** Edited by hand or by another version, what does not fit is left out. */
function readStored(person: string): SavedView[] {
  try {
    const views: unknown = JSON.parse(localStorage.getItem(`${PREFIX}${person}`) ?? '[]')
    if (!Array.isArray(views)) return []
    return views.flatMap((view: Partial<SavedView> | null) =>
      typeof view?.name === 'string' ? [{ name: view.name, filter: filterOf(readView({ ...view.filter })) }] : [],
    )
  } catch {
    return []
  }
}
