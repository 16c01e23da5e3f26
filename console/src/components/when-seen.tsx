import type { ReactNode } from 'react'
import { useSeen } from './use-seen.ts'

/** Keeps the end of the page within reach of a scroll until the panel is there. */
const PLACE_PX = 120

/** Shows a panel far down a page once it comes into view, and so requests its data only then. */
export function WhenSeen({ children }: { children: ReactNode }) {
  const { ref, isSeen } = useSeen()
  if (isSeen) return children
  return <div ref={ref} style={{ minHeight: PLACE_PX }} />
}
