import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useAnnounce } from '../shell/announce.tsx'
import { alertsQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'

/** Titles the tab with the number of unread alerts and the page's heading, and announces the heading on navigation. */
export function useTitle(): void {
  const announce = useAnnounce()
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const unread = useQuery(alertsQuery).data?.items.length ?? 0
  const announced = useRef<string>(undefined)
  useEffect(() => {
    if (path === undefined) return
    const heading = document.querySelector('h1')?.textContent ?? words.app.product
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${heading} · ${words.app.product}`
    if (announced.current !== undefined && announced.current !== path) announce(heading)
    announced.current = path
  }, [path, unread, announce])
}
