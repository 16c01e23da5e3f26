import { createContext, type ReactNode, use, useEffect, useState } from 'react'

const TICK_MS = 1_000

const Now = createContext(Date.now())

/**
 * The desk's time, a second at a time. The browser's own clock may be off: what the desk's last answer said it was is
 * what count-downs go by.
 */
export function NowProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(deskNow())
  useEffect(() => {
    const tick = setInterval(() => setNow(deskNow()), TICK_MS)
    return () => clearInterval(tick)
  }, [])
  return <Now value={now}>{children}</Now>
}

export const useNow = (): number => use(Now)

let offsetMs = 0

/** Told by every answer's Date header; its second is good enough for clocks that show seconds. */
export function learnTime(header: string | null): void {
  const at = Date.parse(header ?? '')
  if (Number.isNaN(at)) return
  const off = at - Date.now()
  // The header is cut to the second: a difference below that says nothing.
  offsetMs = Math.abs(off) <= TICK_MS ? 0 : off
}

const deskNow = (): number => Date.now() + offsetMs
