import fc from 'fast-check'
import { Compile } from 'typebox/schema'
import type { Operation, Schema } from './api-document.ts'

/** A request that satisfies the description of its operation. */
export interface Given {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
}

/** Existing ids, by the name of the field that contains them, so that requests get beyond "not found". */
export type Known = Readonly<Record<string, readonly string[]>>

const TEXT_CHARS_MAX = 40
const ITEMS_MAX = 3
const FROM = new Date('2020-01-01T00:00:00Z')
const UNTIL = new Date('2026-01-01T00:00:00Z')

/** Generates requests that the description of an operation allows. */
export const validRequest = (operation: Operation, known: Known): fc.Arbitrary<Given> =>
  fc.record({
    params: objectOf(operation.params, known),
    query: objectOf(operation.query, known),
    body: operation.body === undefined ? fc.constant(undefined) : bodyOf(operation.body, known),
  })

/**
 * Some rules of a schema are easier to check than to follow while a value is generated, such as the number of members.
 */
function bodyOf(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const validator = Compile(schema as object)
  return anyValue(schema, known).filter((body) => validator.Check(body))
}

function anyValue(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => anyValue(each, known)))
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return integerOf(schema)
    case 'string':
      return textOf(schema)
    case 'array':
      return fc.array(anyValue(schema.items ?? {}, known), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? ITEMS_MAX, ITEMS_MAX),
      })
    case 'object':
      return objectOf(schema, known)
    default:
      throw new Error(`nobody said how to make a value for ${JSON.stringify(schema)}`)
  }
}

function objectOf(schema: Schema, known: Known): fc.Arbitrary<Record<string, unknown>> {
  const members = Object.entries(schema.properties ?? {}).map(([name, member]) => {
    const there = known[name]
    return [name, there === undefined ? anyValue(member, known) : fc.constantFrom(...there)] as const
  })
  return fc.record(Object.fromEntries(members), { requiredKeys: [...(schema.required ?? [])] })
}

const integerOf = ({ minimum = -1_000, maximum = 1_000 }: Schema) => fc.integer({ min: minimum, max: maximum })

function textOf({ pattern, format, minLength = 0, maxLength }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    return fc.date({ min: FROM, max: UNTIL, noInvalidDate: true }).map((date) => date.toISOString())
  }
  if (format === 'date') {
    return fc.date({ min: FROM, max: UNTIL, noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
  }
  if (pattern !== undefined) {
    // Only short texts: longer ones than allowed would be generated again and again.
    const matching = fc.stringMatching(new RegExp(pattern), { size: 'xsmall' })
    return matching.filter((text) => text.length <= (maxLength ?? text.length) && !text.includes('\0'))
  }
  const unit = fc.constantFrom('a', 'Z', '7', ' ', '"', '\\', '/', '%', "'", '\n', 'ß', '字', '😀', '\u202e', '\u0301')
  return fc.string({
    unit,
    minLength,
    maxLength: Math.min(maxLength ?? TEXT_CHARS_MAX, TEXT_CHARS_MAX),
    size: 'xsmall',
  })
}
