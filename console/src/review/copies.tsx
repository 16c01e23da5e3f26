import { Button, Stack } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Case } from '../api/shapes.ts'
import { readPageTexts, words } from '../words/words.ts'

const CopyList = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./copy-list.tsx')).CopyList }
})

/** Shows the contents with the same files as the case's one, on request only: each view of the list is recorded. */
export function Copies({ of: { id } }: { of: Case }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Stack gap="xs" align="flex-start">
      <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? words.profile.closeCopies : words.profile.openCopies}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <CopyList caseId={id} />
        </Suspense>
      )}
    </Stack>
  )
}
