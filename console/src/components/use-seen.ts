import { useCallback, useState } from 'react'

/**
 * Tells whether a part of the page has been in view, for parts far below that request their data only then. `ref` goes
 * on the element of the part.
 */
export function useSeen(): { ref: (element: HTMLElement | null) => void; isSeen: boolean } {
  const [isSeen, setSeen] = useState(false)
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      setSeen(true)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, isSeen }
}
