import { Kbd, Table } from '@mantine/core'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { listPlaces } from './places.ts'

const KEYS = [
  ['Ctrl/⌘ K', 'search'],
  ['?', 'list'],
  ['J K', 'move'],
  ['X', 'select'],
  ['Shift X J K', 'selectRange'],
  ['N V W E', 'conclude'],
  ['A P C H', 'focus'],
  ['1–9', 'number'],
  ['+', 'addAction'],
  ['I 1–9', 'reason'],
  ['T', 'translation'],
  ['B', 'media'],
  ['Ctrl/⌘ Enter', 'send'],
  ['Ctrl/⌘ Shift Enter', 'sendRestrictive'],
  ['S R F', 'limits'],
  ['Ctrl/⌘ .', 'stop'],
  ['Esc', 'close'],
] as const

/** Shows the shortcuts, those to the caller's pages included. */
export function KeyTable() {
  const me = useMe()
  const places = listPlaces(me?.roles ?? [])
  const rows = [
    ...KEYS.map(([keys, does]) => [keys, words.keys.list[does]] as const),
    ...places.map(({ letter, name }) => [`G ${letter.toUpperCase()}`, words.nav[name]] as const),
    ['G S', words.nav.search] as const,
    ['G M', words.nav.me] as const,
  ]
  return (
    <Table>
      <Table.Tbody>
        {rows.map(([keys, does]) => (
          <Table.Tr key={keys}>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>
              <Kbd>{keys}</Kbd>
            </Table.Td>
            <Table.Td>{does}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
