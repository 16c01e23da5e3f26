import { isDeepStrictEqual } from 'node:util'
import type { FastifyError, FastifySchemaValidationError } from 'fastify'
import { type Message, message } from '../messages/message.ts'
import type { FieldProblem } from './invalid-field.ts'
import { nameField } from './name-field.ts'

/** The most fields an answer names: a caller with more errors has seen enough to correct the form. */
const FIELDS_MAX = 20

type Invalid = FastifySchemaValidationError
type ValidationError = FastifyError & { validation: Invalid[]; validationContext: string }

export const isValidationError = (error: unknown): error is ValidationError =>
  error instanceof Error && 'validation' in error && Array.isArray(error.validation)

/** Returns the problem of each invalid field with the form it needs, without quoting the input. */
export function explainInvalid(errors: readonly Invalid[], part: string): FieldProblem[] {
  const byField = new Map<string, Message[]>()
  const wanted = new Map<string, (string | Message)[]>()
  const add = <T>(to: Map<string, T[]>, field: string, detail: T) => {
    const known = to.get(field) ?? []
    if (!known.some((each) => isDeepStrictEqual(each, detail))) to.set(field, [...known, detail])
  }
  for (const error of withoutOtherBranches(errors)) {
    const field = fieldAt(error.instancePath, part)
    const within = error.instancePath === '' ? '' : `${field}/`
    const { params } = error
    switch (error.keyword) {
      case 'anyOf':
      case 'oneOf':
        break // The errors of the single alternatives explain the problem better than the error of the whole.
      case 'boolean':
        // Each unknown field causes this error, and these come first; the error that lists all may be cut off.
        if (error.schemaPath.endsWith('/additionalProperties')) add(byField, field, message('field.unknown'))
        break
      case 'required':
        for (const name of listOf(params.requiredProperties)) add(byField, within + name, message('field.missing'))
        break
      case 'additionalProperties':
        for (const name of listOf(params.additionalProperties)) add(byField, within + name, message('field.unknown'))
        break
      case 'const':
        add(wanted, field, String(params.allowedValue))
        break
      case 'enum':
        for (const value of listOf(params.allowedValues)) add(wanted, field, value)
        break
      case 'type':
        for (const type of listOf([params.type].flat())) add(wanted, field, nameType(type))
        break
      default:
        add(byField, field, explain(error))
    }
  }
  for (const [field, values] of wanted) {
    add(byField, field, message('field.mustBe', { values: { as: 'or', list: closest(values) } }))
  }
  return [...byField]
    .slice(0, FIELDS_MAX)
    .map(([field, details]) => ({ field: nameField([field]), detail: joinDetails(details) }))
}

const joinDetails = (details: readonly Message[]): Message =>
  details.length === 1 && details[0] !== undefined ? details[0] : message('field.both', { details })

/** Formats the path of an invalid field. For an error of the whole: the name of the part of the request. */
const fieldAt = (pointer: string, part: string): string =>
  pointer === ''
    ? `The ${part === 'querystring' ? 'query' : part}`
    : pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~')

function explain({ keyword, params, message: said }: Invalid): Message {
  const limit = Number(params.limit)
  switch (keyword) {
    case 'minLength':
      return limit === 1 ? message('field.empty') : message('field.minLength', { limit })
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties':
      return message(`field.${keyword}`, { limit })
    case 'minimum':
    case 'maximum':
      return message(`field.${keyword}`, { limit: String(params.limit) })
    case 'format':
      return params.format === 'date-time'
        ? message('field.time')
        : message('field.format', { format: String(params.format) })
    case 'pattern':
      return message('field.pattern', { pattern: String(params.pattern) })
    default:
      return said === undefined ? message('field.invalid') : message('field.other', { said })
  }
}

/**
 * Keeps only the errors that help. Where a value may have one of several shapes and a constant in it names the shape,
 * those are the errors of that shape. If the constant names no known shape, only the errors of the constant remain.
 */
function withoutOtherBranches(errors: readonly Invalid[]): Invalid[] {
  return errors
    .filter(({ keyword }) => keyword === 'anyOf')
    .reduce(
      (left, union) => {
        const prefix = `${union.schemaPath}/anyOf/`
        const branchOf = ({ schemaPath }: Invalid) =>
          schemaPath.startsWith(prefix) ? schemaPath.slice(prefix.length).split('/')[0] : undefined
        const isOther = ({ keyword, instancePath }: Invalid) =>
          (keyword === 'const' && instancePath !== union.instancePath) ||
          (keyword === 'type' && instancePath === union.instancePath)
        const branches = new Set(left.map(branchOf).filter((branch) => branch !== undefined))
        const others = new Set(left.filter(isOther).map(branchOf))
        const isMeant = (error: Invalid) => !others.has(branchOf(error) ?? '')
        if (others.size < branches.size) return left.filter(isMeant)
        // The constant names no known shape: only the errors that list its allowed values help.
        const says = left.filter((error) => isMeant(error) || (error.keyword === 'const' && isOther(error)))
        return says.length > left.filter(isMeant).length ? says : left
      },
      [...errors],
    )
}

/** Omits the expected types when exact values are named: the values imply them. */
function closest(wanted: readonly (string | Message)[]): readonly (string | Message)[] {
  const isNull = (each: string | Message) => typeof each !== 'string' && each.key === 'field.type.null'
  const values = wanted.filter((each) => typeof each === 'string' || isNull(each))
  return values.some((each) => !isNull(each)) ? values : wanted
}

const listOf = (values: unknown): string[] => (Array.isArray(values) ? values.map(String) : [])

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const
function nameType(type: string): string | Message {
  const known = TYPES.find((each) => each === type)
  return known === undefined ? type : message(`field.type.${known}`)
}
