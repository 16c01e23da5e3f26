import type { Fact } from '../../foundation/domain.ts'
import { findItemFaults } from './check-item.ts'
import { type Item, type ItemRole, type ItemTypes, listLeaves, valueAt } from './item-types.ts'

/** The facts of an item that guards read. */
export interface ItemFacts {
  'item.type': Fact<string>
  'item.price': Fact<number>
  'item.currency': Fact<string>
  'item.people': Fact<number>
}

const every = (value: null | 'absent'): ItemFacts => ({
  'item.type': value,
  'item.price': value,
  'item.currency': value,
  'item.people': value,
})

/**
 * Returns the facts of a content's item. Null: unknown, also for an item that does not fit its type. `absent`: the
 * content has no type, or two people declared a type without such a field. Pure.
 */
export function itemFacts(items: ItemTypes, item: Fact<Item>): ItemFacts {
  if (items.types.size === 0 || item === 'absent') return every('absent')
  if (item === null || findItemFaults(items, item).length > 0) return every(null)
  return {
    'item.type': item.type,
    'item.price': numberOf(items, item, 'price'),
    'item.currency': textOf(items, item, 'currency'),
    'item.people': numberOf(items, item, 'people'),
  }
}

/** Returns the value of the field with this role. Null: the item leaves it out. `absent`: its type has none. */
function byRole({ types }: ItemTypes, { type, fields }: Item, role: ItemRole): unknown {
  const leaf = listLeaves(types.get(type)?.fields ?? []).find(({ field }) => field.role === role)
  return leaf === undefined ? 'absent' : (valueAt(fields, leaf.path) ?? null)
}

function numberOf(items: ItemTypes, item: Item, role: ItemRole): Fact<number> {
  const value = byRole(items, item, role)
  return value === 'absent' || typeof value === 'number' ? value : null
}

/** A text that reads "absent" would turn guards off, so it counts as unknown. */
function textOf(items: ItemTypes, item: Item, role: ItemRole): Fact<string> {
  const hasRole = listLeaves(items.types.get(item.type)?.fields ?? []).some(({ field }) => field.role === role)
  if (!hasRole) return 'absent'
  const value = byRole(items, item, role)
  return typeof value === 'string' && value !== 'absent' ? value : null
}
