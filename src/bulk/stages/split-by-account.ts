import type { Item } from '../actions/item-queries.ts'

/**
 * Takes the next subjects out of `waiting`, in order, at most one per account, because each counts in judging the next
 * one of its account. Subjects without an account are not limited.
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
