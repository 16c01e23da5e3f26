import type { FastifyError, FastifySchemaValidationError } from 'fastify'
import { nameField } from './name-field.ts'

/** The most fields an answer names: a caller with more errors has seen enough to correct the form. */
const FIELDS_MAX = 20

export interface FieldProblem {
  field: string
  detail: string
}

type Invalid = FastifySchemaValidationError
type ValidationError = FastifyError & { validation: Invalid[]; validationContext: string }

export const isValidationError = (error: unknown): error is ValidationError =>
  error instanceof Error && 'validation' in error && Array.isArray(error.validation)

/** Returns the problem of each field and the right form, without quoting the input. */
export function explainInvalid(errors: readonly Invalid[], part: string): FieldProblem[] {
  const byField = new Map<string, Set<string>>()
  const wanted = new Map<string, Set<string>>()
  const add = (to: typeof byField, field: string, text: string) => to.set(field, (to.get(field) ?? new Set()).add(text))
  for (const error of withoutOtherBranches(errors)) {
    const field = fieldAt(error.instancePath, part)
    const within = error.instancePath === '' ? '' : `${field}/`
    const { params } = error
    switch (error.keyword) {
      case 'anyOf':
      case 'oneOf':
        break // The errors of the branches explain it better.
      case 'boolean':
        // Each unknown field has this error, and they come first; the error that lists all may be cut off.
        if (error.schemaPath.endsWith('/additionalProperties')) add(byField, field, 'is not a field that is known here')
        break
      case 'required':
        for (const name of listOf(params.requiredProperties)) add(byField, within + name, 'is missing')
        break
      case 'additionalProperties':
        for (const name of listOf(params.additionalProperties))
          add(byField, within + name, 'is not a field that is known here')
        break
      case 'const':
        add(wanted, field, String(params.allowedValue))
        break
      case 'enum':
        for (const value of listOf(params.allowedValues)) add(wanted, field, value)
        break
      case 'type':
        add(wanted, field, listOf([params.type].flat()).map(nameType).join(' or '))
        break
      default:
        add(byField, field, explain(error))
    }
  }
  for (const [field, values] of wanted) add(byField, field, `must be ${listOr(closest([...values]))}`)
  return [...byField]
    .slice(0, FIELDS_MAX)
    .map(([field, details]) => ({ field: nameField([field]), detail: [...details].join(' and ') }))
}

/** Formats a field's path; for an error of the whole, the name of the part of the request. */
const fieldAt = (pointer: string, part: string): string =>
  pointer === ''
    ? `The ${part === 'querystring' ? 'query' : part}`
    : pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~')

function explain({ keyword, params, message }: Invalid): string {
  const { limit } = params
  switch (keyword) {
    case 'minLength':
      return limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`
    case 'maxLength':
      return `must have at most ${limit} characters`
    case 'minItems':
      return `must have at least ${limit} ${limit === 1 ? 'entry' : 'entries'}`
    case 'maxItems':
      return `must have at most ${limit} ${limit === 1 ? 'entry' : 'entries'}`
    case 'minProperties':
      return `must have at least ${limit} ${limit === 1 ? 'field' : 'fields'}`
    case 'maxProperties':
      return `must have at most ${limit} ${limit === 1 ? 'field' : 'fields'}`
    case 'minimum':
      return `must be at least ${limit}`
    case 'maximum':
      return `must be at most ${limit}`
    case 'format':
      return params.format === 'date-time'
        ? 'must be a time such as 2031-05-17T09:30:00Z'
        : `must be of the form ${params.format}`
    case 'pattern':
      return `must match ${params.pattern}`
    default:
      return message ?? 'is not as it should be'
  }
}

/**
 * Keeps the errors that help. Where a value may have one of several shapes and a constant in it names the shape, those
 * are the errors of that shape; if the constant names none, only the errors of the constant.
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

/** Omits the type when exact values are named: they say it already. */
const closest = (wanted: readonly string[]): string[] => {
  const values = wanted.filter((each) => !Object.values(TYPE_NAMES).includes(each) || each === TYPE_NAMES.null)
  return values.some((each) => each !== TYPE_NAMES.null) ? values : [...wanted]
}

const listOf = (values: unknown): string[] => (Array.isArray(values) ? values.map(String) : [])

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}
const nameType = (type: string): string => TYPE_NAMES[type] ?? type

const listOr = (values: readonly string[]): string =>
  values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
