import { startTransition, useDeferredValue, useEffect, useMemo, useState } from 'react'

/** More than a phone shows at once: a button below them would move. */
const FIRST_ROWS = 12

/**
 * Returns the first rows of a list that has just appeared, and right after all of them. React renders the others in
 * slices, between which the page is painted and takes presses.
 */
export function useFirstRows<T>(rows: readonly T[]): readonly T[] {
  const [isWhole, setWhole] = useState(false)
  useEffect(() => startTransition(() => setWhole(true)), [])
  return useDeferredValue(useMemo(() => (isWhole ? rows : rows.slice(0, FIRST_ROWS)), [isWhole, rows]))
}
