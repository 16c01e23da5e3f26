import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { isProblem } from '../api/problem.ts'
import { AnnounceProvider } from '../shell/announce.tsx'
import { LiveProvider } from '../shell/live-status.tsx'
import { meQuery } from '../shell/queries.ts'
import { clearRecentSearches } from '../shell/recent-searches.ts'

/**
 * Follows events and announces them while the caller is signed in. When the session ends, cached data and recent
 * searches are cleared; typed text stays in the tab, and signing in returns to the same page.
 */
export function SignedIn({ children }: { children: ReactNode }) {
  const me = useQuery(meQuery)
  if (isProblem(me.error, 401)) return <SignedOut />
  return (
    <LiveProvider>
      <AnnounceProvider>{children}</AnnounceProvider>
    </LiveProvider>
  )
}

function SignedOut() {
  const client = useQueryClient()
  const to = useRouterState({ select: ({ location }) => location.href })
  useEffect(() => {
    client.clear()
    clearRecentSearches()
  }, [client])
  return <Navigate to="/sign-in" search={{ to }} replace />
}
