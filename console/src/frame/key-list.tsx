import { Modal } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useWasTrue } from '../components/use-was-true.ts'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/words.ts'

const KeyTable = lazy(async () => ({ default: (await import('../components/key-table.tsx')).KeyTable }))

/** Shows the shortcuts; the question mark opens the list. */
export function KeyList({ isOpen, onOpen }: { isOpen: boolean; onOpen: (isOpen: boolean) => void }) {
  useLetters({ '?': () => onOpen(true) })
  if (!useWasTrue(isOpen)) return null
  return (
    <Modal opened={isOpen} onClose={() => onOpen(false)} title={words.keys.title}>
      <Suspense fallback={null}>
        <KeyTable />
      </Suspense>
    </Modal>
  )
}
