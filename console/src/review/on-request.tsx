import { Button, Stack } from '@mantine/core'
import { type ReactNode, Suspense, useState } from 'react'

interface Props {
  open: string
  close: string
  isOpenAtFirst?: boolean
  children: ReactNode
}

/** Shows a part of the case page on request only: each view of it is recorded. */
export function OnRequest({ open, close, isOpenAtFirst = false, children }: Props) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  return (
    <Stack gap="xs" align="flex-start">
      <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? close : open}
      </Button>
      {isOpen && <Suspense fallback={null}>{children}</Suspense>}
    </Stack>
  )
}
