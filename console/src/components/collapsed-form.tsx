import { Button } from '@mantine/core'
import { type ReactNode, Suspense, useState } from 'react'
import { Loading } from './panel.tsx'

/** Shows a rarely used form behind a button, so that keyboard users need not pass its fields. Its code may load then. */
export function CollapsedForm({ button, children }: { button: string; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false)
  if (isOpen) return <Suspense fallback={<Loading />}>{children}</Suspense>
  return (
    <Button
      variant="default"
      size="compact-sm"
      mt="sm"
      w="fit-content"
      className="no-print"
      onClick={() => setIsOpen(true)}
    >
      {button}
    </Button>
  )
}
