import { useCallback, useState } from 'react'

export interface Selection {
  ids: ReadonlySet<string>
  /** Selects or unselects a case; as a range, all from the last one selected to this one. */
  toggle: (id: string, isRange: boolean) => void
  /** Stays the same function, so that what takes it is not drawn again. */
  keep: (ids: readonly string[]) => void
}

/** The selected cases of a list, in the order in which the list shows them. */
export function useSelection(order: readonly string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [last, setLast] = useState<string>()
  const toggle = (id: string, isRange: boolean) => {
    const from = isRange && last !== undefined ? order.indexOf(last) : -1
    const to = order.indexOf(id)
    setLast(id)
    if (from === -1 || to === -1) {
      const next = new Set(ids)
      if (!next.delete(id)) next.add(id)
      return setIds(next)
    }
    setIds(new Set([...ids, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]))
  }
  const keep = useCallback((kept: readonly string[]) => setIds(new Set(kept)), [])
  return { ids, toggle, keep }
}
