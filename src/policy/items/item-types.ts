import type { DeclaredAction } from './own-actions.ts'

/**
 * The meaning of a field for people and guards. price, currency and people are also facts that guards read; each of
 * `SINGLE_ROLES` is used at most once in a type.
 */
export const ITEM_ROLES = [
  'title',
  'text',
  'media',
  'author',
  'price',
  'currency',
  'time',
  'link',
  'id',
  'people',
] as const
export type ItemRole = (typeof ITEM_ROLES)[number]
export const SINGLE_ROLES: readonly ItemRole[] = ['title', 'author', 'price', 'currency', 'people']

/** The most fields of one type, those inside objects included. */
export const FIELDS_MAX = 40

/** The most characters of one text, and the most entries of a list. */
export const TEXT_CHARS_MAX = 10_000
export const ENTRIES_MAX = 50

type FieldKind = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object'

export const FORMATS = ['date-time', 'uri'] as const
type ItemFormat = (typeof FORMATS)[number]

/** A name in the words of the organisation: one for all languages, or one for each. English is always there. */
export interface Named {
  en: string
  de?: string
}

/** The limits of one text. */
export interface TextRule {
  format: ItemFormat | null
  values: readonly string[] | null
  lengthMin: number
  lengthMax: number
}

/** One field of an item type, as plain data. */
export interface ItemField {
  name: string
  title: Named
  kind: FieldKind
  required: boolean
  role: ItemRole | null
  /** The limits of a text, or of each text of a list. */
  text: TextRule
  /** The limits of a number. */
  minimum: number
  maximum: number
  /** The most entries of a list. */
  entriesMax: number
  /** The fields of an object. */
  fields: readonly ItemField[]
}

/** A type of content that the platform has, such as a listing, and the fields that one has. */
export interface ItemType {
  id: string
  title: Named
  fields: readonly ItemField[]
  /** It is offered to buyers: those who bought one that is illegal are told (DSA, article 32). */
  isOffer: boolean
}

/** The types of content and the actions that an organisation declares beside the eight. */
export interface ItemTypes {
  readonly types: ReadonlyMap<string, ItemType>
  readonly actions: ReadonlyMap<string, DeclaredAction>
  /** The SHA-256, in hex, of the file. */
  readonly hash: string
}

export const NO_ITEM_TYPES: ItemTypes = { types: new Map(), actions: new Map(), hash: '' }

/** A content as its platform describes it, checked against its type. */
export interface Item {
  type: string
  fields: Record<string, unknown>
}

/** Returns the fields of a type with those inside objects, each with its path. */
export const listLeaves = (
  fields: readonly ItemField[],
  path: readonly string[] = [],
): { field: ItemField; path: readonly string[] }[] =>
  fields.flatMap((field) => {
    const own = [...path, field.name]
    return field.kind === 'object' ? listLeaves(field.fields, own) : [{ field, path: own }]
  })

/** Returns the value at a path of an item. Own members only: no name reaches a prototype. */
export function valueAt(fields: unknown, path: readonly string[]): unknown {
  let value = fields
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = Reflect.get(value, name)
  }
  return value
}
