import type { Item } from './item-queries.ts'

/**
 * Takes the next few out of `waiting`, in its order and no two of one account, nor any of an account that is `underWay`: what was
 * taken of an account counts for the next of it, and is known once that was ordered. Those of nobody's account may all go.
 */
export function takeApart(waiting: Item[], underWay: ReadonlySet<string>, most: number): Item[] {
  const accounts = new Set(underWay)
  const taken: Item[] = []
  for (const item of waiting) {
    if (taken.length === most) break
    if (item.accountId !== null && accounts.has(item.accountId)) continue
    if (item.accountId !== null) accounts.add(item.accountId)
    taken.push(item)
  }
  const gone = new Set(taken)
  waiting.splice(0, waiting.length, ...waiting.filter((item) => !gone.has(item)))
  return taken
}
