import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

const LOOK_MS = 250
/** A page that has read nothing at so many looks is shown. */
const QUIET_LOOKS = 2

/**
 * Uses the font of handles and ids once the first page is shown: its 41 kB would otherwise load before the evidence. The
 * system's monospace, of nearly the same width, stands in until then. Until then it looks a few times a second: told of
 * each query, it would set a timer for each of hundreds of changes.
 */
export function LateFont() {
  const client = useQueryClient()
  useEffect(() => {
    let quiet = 0
    const timer = setInterval(() => {
      quiet = client.isFetching() === 0 ? quiet + 1 : 0
      if (quiet < QUIET_LOOKS) return
      document.documentElement.classList.add('has-late-font')
      clearInterval(timer)
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [client])
  return null
}
