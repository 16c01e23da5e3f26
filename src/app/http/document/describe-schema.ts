import { type Html, html } from '../../../foundation/html/html.ts'

/** The part of a JSON Schema that the page describes in words. */
export interface DocumentedSchema {
  $ref?: string
  type?: string
  enum?: readonly unknown[]
  const?: unknown
  anyOf?: readonly DocumentedSchema[]
  properties?: Record<string, DocumentedSchema>
  required?: readonly string[]
  items?: DocumentedSchema
  description?: string
  format?: string
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
}

/** Describes the values that a schema allows, with its members as a list. */
export function describeSchema(schema: DocumentedSchema): Html {
  const about = schema.description === undefined ? '' : ` ${schema.description}`
  return html`${nameValue(schema)}.${about}${linkSchemas(schema)}${listMembers(schema)}`
}

/** Links the named schemas that the values have. */
function linkSchemas({ $ref, items, anyOf = [] }: DocumentedSchema): Html {
  const name = $ref?.split('/').at(-1)
  const own = name === undefined ? '' : html` See <a href="#schema-${name}">${name}</a>.`
  return html`${own}${items === undefined ? '' : linkSchemas(items)}${anyOf.map(linkSchemas)}`
}

/** Returns the members of an object, of the items of a list, or of a value that may also be null. */
function listMembers({ properties = {}, required = [], items, anyOf = [] }: DocumentedSchema): Html {
  const members = Object.entries(properties).map(
    ([name, member]) =>
      html`<li><code>${name}</code>${required.includes(name) ? '' : ', optional'}: ${describeSchema(member)}</li>`,
  )
  const own = members.length === 0 ? '' : html`<ul>${members}</ul>`
  return html`${own}${items === undefined ? '' : listMembers(items)}${anyOf.map(listMembers)}`
}

function nameValue(schema: DocumentedSchema): string {
  const { $ref, type, format, anyOf, items } = schema
  if ($ref !== undefined) return `an object ${$ref.split('/').at(-1)}`
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (anyOf) return anyOf.map(nameValue).join(' or ')
  switch (type) {
    case 'string':
      return format === 'date-time' ? 'a time' : `a text${bounds(schema.minLength, schema.maxLength, 'characters')}`
    case 'integer':
    case 'number':
      return `a ${type === 'integer' ? 'whole ' : ''}number${bounds(schema.minimum, schema.maximum, '')}`
    case 'array':
      return `a list${bounds(schema.minItems, schema.maxItems, 'entries')} of: ${nameValue(items ?? {})}`
    case 'boolean':
      return 'true or false'
    case 'null':
      return 'null'
    case 'object':
      return 'an object'
    default:
      return 'anything'
  }
}

function bounds(min: number | undefined, max: number | undefined, what: string): string {
  const parts = [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])]
  return parts.length === 0 ? '' : ` of ${parts.join(' and ')} ${what}`.trimEnd()
}
