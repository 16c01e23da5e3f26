import { focusManager, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { listen } from '../api/events.ts'
import { idleMs, onTouch } from '../api/idle.ts'
import { learnTime } from './desk-clock.ts'

const POLL_MS = 15_000
/** The idle time after which the reader counts as away: a session ends by then too. */
const AWAY_MS = 30 * 60_000
const LOOK_MS = 5_000

interface LiveStatus {
  /** Since when no events arrive; null: they do. */
  silentSince: string | null
  /** True while the page pauses, from long idleness to the next touch. */
  isAway: boolean
}

const Live = createContext<LiveStatus>({ silentSince: null, isAway: false })
export const useLiveStatus = (): LiveStatus => use(Live)

/**
 * Follows the desk's events for the whole page; without events it refetches every 15 seconds. An idle page pauses: it
 * neither refetches nor follows events in front of passers-by.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [silentSince, setSilentSince] = useState<string | null>(null)
  const isAway = useIsAway()
  useEffect(() => {
    if (isAway) return
    const live = (isLive: boolean) => setSilentSince((before) => (isLive ? null : (before ?? new Date().toISOString())))
    return listen(client, { live, time: learnTime })
  }, [client, isAway])
  useEffect(() => {
    if (!isAway) return
    focusManager.setFocused(false) // Automatic refetches run only while focused.
    return () => focusManager.setFocused(undefined)
  }, [isAway])
  useEffect(() => {
    if (silentSince === null || isAway) return
    const poll = setInterval(() => void client.invalidateQueries(), POLL_MS)
    return () => clearInterval(poll)
  }, [client, silentSince, isAway])
  const status = useMemo(() => ({ silentSince, isAway }), [silentSince, isAway])
  return <Live value={status}>{children}</Live>
}

/**
 * True when the reader is away. Checked often, and not by one long timer, because timers stop while a machine sleeps.
 */
function useIsAway(): boolean {
  const [isAway, setAway] = useState(false)
  useEffect(() => {
    const look = setInterval(() => idleMs() >= AWAY_MS && setAway(true), LOOK_MS)
    const stop = onTouch(() => setAway(false))
    return () => {
      clearInterval(look)
      stop()
    }
  }, [])
  return isAway
}
