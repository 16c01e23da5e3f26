import { Button } from '@mantine/core'

interface Props {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
  label: string
}

/** Reads the next page of a list. It is gone once the list is whole. */
export function MoreButton({ list, label }: Props) {
  if (!list.hasNextPage) return null
  return (
    <Button
      variant="default"
      w="fit-content"
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {label}
    </Button>
  )
}
