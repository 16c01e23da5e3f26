import type { Item } from '../actions/item-queries.ts'

/**
 * Takes the next few out of `waiting`, in order, at most one per account: each counts for the judgement of the next.
 * Items without an account are all free to go.
 */
export function splitByAccount(waiting: Item[], most: number): Item[] {
  const accounts = new Set<string>()
  const taken = new Set<Item>()
  for (const item of waiting) {
    if (taken.size === most) break
    if (item.accountId !== null && accounts.has(item.accountId)) continue
    if (item.accountId !== null) accounts.add(item.accountId)
    taken.add(item)
  }
  waiting.splice(0, waiting.length, ...waiting.filter((item) => !taken.has(item)))
  return [...taken]
}
