import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { deskNow } from '../shell/desk-clock.ts'

const TICK_MS = 1_000
/** Each tick draws every time on the page anew, in long tables for a noticeable moment. */
const SLOW_TICK_MS = 10_000

const Second = createContext(Date.now())
const SlowTick = createContext(0)

/** Provides the desk's time, because the browser's own clock may be wrong. */
export function NowProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(deskNow())
  useEffect(() => {
    const tick = setInterval(() => setNow(deskNow()), TICK_MS)
    return () => clearInterval(tick)
  }, [])
  return (
    <Second value={now}>
      <SlowTick value={Math.floor(now / SLOW_TICK_MS)}>{children}</SlowTick>
    </Second>
  )
}

/** Returns the time, updated each second: for countdowns, and for what ends at a moment. */
export const useSecond = (): number => use(Second)

/** Returns the time, updated every ten seconds: for texts such as "3 minutes ago". */
export function useNow(): number {
  use(SlowTick)
  return deskNow()
}
