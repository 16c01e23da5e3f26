import { VisuallyHidden } from '@mantine/core'
import { createContext, type ReactNode, use, useCallback, useState } from 'react'

const Announce = createContext<(text: string) => void>(() => undefined)
export const useAnnounce = () => use(Announce)

/** One voice for the whole console: what is said here a screen reader speaks when it has finished. */
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
