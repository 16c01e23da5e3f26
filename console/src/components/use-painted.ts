import { useDeferredValue, useEffect, useState } from 'react'

/** Tells whether the browser has painted what is above, for parts whose data may come after it. */
export function usePainted(): boolean {
  const [isPainted, setPainted] = useState(false)
  useEffect(() => {
    // The second frame begins after the first one was painted.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setPainted(true))
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  return isPainted
}

/**
 * Tells whether to render what stands below the window of a phone: once the browser has painted what is above, in slices,
 * between which the page takes presses. In a window this wide it is in view, and so rendered at once.
 */
export function useAfterFirst(wide: string): boolean {
  const [isWide] = useState(() => matchMedia(wide).matches)
  const isPainted = usePainted()
  return useDeferredValue(isWide || isPainted, isWide)
}
