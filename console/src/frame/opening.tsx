import { useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** After this a page shows all its parts, also below one that still loads. */
const OPENING_MS = 3_000

/**
 * Marks a page that has just opened. Meanwhile the stylesheet hides what stands below a part that still loads: nothing
 * that a reader aims at moves. The hidden parts send their requests. A key shows all parts at once, as it may lead to a
 * field or button that is still hidden and so could not take the focus.
 */
export function Opening({ children }: { children: ReactNode }) {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const [opened, setOpened] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setOpened(path), OPENING_MS)
    const show = () => flushSync(() => setOpened(path))
    document.addEventListener('keydown', show, { capture: true, once: true })
    return () => {
      clearTimeout(timer)
      document.removeEventListener('keydown', show, { capture: true })
    }
  }, [path])
  return <div className={opened === path ? undefined : 'opening'}>{children}</div>
}
