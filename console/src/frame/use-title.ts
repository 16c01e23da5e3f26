import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useUnacknowledged } from '../components/waiting-counts.ts'
import { useAnnounce } from '../shell/announce.tsx'
import { words } from '../words/words.ts'

/** Titles the tab with the number of unread alerts and the page's heading, and announces the heading on navigation. */
export function useTitle(): void {
  const announce = useAnnounce()
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const unread = useUnacknowledged()
  const announced = useRef<string>(undefined)
  useEffect(() => {
    if (path === undefined) return
    const heading = document.querySelector('h1')?.textContent ?? words.app.product
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${heading} · ${words.app.product}`
    if (announced.current !== undefined && announced.current !== path) announce(heading)
    announced.current = path
  }, [path, unread, announce])
}
