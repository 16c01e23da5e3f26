import { useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'

/** After this a page shows all its parts, also below one that still loads. */
const OPENING_MS = 3_000

/**
 * Marks a page that has just opened. Meanwhile the stylesheet hides what stands below a part that still loads: nothing
 * that a reader aims at moves. The hidden parts send their requests.
 */
export function Opening({ children }: { children: ReactNode }) {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const [opened, setOpened] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setOpened(path), OPENING_MS)
    return () => clearTimeout(timer)
  }, [path])
  return <div className={opened === path ? undefined : 'opening'}>{children}</div>
}
