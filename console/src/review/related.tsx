import { Button, Stack } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Case } from '../api/shapes.ts'
import { readPageTexts, words } from '../words/words.ts'

const RelatedAccounts = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./related-accounts.tsx')).RelatedAccounts }
})

/** Shows the accounts that share something with the case's one, on request only: each view of one is recorded. */
export function Related({ of: { id, accountId } }: { of: Case }) {
  const [isOpen, setOpen] = useState(false)
  if (accountId === null) return null
  return (
    <Stack gap="xs" align="flex-start">
      <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? words.profile.closeRelated : words.profile.openRelated}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <RelatedAccounts caseId={id} />
        </Suspense>
      )}
    </Stack>
  )
}
