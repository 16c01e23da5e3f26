import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { isScim, SCIM_TYPE } from '../../../admin/directory/scim-error.ts'
import { problemType, SORTS } from '../requests/problem.ts'
import { KEY_LENGTH_MAX } from '../idempotency/idempotency-key.ts'
import { OPERATIONS } from '../routes.ts'
import {
  type Description,
  listOperations,
  type Operation,
  type Response,
  type SchemaNode,
  listParts,
} from './description.ts'
import { addHeaders, listUsedHeaders, RATE_HEADERS } from './describe-headers.ts'
import { exampleOf } from './example-of.ts'
import { listSuccesses, nameSchemas } from './name-schemas.ts'
import { findField } from './fields/fields.ts'

/** The member of a route's schema that lists the statuses of its problems. */
export const PROBLEMS = 'x-problems'

/** The member of a route's schema that states that it accepts an Idempotency-Key. */
export const TAKES_KEY = 'x-takes-key'

type Generated = Parameters<NonNullable<FastifyDynamicSwaggerOptions['transformObject']>>[0]
type Written = ReturnType<NonNullable<FastifyDynamicSwaggerOptions['transformObject']>>

const NDJSON = 'application/x-ndjson'
/** Operations whose body has one line for each body of another operation. */
const LINES_OF: Readonly<Record<string, string>> = { receiveReports: 'receiveReport' }
const ANSWERED: Readonly<Record<string, string>> = {
  200: 'Done, or already so',
  201: 'Created',
  202: 'Accepted: it is being carried out',
  204: 'Done, without a body',
}

/**
 * Adds to a description the parts that the schemas of its routes can't state: problems, names, descriptions of fields,
 * examples, and which bodies may be omitted.
 */
export function completeDocument(generated: Generated): Written {
  if (!('openapiObject' in generated)) throw new Error('the description of the API is not OpenAPI 3')
  const description = generated.openapiObject as unknown as Description
  const operations = listOperations(description)
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const operation of Object.values(methods)) {
      completeRequest(operation, operations)
      addKey(operation)
      addHeaders(operation)
      completeResponses(operation, isScim(path) ? toScimResponse : toProblemResponse)
    }
  }
  nameSchemas(description)
  describeFields(description)
  for (const operation of operations) addExamples(operation, description.components.schemas ?? {})
  description.components.responses = problemResponses(operations)
  description.components.headers = listUsedHeaders(operations)
  return generated.openapiObject as Written
}

function completeRequest(operation: Operation, operations: readonly Operation[]): void {
  const alone = operations.find(({ operationId }) => operationId === LINES_OF[operation.operationId ?? ''])
  const [line] = Object.values(alone?.requestBody?.content ?? {})
  if (line !== undefined) {
    operation.requestBody = {
      required: true,
      description: 'One report in each line.',
      content: { [NDJSON]: { ...line } },
    }
  }
  const [body] = Object.values(operation.requestBody?.content ?? {})
  // A body without required members may be omitted.
  if (operation.requestBody && (body?.schema?.required ?? []).length === 0) operation.requestBody.required = false
}

const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: KEY_LENGTH_MAX, pattern: '^[ -~]+$' },
  example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
} as const
const REPLAYED_HEADER = {
  description: 'True when this is the stored answer of an earlier request with the same Idempotency-Key.',
  schema: { type: 'string', const: 'true' },
}

/** Describes the Idempotency-Key of an operation that creates. */
function addKey(operation: Operation): void {
  if (operation[TAKES_KEY] !== true) return
  delete operation[TAKES_KEY]
  operation.parameters = [...(operation.parameters ?? []), { ...KEY_PARAMETER }]
  for (const response of listSuccesses(operation)) {
    response.headers = { ...response.headers, 'Idempotency-Replayed': REPLAYED_HEADER }
  }
}

const refToProblem = (sort: string): string => `#/components/responses/${sort}`
const toProblemResponse = (sort: string): Response => ({ $ref: refToProblem(sort) })
const toScimResponse = (_sort: string, title: string): Response => ({
  description: title,
  content: { [SCIM_TYPE]: { schema: { $ref: '#/components/schemas/ScimError' } } },
})

function completeResponses(operation: Operation, toResponse: (sort: string, title: string) => Response): void {
  for (const [status, response] of Object.entries(operation.responses)) {
    if (status === '204') delete response.content
    if (response.description === 'Default Response') response.description = ANSWERED[status] ?? 'Done'
  }
  const problems = operation[PROBLEMS] as readonly number[] | undefined
  for (const [sort, status, title] of SORTS) {
    if (problems?.includes(status)) operation.responses[status] = toResponse(sort, title)
  }
  delete operation[PROBLEMS]
}

const BY_ID = new Map(Object.values(OPERATIONS).map((operation) => [operation.id, operation]))

/** Media types without an example: bytes of any kind. */
const WITHOUT_EXAMPLE = new Set(['application/octet-stream'])

/** Adds an example to the body and to each answer that is no problem: the stage's own, or one built from its fields. */
function addExamples(operation: Operation, schemas: Readonly<Record<string, SchemaNode>>): void {
  const { request, answer } = BY_ID.get(operation.operationId ?? '') ?? {}
  for (const media of Object.values(operation.requestBody?.content ?? {})) {
    media.example = request ?? exampleOf(media.schema ?? {}, schemas)
  }
  for (const { content = {} } of listSuccesses(operation)) {
    for (const [type, media] of Object.entries(content)) {
      if (!WITHOUT_EXAMPLE.has(type)) media.example = answer ?? exampleOf(media.schema ?? {}, schemas)
    }
  }
}

const HEADERS: Readonly<Record<string, Record<string, object>>> = {
  not_signed_in: {
    'WWW-Authenticate': { description: 'The scheme to authenticate with: Bearer.', schema: { type: 'string' } },
  },
  conflict: {
    'Retry-After': {
      description: 'Only while another request with this Idempotency-Key runs: the number of seconds to wait.',
      schema: { type: 'integer' },
    },
  },
  too_many: {
    ...RATE_HEADERS,
    'Retry-After': {
      description: 'The number of seconds to wait before the next attempt.',
      schema: { type: 'integer' },
    },
  },
  unavailable: {
    'Retry-After': {
      description: 'The number of seconds to wait before the next attempt.',
      schema: { type: 'integer' },
    },
  },
}

/** One named answer for each kind of problem that an operation refers to. The status identifies the kind. */
function problemResponses(operations: readonly Operation[]): Record<string, object> {
  const used = new Set(operations.flatMap(({ responses }) => Object.values(responses).map(({ $ref }) => $ref)))
  const entries = SORTS.filter(([sort]) => used.has(refToProblem(sort))).map(([sort, status, title]) => {
    const properties = { type: { const: problemType(sort) }, status: { const: status } }
    const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties }] }
    const headers = HEADERS[sort]
    const content = { 'application/problem+json': { schema } }
    return [sort, { description: title, ...(headers === undefined ? {} : { headers }), content }] as const
  })
  return Object.fromEntries(entries)
}

/** Describes every parameter and property whose schema has no description of its own, by the table of fields. */
function describeFields(description: Description): void {
  for (const { parameters = [], requestBody, responses } of listOperations(description)) {
    for (const parameter of parameters) parameter.description ??= findField(undefined, parameter.name)?.[0] ?? ''
    for (const { content = {} } of [requestBody ?? {}, ...Object.values(responses)]) {
      for (const { schema } of Object.values(content)) if (schema) describeParts(schema, undefined)
    }
  }
  for (const [name, schema] of Object.entries(description.components.schemas ?? {})) describeParts(schema, name)
}

function describeParts(node: SchemaNode, schema: string | undefined): void {
  for (const { part, property } of listParts(node)) {
    if (property !== undefined) part.description ??= findField(schema, property)?.[0] ?? ''
    describeParts(part, schema)
  }
}
