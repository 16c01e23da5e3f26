import { VisuallyHidden } from '@mantine/core'
import { createContext, type ReactNode, use, useCallback, useState } from 'react'

const Announce = createContext<(text: string) => void>(() => undefined)
export const useAnnounce = () => use(Announce)

/** The one live region of the console: a screen reader reads its texts when it is idle. */
export function AnnounceProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState('')
  const announce = useCallback((said: string) => setText(said), [])
  return (
    <Announce value={announce}>
      {children}
      <VisuallyHidden aria-live="polite">{text}</VisuallyHidden>
    </Announce>
  )
}
