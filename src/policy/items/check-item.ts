import { parseTime } from '../../foundation/time/parse-time.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import type { FieldProblem } from '../../foundation/schemas/invalid-field.ts'
import { nameField } from '../../foundation/schemas/name-field.ts'
import type { Item, ItemField, ItemTypes, TextRule } from './item-types.ts'

/** The most characters of an address. */
const ADDRESS_CHARS_MAX = 2_048
/** The most problems that a refusal names. */
const PROBLEMS_MAX = 20
/** The most characters of all texts of an item together. */
const ITEM_CHARS_MAX = 50_000

/**
 * Returns the problems of an item, each with the path of its field; none: it fits its type. Undeclared fields are
 * refused, so that nothing is stored or shown that two people did not declare. Compiles no code and runs no regular
 * expression from the file. Pure.
 */
export function findItemFaults({ types }: ItemTypes, item: Item, at = 'item'): FieldProblem[] {
  const type = types.get(item.type)
  if (types.size === 0) return [{ field: at, detail: message('field.noItemTypes') }]
  if (type === undefined)
    return [
      { field: `${at}/type`, detail: message('field.itemType', { known: { as: 'or', list: [...types.keys()] } }) },
    ]
  const found: FieldProblem[] = []
  checkFields(type.fields, item.fields, [at, 'fields'], found)
  if (found.length === 0 && countChars(item.fields) > ITEM_CHARS_MAX)
    found.push({ field: `${at}/fields`, detail: message('field.maxLength', { limit: ITEM_CHARS_MAX }) })
  return found.slice(0, PROBLEMS_MAX)
}

type Path = readonly (string | number)[]

export function checkFields(fields: readonly ItemField[], given: object, path: Path, found: FieldProblem[]): void {
  const add = (name: string, detail: Message) => found.push({ field: nameField([...path, name]), detail })
  for (const name of Object.keys(given)) {
    if (found.length >= PROBLEMS_MAX) return
    if (!fields.some((field) => field.name === name)) add(name, message('field.unknown'))
  }
  for (const field of fields) {
    if (found.length >= PROBLEMS_MAX) return
    const value: unknown = Object.hasOwn(given, field.name) ? Reflect.get(given, field.name) : undefined
    if (value === undefined) {
      if (field.required) add(field.name, message('field.missing'))
    } else checkValue(field, value, [...path, field.name], found)
  }
}

function checkValue(field: ItemField, value: unknown, path: Path, found: FieldProblem[]): void {
  const isFields = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (field.kind === 'array') checkList(field, value, path, found)
  else if (field.kind === 'object' && isFields) checkFields(field.fields, value, path, found)
  else {
    const fault = field.kind === 'object' ? mustBe('object') : findFault(field, value)
    if (fault) found.push({ field: nameField(path), detail: fault })
  }
}

function checkList({ text, entriesMax }: ItemField, value: unknown, path: Path, found: FieldProblem[]): void {
  if (!Array.isArray(value)) {
    found.push({ field: nameField(path), detail: mustBe('array') })
    return
  }
  if (value.length > entriesMax) {
    found.push({ field: nameField(path), detail: message('field.maxItems', { limit: entriesMax }) })
    return
  }
  for (const [place, entry] of value.entries()) {
    const fault = findTextFault(text, entry)
    if (fault) found.push({ field: nameField([...path, place]), detail: fault })
  }
}

function findFault(field: ItemField, value: unknown): Message | undefined {
  switch (field.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : mustBe('boolean')
    case 'number':
    case 'integer': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return mustBe(field.kind)
      if (field.kind === 'integer' && !Number.isSafeInteger(value)) return mustBe('integer')
      if (value < field.minimum) return message('field.minimum', { limit: field.minimum })
      return value > field.maximum ? message('field.maximum', { limit: field.maximum }) : undefined
    }
    default:
      return findTextFault(field.text, value)
  }
}

function findTextFault({ format, values, lengthMin, lengthMax }: TextRule, value: unknown): Message | undefined {
  if (typeof value !== 'string') return mustBe('string')
  const length = countCharacters(value, lengthMax)
  if (length < lengthMin) return message('field.minLength', { limit: lengthMin })
  if (length > lengthMax) return message('field.maxLength', { limit: lengthMax })
  if (values !== null && !values.includes(value)) return message('field.oneOf', { values: { as: 'or', list: values } })
  if (format === 'date-time' && parseTime(value) === undefined) return message('field.time')
  return format === 'uri' && !isAddress(value) ? message('field.webAddress') : undefined
}

/** Counts characters as JSON Schema does, by code points. A text that is too long in any case is not counted. */
const countCharacters = (text: string, max: number): number => (text.length > 2 * max ? text.length : [...text].length)

const mustBe = (type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array'): Message =>
  message('field.mustBe', { values: message(`field.type.${type}`) })

/** An address that a browser opens by HTTP. `javascript:` and `data:` are none, so bytes never come as an address. */
function isAddress(text: string): boolean {
  if (text.length > ADDRESS_CHARS_MAX) return false
  return ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '')
}

/** Counts the characters of all texts of a value. */
export const countChars = (value: unknown): number =>
  typeof value === 'string'
    ? value.length
    : typeof value === 'object' && value !== null
      ? Object.values(value).reduce<number>((sum, each) => sum + countChars(each), 0)
      : 0
