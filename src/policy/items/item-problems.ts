import type { Problem, Read } from '../../foundation/yaml/read-yaml.ts'
import type { FieldEntry, ItemsFile } from './items-file.ts'
import { FIELDS_MAX, type ItemRole, SINGLE_ROLES } from './item-types.ts'
import { message, type Text } from '../../foundation/messages/message.ts'

type Path = readonly (string | number)[]
interface Place {
  name: string
  entry: FieldEntry
  path: Path
}

/** A field's name is a member name in JSON: letters, digits and underscores, and no name of JavaScript's prototypes. */
const FIELD_NAME = /^[a-z][A-Za-z0-9_]{0,63}$/
const PROTOTYPE_NAMES: readonly string[] = Object.getOwnPropertyNames(Object.prototype)

/** The kinds of fields that a keyword belongs to. */
const KEYWORDS: Partial<Record<keyof FieldEntry, readonly FieldEntry['type'][]>> = {
  format: ['string'],
  enum: ['string'],
  minLength: ['string'],
  maxLength: ['string'],
  minimum: ['number', 'integer'],
  maximum: ['number', 'integer'],
  items: ['array'],
  maxItems: ['array'],
  properties: ['object'],
  required: ['object'],
}

type RoleForm = 'text' | 'id' | 'number' | 'integer' | 'time' | 'link'

/** The form that a role needs, as the catalogue names it, and its test. */
const ROLE_FORMS: Record<ItemRole, { needs: RoleForm; fits: (entry: FieldEntry) => boolean }> = {
  title: { needs: 'text', fits: isText },
  text: { needs: 'text', fits: isText },
  author: { needs: 'text', fits: isText },
  currency: { needs: 'text', fits: isText },
  id: { needs: 'id', fits: (entry) => isText(entry) || entry.type === 'integer' },
  price: { needs: 'number', fits: isNumber },
  people: { needs: 'integer', fits: ({ type }) => type === 'integer' },
  time: {
    needs: 'time',
    fits: ({ type, format }) => type === 'string' && format === 'date-time',
  },
  link: { needs: 'link', fits: isAddress },
  media: { needs: 'link', fits: isAddress },
}

function isText({ type, format }: FieldEntry): boolean {
  return type === 'string' && format === undefined
}

function isNumber({ type }: FieldEntry): boolean {
  return type === 'number' || type === 'integer'
}

function isAddress({ type, format, items }: FieldEntry): boolean {
  return type === 'array' ? items?.format === 'uri' : type === 'string' && format === 'uri'
}

/** Finds the problems of item types that the schema of the file can't express. */
export function findItemProblems(file: Read<unknown>, { items }: ItemsFile): Problem[] {
  return items.flatMap(({ id, schema }, index) => {
    const at: Path = ['items', index, 'schema']
    return [
      ...(id === 'absent' ? [file.problemAt(['items', index, 'id'], message('ruleFile.item.absent'))] : []),
      ...findFieldProblems(file, schema, at),
    ]
  })
}

interface Fields {
  properties: Record<string, FieldEntry>
  required?: readonly string[]
}

/** Finds the problems of declared fields that the schema of the file can't express. */
export function findFieldProblems(file: Read<unknown>, { properties, required }: Fields, at: Path): Problem[] {
  const places = listPlaces(properties, [...at, 'properties'])
  return [
    ...countProblems(file, places, at),
    ...missing(file, required, Object.keys(properties), at),
    ...places.flatMap((place) => fieldProblems(file, place)),
    ...roleProblems(file, places),
  ]
}

const listPlaces = (properties: Record<string, FieldEntry>, path: Path): Place[] =>
  Object.entries(properties).flatMap(([name, entry]) => [
    { name, entry, path: [...path, name] },
    ...listPlaces(entry.properties ?? {}, [...path, name, 'properties']),
  ])

function countProblems(file: Read<unknown>, places: readonly Place[], at: Path): Problem[] {
  if (places.length === 0) return [file.problemAt([...at, 'properties'], message('ruleFile.item.noField'))]
  return places.length > FIELDS_MAX
    ? [
        file.problemAt(
          [...at, 'properties'],
          message('ruleFile.item.fields', { count: places.length, limit: FIELDS_MAX }),
        ),
      ]
    : []
}

const missing = (
  file: Read<unknown>,
  required: readonly string[] = [],
  names: readonly string[],
  at: Path,
): Problem[] =>
  required.flatMap((name, index) =>
    names.includes(name)
      ? []
      : [file.problemAt([...at, 'required', index], message('ruleFile.item.unknownField', { field: name }))],
  )

function fieldProblems(file: Read<unknown>, { name, entry, path }: Place): Problem[] {
  const at = (key: string | undefined, says: Text) => file.problemAt(key === undefined ? path : [...path, key], says)
  const found: Problem[] = []
  if (!FIELD_NAME.test(name) || PROTOTYPE_NAMES.includes(name))
    found.push(at(undefined, message('ruleFile.item.fieldName')))
  for (const [keyword, kinds] of Object.entries(KEYWORDS))
    if (Object.hasOwn(entry, keyword) && !kinds.includes(entry.type))
      found.push(at(keyword, message('ruleFile.item.keyword', { keyword, types: { as: 'or', list: kinds } })))
  if (entry.type === 'array' && entry.items === undefined)
    found.push(at(undefined, message('ruleFile.item.lacksItems')))
  if (entry.type === 'object' && Object.keys(entry.properties ?? {}).length === 0)
    found.push(at(undefined, message('ruleFile.item.lacksProperties')))
  found.push(...missing(file, entry.required, Object.keys(entry.properties ?? {}), path))
  for (const [low, high] of [
    ['minimum', 'maximum'],
    ['minLength', 'maxLength'],
  ] as const)
    if ((entry[low] ?? Number.NEGATIVE_INFINITY) > (entry[high] ?? Number.POSITIVE_INFINITY))
      found.push(at(low, message('ruleFile.item.atMost', { key: high })))
  return found
}

function roleProblems(file: Read<unknown>, places: readonly Place[]): Problem[] {
  return places.flatMap(({ entry, path }, index) => {
    const { role } = entry
    if (role === undefined) return []
    const found: Problem[] = []
    const { needs, fits } = ROLE_FORMS[role]
    if (!fits(entry))
      found.push(file.problemAt([...path, 'role'], message(`ruleFile.item.roleForm.${needs}`, { role })))
    if (SINGLE_ROLES.includes(role) && places.findIndex((other) => other.entry.role === role) < index)
      found.push(file.problemAt([...path, 'role'], message('ruleFile.item.roleTwice', { role })))
    return found
  })
}
