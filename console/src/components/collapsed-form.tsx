import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'

/** Shows a rarely used form behind a button, so that keyboard users need not pass its fields. */
export function CollapsedForm({ button, children }: { button: string; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false)
  if (isOpen) return children
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
