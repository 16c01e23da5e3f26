import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { isProblem } from '../api/problem.ts'
import { AnnounceProvider } from '../shell/announce.tsx'
import { LiveProvider } from '../shell/live-status.tsx'
import { meQuery } from '../shell/queries.ts'

/**
 * What only somebody who is signed in has: events, and a voice that tells of them. Whose session ends sees nothing of the
 * desk any more; what they typed is kept in the tab, and they come back to where they were.
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
  useEffect(() => client.clear(), [client])
  return <Navigate to="/sign-in" search={{ to }} replace />
}
