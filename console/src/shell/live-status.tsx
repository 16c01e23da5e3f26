import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { listen } from '../api/events.ts'
import { learnTime } from './desk-clock.ts'

const POLL_MS = 15_000

/** Whether events arrive; null: they do. Else since when they don't. */
const SilentSince = createContext<string | null>(null)
export const useSilentSince = (): string | null => use(SilentSince)

/** Follows the desk's events for everything on the page; without them it asks again every quarter of a minute. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [since, setSince] = useState<string | null>(null)
  useEffect(() => {
    const live = (isLive: boolean) => setSince((before) => (isLive ? null : (before ?? new Date().toISOString())))
    return listen(client, { live, time: learnTime })
  }, [client])
  useEffect(() => {
    if (since === null) return
    const poll = setInterval(() => void client.invalidateQueries(), POLL_MS)
    return () => clearInterval(poll)
  }, [client, since])
  return <SilentSince value={since}>{children}</SilentSince>
}
