import { useIsFetching } from '@tanstack/react-query'
import { useEffect } from 'react'

/** A page that has read nothing for this long is shown. */
const QUIET_MS = 500

/**
 * Uses the font of handles and ids once the first page is shown: its 41 kB would otherwise load before the evidence. The
 * system's monospace, of nearly the same width, stands in until then.
 */
export function LateFont() {
  const isReading = useIsFetching() > 0
  useEffect(() => {
    if (isReading) return
    const timer = setTimeout(() => document.documentElement.classList.add('has-late-font'), QUIET_MS)
    return () => clearTimeout(timer)
  }, [isReading])
  return null
}
