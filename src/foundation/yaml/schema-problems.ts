import type { TSchema } from 'typebox'
import { Settings } from 'typebox/system'
import { Value } from 'typebox/value'
import { isMessage, message, type Text } from '../messages/message.ts'

export type Path = readonly (string | number)[]

/** A difference of a value from its schema. */
interface Complaint {
  path: Path
  /** The name of the wrong key, if the key and not its value is wrong. */
  key?: string
  text: Text
}

type SchemaError = ReturnType<typeof Value.Errors>[number]

const PROBLEMS_MAX = 1_000

/** Finds every difference of a value from its schema. A schema's `form` states the right value in words. */
export function findProblems(schema: TSchema, value: unknown): Complaint[] {
  return listErrors(schema, value).flatMap((error): Complaint[] => {
    const path = stepsOf(error.instancePath)
    const wanted = schemaAt(schema, error.schemaPath)
    switch (error.keyword) {
      case 'additionalProperties':
        return error.params.additionalProperties.map((key) => ({ path, key, text: describeUnknown(wanted, key) }))
      case 'boolean':
        // The validator reports an unknown key a second time, as a value that the schema does not allow; that error is
        // skipped.
        return []
      case 'enum':
        return [{ path, text: message('ruleFile.oneOf', { values: commas(error.params.allowedValues.map(String)) }) }]
      case 'required': {
        const keys = error.params.requiredProperties.map(describeMissing(wanted))
        return [{ path, text: message('ruleFile.lacks', { keys: commas(keys) }) }]
      }
      default:
        return [{ path, text: formOf(wanted) ?? describeError(error) }]
    }
  })
}

/**
 * Lists up to PROBLEMS_MAX errors. TypeBox's own limit is lower and applies to the whole process, so this call raises
 * it and then restores it.
 */
function listErrors(schema: TSchema, value: unknown): SchemaError[] {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: PROBLEMS_MAX })
  try {
    return Value.Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

const commas = (list: readonly Text[]) => ({ as: 'commas', list }) as const

const stepsOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescapeStep)

const unescapeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')

/** Returns the part of a schema that was not met; undefined: there is none at this path. */
function schemaAt(schema: TSchema, pointer: string): unknown {
  let part: unknown = schema
  for (const step of stepsOf(pointer)) part = memberOf(part, step)
  return part
}

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined

/** Returns the form that a schema states in words: it says the right value better than its keyword does. */
function formOf(schema: unknown): Text | undefined {
  const [form, description] = [memberOf(schema, 'form'), memberOf(schema, 'description')]
  if (isMessage(form)) return form
  return typeof description === 'string' ? description : undefined
}

function describeUnknown(schema: unknown, key: string): Text {
  const properties = memberOf(schema, 'properties')
  if (typeof properties !== 'object' || properties === null) return message('ruleFile.unknownKey', { key })
  return message('ruleFile.unknownKeyAmong', { key, known: commas(Object.keys(properties)) })
}

const describeMissing =
  (schema: unknown) =>
  (key: string): Text => {
    const form = formOf(memberOf(memberOf(schema, 'properties'), key))
    return form === undefined ? key : message('ruleFile.lacksForm', { key, form })
  }

/** Returns what a keyword asks for, where the schema states no form. */
function describeError(error: SchemaError): Text {
  switch (error.keyword) {
    case 'type':
      return describeType(error)
    case 'pattern':
      return message('ruleFile.schema.pattern', { pattern: String(error.params.pattern) })
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
      return message(`ruleFile.schema.${error.keyword}`, { limit: error.params.limit })
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return message(`ruleFile.schema.${error.keyword}`, { limit: Number(error.params.limit) })
    case 'uniqueItems':
      return message('ruleFile.schema.uniqueItems')
    case 'const':
      return message('ruleFile.schema.const', { value: String(error.params.allowedValue) })
    default:
      return message('ruleFile.schema.other', { keyword: error.keyword })
  }
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'] as const

function describeType({ keyword, params }: Extract<SchemaError, { keyword: 'type' }>): Text {
  const known = TYPES.find((type) => type === params.type)
  return known === undefined ? message('ruleFile.schema.other', { keyword }) : message(`ruleFile.schema.type.${known}`)
}
