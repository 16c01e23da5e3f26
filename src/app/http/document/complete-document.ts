import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { isScim, SCIM_TYPE } from '../../../admin/directory/scim-error.ts'
import { problemType, SORTS } from '../requests/problem.ts'
import { OPERATIONS } from '../routes.ts'

/** Under this name a route's schema lists the statuses of the problems it may be answered with. */
export const PROBLEMS = 'x-problems'

type Generated = Parameters<NonNullable<FastifyDynamicSwaggerOptions['transformObject']>>[0]
type Written = ReturnType<NonNullable<FastifyDynamicSwaggerOptions['transformObject']>>

/** As much of a description as is completed here. */
interface Operation {
  operationId?: string
  requestBody?: { required?: boolean; description?: string; content: Record<string, Media> }
  responses: Record<string, { description?: string; content?: Record<string, Media>; $ref?: string }>
  [PROBLEMS]?: readonly number[]
}
interface Media {
  schema?: { $ref?: string; type?: string; required?: readonly string[] }
  example?: unknown
}
interface Description {
  paths: Record<string, Record<string, Operation>>
  components: Record<string, unknown>
}

const NDJSON = 'application/x-ndjson'
/** Operations that take, one per line, the body of another operation. */
const LINES_OF: Readonly<Record<string, string>> = { receiveReports: 'receiveReport' }
const ANSWERED: Readonly<Record<string, string>> = {
  200: 'Done, or it was so already',
  201: 'Made',
  202: 'Begun',
  204: 'Done, and nothing to say',
}

/** Adds to a description what the schemas of its routes can't tell: problems, examples, and which bodies may be left out. */
export function completeDocument(generated: Generated): Written {
  if (!('openapiObject' in generated)) throw new Error('the description of the API is not OpenAPI 3')
  const description = generated.openapiObject as unknown as Description
  const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods))
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const operation of Object.values(methods)) {
      completeRequest(operation, operations)
      completeResponses(operation, isScim(path) ? toScimResponse : toProblemResponse)
      addExamples(operation)
    }
  }
  description.components = { ...description.components, responses: problemResponses() }
  return generated.openapiObject as Written
}

function completeRequest(operation: Operation, operations: readonly Operation[]): void {
  const alone = operations.find(({ operationId }) => operationId === LINES_OF[operation.operationId ?? ''])
  const [line] = Object.values(alone?.requestBody?.content ?? {})
  if (line !== undefined) {
    operation.requestBody = { required: true, description: 'One in each line.', content: { [NDJSON]: { ...line } } }
  }
  const [body] = Object.values(operation.requestBody?.content ?? {})
  // A body without required members may be omitted.
  if (operation.requestBody && (body?.schema?.required ?? []).length === 0) operation.requestBody.required = false
}

type Response = Operation['responses'][string]

const toProblemResponse = (sort: string): Response => ({ $ref: `#/components/responses/${sort}` })
const toScimResponse = (_sort: string, title: string): Response => ({
  description: title,
  content: { [SCIM_TYPE]: { schema: { $ref: '#/components/schemas/ScimError' } } },
})

function completeResponses(operation: Operation, toResponse: (sort: string, title: string) => Response): void {
  for (const [status, response] of Object.entries(operation.responses)) {
    if (status === '204') delete response.content
    if (response.description === 'Default Response') response.description = ANSWERED[status] ?? 'Answered'
  }
  for (const [sort, status, title] of SORTS) {
    if (operation[PROBLEMS]?.includes(status)) operation.responses[status] = toResponse(sort, title)
  }
  delete operation[PROBLEMS]
}

const BY_ID = new Map(Object.values(OPERATIONS).map((operation) => [operation.id, operation]))

function addExamples(operation: Operation): void {
  const { request, answer } = BY_ID.get(operation.operationId ?? '') ?? {}
  for (const media of Object.values(operation.requestBody?.content ?? {})) {
    if (request !== undefined) media.example = request
  }
  for (const [status, { content }] of Object.entries(operation.responses)) {
    for (const media of Object.values(content ?? {})) {
      if (answer !== undefined && Number(status) < 300) media.example = answer
    }
  }
}

const HEADERS: Readonly<Record<string, Record<string, { description: string; schema: object }>>> = {
  not_signed_in: { 'WWW-Authenticate': { description: 'Bearer', schema: { type: 'string' } } },
  wrong_method: { Allow: { description: 'What this address takes.', schema: { type: 'string' } } },
  too_many: { 'Retry-After': { description: 'In how many seconds to try again.', schema: { type: 'integer' } } },
  unavailable: { 'Retry-After': { description: 'In how many seconds to try again.', schema: { type: 'integer' } } },
}

/** One for each sort of problem. The status says which it is. */
function problemResponses(): Record<string, object> {
  const entries = SORTS.map(([sort, status, title]) => {
    const properties = { type: { const: problemType(sort) }, status: { const: status } }
    const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties }] }
    const headers = HEADERS[sort]
    const content = { 'application/problem+json': { schema } }
    return [sort, { description: title, ...(headers === undefined ? {} : { headers }), content }] as const
  })
  return Object.fromEntries(entries)
}
