import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { deskNow } from '../shell/desk-clock.ts'

const TICK_MS = 1_000

const Now = createContext(Date.now())

/** Provides the desk's time, updated each second. Countdowns use it, because the browser's own clock may be wrong. */
export function NowProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(deskNow())
  useEffect(() => {
    const tick = setInterval(() => setNow(deskNow()), TICK_MS)
    return () => clearInterval(tick)
  }, [])
  return <Now value={now}>{children}</Now>
}

export const useNow = (): number => use(Now)
