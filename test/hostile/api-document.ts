import assert from 'node:assert/strict'

/** The part of JSON Schema that the request schemas use. */
export interface Schema {
  type?: string
  enum?: readonly unknown[]
  const?: unknown
  anyOf?: readonly Schema[]
  allOf?: readonly Schema[]
  $ref?: string
  description?: string
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: boolean
  items?: Schema
  minItems?: number
  maxItems?: number
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
}

interface Media {
  schema: Schema
  example?: unknown
}

interface Content {
  $ref?: string
  description?: string
  headers?: Readonly<Record<string, object>>
  content?: Readonly<Record<string, Media>>
}

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: Schema
}

interface DocumentedOperation {
  operationId?: string
  summary?: string
  description?: string
  tags?: readonly string[]
  security?: readonly object[]
  parameters?: readonly Parameter[]
  requestBody?: Content
  responses: Readonly<Record<string, Content>>
}

export interface ApiDocument {
  openapi: string
  servers: readonly { url: string }[]
  tags: readonly { name: string; description: string }[]
  paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>
  components: {
    schemas: Readonly<Record<string, Schema>>
    responses: Readonly<Record<string, Content>>
    securitySchemes: Readonly<Record<string, { type: string; in?: string; name?: string; scheme?: string }>>
  }
}

/** One operation: a method at an address, as the description states it. */
export interface Operation {
  method: string
  /** Such as /v1/cases/{caseId}. */
  path: string
  /** Matches the addresses of its requests. */
  addresses: RegExp
  params: Schema
  query: Schema
  /** The schema of the request body; undefined when the operation accepts none. */
  body: Schema | undefined
  /** The media types of the request body, the preferred one first. */
  takes: readonly string[]
  responses: DocumentedOperation['responses']
  /** True when the operation accepts an Idempotency-Key. */
  takesKey: boolean
}

/** An answer without an end: a caller that waits for the whole answer would wait for ever. Other tests read it. */
const isStream = ({ responses }: DocumentedOperation): boolean =>
  Object.values(responses).some(({ content = {} }) => 'text/event-stream' in content)

/** Replaces each reference by the named schema. */
export function inline<Part>(document: ApiDocument, part: Part): Part {
  if (Array.isArray(part)) return part.map((each) => inline(document, each)) as Part
  if (typeof part !== 'object' || part === null) return part
  if ('$ref' in part) return inline(document, document.components.schemas[lastOf(String(part.$ref))]) as Part
  return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, inline(document, member)])) as Part
}

export const lastOf = (reference: string): string => reference.split('/').at(-1) ?? ''

/** Lists every operation whose answer ends. */
export function readOperations(document: ApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => !isStream(operation))
      .map(([method, { parameters = [], requestBody, responses }]) => {
        const partOf = (place: 'path' | 'query') => toObject(parameters.filter((each) => each.in === place))
        const [content] = Object.entries(requestBody?.content ?? {})
        return {
          method: method.toUpperCase(),
          path,
          addresses: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
          params: partOf('path'),
          query: partOf('query'),
          body: content && inline(document, content[1].schema),
          takes: Object.keys(requestBody?.content ?? {}),
          responses,
          takesKey: parameters.some(({ name }) => name === 'Idempotency-Key'),
        }
      }),
  )
}

/** A literal address precedes an address with a parameter that the same request would match. */
export function operationAt(operations: readonly Operation[], method: string, path: string): Operation {
  const [found] = operations
    .filter((each) => each.method === method && each.addresses.test(path))
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length)
  assert.ok(found, `${method} ${path} is not described`)
  return found
}

const toObject = (parameters: readonly Parameter[]): Schema => ({
  type: 'object',
  properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  required: parameters.flatMap(({ name, required }) => (required ? [name] : [])),
  additionalProperties: false,
})
