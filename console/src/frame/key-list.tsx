import { Kbd, Modal, Table } from '@mantine/core'
import { useState } from 'react'
import { words } from '../words/en.ts'
import { useLetters } from '../shell/keys.ts'

/** Shows the shortcuts; the question mark opens the list. */
export function KeyList() {
  const [isOpen, setOpen] = useState(false)
  useLetters({ '?': () => setOpen(true) })
  return (
    <Modal opened={isOpen} onClose={() => setOpen(false)} title={words.keys.title}>
      <Table>
        <Table.Tbody>
          {words.keys.list.map(([keys, does]) => (
            <Table.Tr key={keys}>
              <Table.Td>
                <Kbd>{keys}</Kbd>
              </Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
