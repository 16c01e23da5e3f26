import type { Subject } from '../domain.ts'

/** The way in which a platform that speaks Coop's API names its types, and the fields of its items. */
export interface CoopTypes {
  /** The ids of the types that are users. Every other type is a content. */
  accounts: readonly string[]
  /** The item type of the desk for the id of a type. A type that is not here has none. */
  items: Readonly<Record<string, string>>
  fields: CoopFields
}

/** The names of the fields that the desk reads in the data of an item. */
export interface CoopFields {
  handle: string
  displayName: string
  reach: string
  author: string
  text: string
  createdAt: string
  visible: string
  mayPost: string
  limited: string
}

/** Each field under its own name, for platforms that name them so. */
export const OWN_NAMES: CoopFields = {
  ...{ handle: 'handle', displayName: 'displayName', reach: 'reach', author: 'author', text: 'text' },
  ...{ createdAt: 'createdAt', visible: 'visible', mayPost: 'mayPost', limited: 'limited' },
}

/** An item by its id and the id of its type. */
export interface CoopItemId {
  id: string
  typeId: string
}

export interface CoopItem extends CoopItemId {
  data: Readonly<Record<string, unknown>>
}

/**
 * Returns the platform's own id of an item as the desk uses it. In Coop an id is unique within its type alone, so the
 * type is part of it.
 */
export const formatCoopId = ({ id, typeId }: CoopItemId): string => `${encodeURIComponent(typeId)}/${id}`

/** Parses such an id. Undefined: it is none. */
export function parseCoopId(text: string): CoopItemId | undefined {
  const [, encoded = '', id = ''] = /^([^/]+)\/(.+)$/s.exec(text) ?? []
  if (id === '') return undefined
  try {
    return { id, typeId: decodeURIComponent(encoded) }
  } catch {
    return undefined
  }
}

/** Returns the subject of an item, by the platform's own id. */
export const toSubject = ({ accounts }: CoopTypes, item: CoopItemId): Subject => ({
  kind: accounts.includes(item.typeId) ? 'account' : 'content',
  id: formatCoopId(item),
})
