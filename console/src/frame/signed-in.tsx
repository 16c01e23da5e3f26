import type { ReactNode } from 'react'
import { AnnounceProvider } from '../shell/announce.tsx'
import { LiveProvider } from '../shell/live-status.tsx'

/** What only somebody who is signed in has: events, and a voice that tells of them. */
export const SignedIn = ({ children }: { children: ReactNode }) => (
  <LiveProvider>
    <AnnounceProvider>{children}</AnnounceProvider>
  </LiveProvider>
)
