import type { SchemaNode } from './description.ts'
import { nameOf } from './description.ts'
import { findField } from './fields/fields.ts'

const MOMENT = '2026-05-04T09:00:00.000Z'
/** Matches the patterns of ids: a prefix, or one of several, and a number. */
const ID_PATTERN = /^\^(?:\[([a-z])[a-z]*\]|\(?(?:\?:)?([a-z]+)(?:\|[a-z]+)*\)?)([-_])\[0-9\]/

/** The place of a schema: the named schema around it, and the field. */
interface Place {
  schema?: string | undefined
  field?: string | undefined
}

/** Returns a value that a schema allows, from the examples of its fields. */
export function exampleOf(node: SchemaNode, schemas: Readonly<Record<string, SchemaNode>>, place: Place = {}): unknown {
  const name = nameOf(node)
  if (name !== undefined) return exampleOf(schemas[name] ?? {}, schemas, { schema: name, field: place.field })
  const given = findGiven(node, place)
  if (given !== undefined) return given
  const [choice] = [...(node.anyOf ?? []), ...(node.oneOf ?? [])].filter(({ type }) => type !== 'null')
  if (choice) return exampleOf(choice, schemas, place)
  if (node.allOf) return Object.assign({}, ...node.allOf.map((part) => exampleOf(part, schemas, place)))
  switch (node.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(node.properties ?? {}).map(([field, part]) => [
          field,
          exampleOf(part, schemas, { schema: place.schema, field }),
        ]),
      )
    case 'array':
      return Array.from({ length: Math.max(1, node.minItems ?? 1) }, () => exampleOf(node.items ?? {}, schemas, place))
    case 'string':
      return exampleText(node)
    case 'integer':
    case 'number':
      return node.minimum ?? 1
    case 'boolean':
      return false
    default:
      return null
  }
}

/** Returns the example that the schema itself has, or the one in the table of fields if the schema's type allows it. */
function findGiven(node: SchemaNode, { schema, field }: Place): unknown {
  for (const given of [node.example, node.examples?.[0], node.const, node.default, node.enum?.[0]]) {
    if (given !== undefined) return given
  }
  if (field === undefined || node.format !== undefined || ID_PATTERN.test(node.pattern ?? '')) return undefined
  const [, example] = findField(schema, field) ?? []
  return example !== undefined && isOfType(example, node.type) ? example : undefined
}

function isOfType(value: unknown, type: SchemaNode['type']): boolean {
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

function exampleText({ format, pattern, minLength = 0 }: SchemaNode): string {
  if (format === 'date-time') return MOMENT
  if (format === 'date') return MOMENT.slice(0, 10)
  const [, letter, word, mark] = ID_PATTERN.exec(pattern ?? '') ?? []
  if (mark !== undefined) return `${letter ?? word}${mark}12`
  return 'text'.padEnd(minLength, '.')
}
