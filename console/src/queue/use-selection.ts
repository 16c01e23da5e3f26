import { useCallback, useLayoutEffect, useRef, useState } from 'react'

/** Its functions stay the same, so that what takes them is not drawn again. */
export interface Selection {
  ids: ReadonlySet<string>
  /** Selects or unselects a case; as a range, all from the last one selected to this one. */
  toggle: (id: string, isRange: boolean) => void
  keep: (ids: readonly string[]) => void
}

/** The selected cases of a list, in the order in which the list shows them. */
export function useSelection(order: readonly string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const last = useRef<string>(undefined)
  const shown = useRef(order)
  useLayoutEffect(() => {
    shown.current = order
  })
  const toggle = useCallback((id: string, isRange: boolean) => {
    const from = isRange && last.current !== undefined ? shown.current.indexOf(last.current) : -1
    const to = shown.current.indexOf(id)
    last.current = id
    const range = from === -1 || to === -1 ? [] : shown.current.slice(Math.min(from, to), Math.max(from, to) + 1)
    setIds((before) => {
      if (range.length > 0) return new Set([...before, ...range])
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }, [])
  const keep = useCallback((kept: readonly string[]) => setIds(new Set(kept)), [])
  return { ids, toggle, keep }
}
