import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { findRight } from './enforce-rights.ts'
import type { Right } from './rights.ts'

export const DOCUMENT: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version: '1',
      description: 'Every failure is a problem (RFC 9457). A list goes on with the `next` of the page before.',
    },
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key (cs_key_…) or a token of a person (cs_pat_…).',
        },
      },
    },
  },
  // Shared schemas keep their own names.
  refResolver: { buildLocalReference: (schema, _base, _fragment, index) => String(schema.$id ?? `shared-${index}`) },
}

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The request is not as it should be',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'In conflict with what is so',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Refused',
  500: 'Our mistake',
  503: 'Not available at the moment',
}

/** Writes into each route's description who may use it and every problem it may be answered with. */
export function documentRights(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const method = String([route.method].flat()[0])
    const right = findRight(method, route.url)
    if (right === undefined) return // The server won't start.
    const schema = route.schema ?? {}
    const declared: Record<number, unknown> = { ...(schema.response as Record<number, unknown> | undefined) }
    const named = Object.keys(declared).map(Number)
    const problems = [...usualProblems(schema, right), ...named.filter((status) => status >= 400)]
    const response = { ...declared, ...Object.fromEntries(problems.map((status) => [status, problemResponse(status)])) }
    const who = sayWho(right)
    const description = [schema.description, who].filter((part) => part !== undefined).join('\n\n')
    route.schema = { ...schema, response, description, security: right === 'anyone' ? [] : [{ bearer: [] }] }
  })
}

function usualProblems(schema: FastifySchema, right: Right): number[] {
  return [
    ...(schema.body || schema.params || schema.querystring ? [400] : []),
    ...(right === 'anyone' ? [] : [401, 403]),
    ...(schema.body ? [413, 415] : []),
    500,
    503,
  ]
}

const problemResponse = (status: number) => ({
  description: PROBLEMS[status] ?? 'A problem',
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
})

function sayWho(right: Right): string {
  if (right === 'anyone') return 'For anyone.'
  if ('key' in right) return `For an API key with the scope ${right.key}.`
  const { roles = [], onShift = [], notOnBreak } = right
  const parts = [
    ...(onShift.length > 0 ? [`${onShift.join(', ')} while on shift${notOnBreak ? ' and not on a break' : ''}`] : []),
    ...(roles.length > 0 ? [`${roles.join(', ')} at any time`] : []),
  ]
  return `For people: ${parts.join('; ')}.`
}
