import { Kbd, Modal, Table } from '@mantine/core'
import { useState } from 'react'
import { words } from '../words/words.ts'
import { useLetters } from '../shell/keys.ts'

const KEYS = [
  ['Ctrl/⌘ K', 'search'],
  ['?', 'list'],
  ['G → R C L S A I M', 'go'],
  ['J K', 'move'],
  ['N V W E', 'conclude'],
  ['A P H', 'focus'],
  ['T', 'translation'],
  ['B', 'media'],
  ['Ctrl/⌘ Enter', 'send'],
  ['Ctrl/⌘ Shift Enter', 'sendRestrictive'],
  ['S R F', 'brakes'],
  ['Esc', 'close'],
] as const

/** Shows the shortcuts; the question mark opens the list. */
export function KeyList() {
  const [isOpen, setOpen] = useState(false)
  useLetters({ '?': () => setOpen(true) })
  return (
    <Modal opened={isOpen} onClose={() => setOpen(false)} title={words.keys.title}>
      <Table>
        <Table.Tbody>
          {KEYS.map(([keys, does]) => (
            <Table.Tr key={keys}>
              <Table.Td>
                <Kbd>{keys}</Kbd>
              </Table.Td>
              <Table.Td>{words.keys.list[does]}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
