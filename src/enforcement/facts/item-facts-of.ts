import { type Action, parseSubjectKey } from '../../foundation/domain.ts'
import type { Guards } from '../../policy/guards/guards-file.ts'
import type { JudgedAccount } from '../../policy/guards/judge.ts'
import { type ItemFacts, itemFacts } from '../../policy/items/item-facts.ts'
import type { KnownRow } from './queries.ts'
import { asksPlatform } from './read-platform.ts'

/**
 * Returns the facts of the content's item as the platform gave it. An account has no item. Null: unknown, also where the
 * action needs a current value and the platform gave none. Pure.
 */
export function itemFactsOf(
  { items }: Pick<Guards, 'items'>,
  { readAt }: Pick<JudgedAccount, 'readAt'>,
  { item }: Pick<KnownRow, 'item'>,
  { subject, action }: { subject: string; action: Action },
): ItemFacts {
  if (parseSubjectKey(subject).kind !== 'content') return itemFacts(items, 'absent')
  return itemFacts(items, asksPlatform(action) && readAt === null ? null : item)
}
