import { inSavepoint, type Tx } from '../../../foundation/database/db.ts'

interface Halving<Item, Outcome> {
  store: (items: readonly Item[]) => Promise<Outcome[]>
  /** True for an error that one of the items causes. */
  isOfOne: (error: unknown) => boolean
  /** True for an error after which no part is tried: all items of this one are refused. */
  endsWhole?: (error: unknown) => boolean
  refuse: (item: Item, error: unknown) => Outcome
}

/** Stores items in parts, halved until each item that fails is alone. Returns an outcome for each, in order. */
export async function halve<Item, Outcome>(
  tx: Tx,
  items: readonly Item[],
  halving: Halving<Item, Outcome>,
): Promise<Outcome[]> {
  try {
    return await inSavepoint(tx, () => halving.store(items))
  } catch (error) {
    if (halving.endsWhole?.(error)) return items.map((item) => halving.refuse(item, error))
    const [only] = items
    if (!halving.isOfOne(error) || only === undefined) throw error
    if (items.length === 1) return [halving.refuse(only, error)]
    const half = Math.ceil(items.length / 2)
    const first = await halve(tx, items.slice(0, half), halving)
    return [...first, ...(await halve(tx, items.slice(half), halving))]
  }
}
