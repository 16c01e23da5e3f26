import { type Item, type ItemRole, type ItemTypes, listLeaves, type Named, valueAt } from './item-types.ts'

/** The value of a field that is shown: a text, a number, true or false, or a list of texts. */
type ShownValue = string | number | boolean | string[]

interface ShownField {
  /** The names on the way to it, joined by a slash. */
  path: string
  title: Named
  role: ItemRole | null
  value: ShownValue
}

/** An item in the words of its type, as people are shown it. */
export interface ShownItem {
  type: string
  title: Named
  fields: ShownField[]
}

/**
 * Returns an item with the titles and roles of its type, in the order of the type. Fields that no type declares any more
 * come last, under their names, so that a change of types hides no evidence. Pure.
 */
export function describeItem({ types }: ItemTypes, { type, fields }: Item): ShownItem {
  const known = types.get(type)
  const leaves = listLeaves(known?.fields ?? [])
  const declared = leaves.flatMap(({ field, path }): ShownField[] => {
    const value = valueAt(fields, path)
    return isShown(value) ? [{ path: path.join('/'), title: field.title, role: field.role, value }] : []
  })
  const paths = new Set(declared.map(({ path }) => path))
  const others = listValues(fields).filter(({ path }) => !paths.has(path))
  return { type, title: known?.title ?? { en: type }, fields: [...declared, ...others] }
}

const listValues = (fields: object, before = ''): ShownField[] =>
  Object.entries(fields).flatMap(([name, value]: [string, unknown]): ShownField[] => {
    const path = `${before}${name}`
    if (isShown(value)) return [{ path, title: { en: name }, role: null, value }]
    return typeof value === 'object' && value !== null && before === '' ? listValues(value, `${name}/`) : []
  })

const isShown = (value: unknown): value is ShownValue =>
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
