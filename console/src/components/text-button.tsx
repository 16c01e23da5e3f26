import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'

/** A button that looks like a link and changes only the view. */
export const TextButton = ({ children, onPress }: { children: ReactNode; onPress: () => void }) => (
  <UnstyledButton className="text-button" onClick={onPress}>
    {children}
  </UnstyledButton>
)
