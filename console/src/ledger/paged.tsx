import { Button, EmptyState } from '@mantine/core'
import type { ReactNode } from 'react'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'

interface Props {
  found: {
    error: unknown
    isError: boolean
    isSuccess: boolean
    hasNextPage: boolean
    isFetchingNextPage: boolean
    refetch: () => unknown
    fetchNextPage: () => unknown
  }
  isEmpty: boolean
  empty: string
  children: ReactNode
}

/** Shows the rows loaded so far, newest first, and the button that loads older ones. */
export const Paged = ({ found, isEmpty, empty, children }: Props) => (
  <>
    {found.isError && <ProblemNote error={found.error} onAgain={() => void found.refetch()} />}
    {found.isSuccess && isEmpty ? <EmptyState title={empty} description={words.ledger.emptyNext} /> : children}
    {found.hasNextPage && (
      <Button variant="default" mt="sm" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
        {words.ledger.older}
      </Button>
    )}
  </>
)
