import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { ScimError } from '../../../admin/directory/scim-error.ts'
import { Problem } from '../../../foundation/schemas/schemas.ts'
import type { RelyingParty } from '../../../foundation/settings/relying-party.ts'
import { nameCookie } from '../../../people/sessions/session-cookie.ts'
import { TAGS } from '../../../policy/stage/tags.ts'
import { DEPRECATIONS } from '../deprecations.ts'
import { findRight } from '../enforce-rights.ts'
import { takesKey, WITHOUT_KEY } from '../idempotency/keyed-routes.ts'
import type { Right } from '../refuse-by-right.ts'
import { isNeverLimited } from '../requests/limit-rate.ts'
import { OPERATIONS } from '../routes.ts'
import { completeDocument, PROBLEMS, TAKES_KEY } from './complete-document.ts'
import { IS_LIMITED } from './describe-headers.ts'

const ABOUT = `The API of a trust & safety desk: people report, reviewers decide, the platform acts.

**Errors.** Every failure is a problem (RFC 9457), sent as \`application/problem+json\`. \`type\` names the kind, \`detail\`
states the outcome of the request and the next step, and \`errors\` lists every invalid field. A problem may have more
members. New kinds may be added, so read the status first. Under \`/scim/v2\` it is the error of SCIM instead (RFC 7644),
sent as \`application/scim+json\`. An unknown address returns 404. An unknown method
returns 405 with \`Allow\`.

**Bodies.** A body is JSON in UTF-8. An object with a repeated name is refused, and so is an unknown field. Times are
ISO 8601 with an offset; answers are in UTC.

**Repeats.** Each POST that creates accepts an \`Idempotency-Key\` (draft-ietf-httpapi-idempotency-key-header). The answer
is stored with the effect, for 24 hours. A repeat with the same key and the same request returns that answer with
\`Idempotency-Replayed: true\` and does nothing again. Another request with the same key returns 422. While the first
request runs, a repeat returns 409 with \`Retry-After\`. An answer that held a secret is not stored: its repeat returns
409. A refusal is not stored either, so its repeat is carried out. Other routes ignore the header.`

/** Describes the API as OpenAPI 3.1 from the schemas of the routes, completed by the tables beside this file. */
export function describeApi(app: FastifyInstance, relyingParty: RelyingParty, deprecations = DEPRECATIONS): void {
  app.addSchema(Problem)
  app.addSchema(ScimError)
  const problems = takeOutProblems(app)
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Countersign',
        version: '1',
        description: ABOUT,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        contact: { name: 'The administrators of this desk', url: relyingParty.origin },
      },
      servers: [{ url: relyingParty.origin, description: 'This desk.' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key (cs_key_…) or a token of a person (cs_pat_…).',
          },
          coopKey: {
            type: 'apiKey',
            in: 'header',
            name: 'x-api-key',
            description: 'An API key (cs_key_…) in the header of Coop, on the routes of its API alone.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: nameCookie(relyingParty),
            description:
              'The session of a person who signed in. Requests that change something must come from the console.',
          },
        },
      },
    },
    // Shared schemas keep their own names.
    refResolver: { buildLocalReference: (schema, _base, _fragment, index) => String(schema.$id ?? `shared-${index}`) },
    // Routes are described when the document is read: few of a test's servers are asked for it.
    transform: ({ schema, url, route }) => {
      const name = nameOf(route)
      const right = findRight(...methodAndUrl(name))
      // A route without a right is left out here: the server refuses to start with it.
      if (right === undefined) return { schema, url }
      const told = { ...schema, ...(deprecations[name] === undefined ? {} : { deprecated: true }) }
      return {
        schema: describeRoute(name, right, told, { isKeyed: takesKey(route), own: problems.get(name) ?? [] }),
        url,
      }
    },
    transformObject: completeDocument,
  })
}

/**
 * Takes the schemas of problems out of the routes, because all problems are written in one form. Returns the statuses by route,
 * for the document.
 */
function takeOutProblems(app: FastifyInstance): ReadonlyMap<string, readonly number[]> {
  const problems = new Map<string, number[]>()
  app.addHook('onRoute', (route) => {
    const answers = Object.entries(route.schema?.response ?? {})
    const found = answers.filter(isProblem).map(([status]) => Number(status))
    if (found.length === 0) return
    problems.set(nameOf(route), found)
    route.schema = { ...route.schema, response: Object.fromEntries(answers.filter((answer) => !isProblem(answer))) }
  })
  return problems
}

const nameOf = ({ method, url }: { method: string | string[]; url: string }): string => `${[method].flat()[0]} ${url}`

const isProblem = ([status]: [string, unknown]): boolean => Number(status) >= 400

interface Told {
  /** True when the route takes an Idempotency-Key. */
  isKeyed: boolean
  /** The statuses of the problems that the route itself names. */
  own: readonly number[]
}

/** Adds the name of a route, its callers, and every problem it may be answered with. */
function describeRoute(name: string, right: Right, schema: FastifySchema, { isKeyed, own }: Told): FastifySchema {
  const operation = OPERATIONS[name]
  const described = {
    ...schema,
    response: schema.response ?? {},
    description: [schema.description, WITHOUT_KEY[name], formatCallers(right)]
      .filter((part) => part !== undefined)
      .join('\n\n'),
    security: listSchemes(name, right),
    ...(operation === undefined ? {} : { tags: [operation.tag], operationId: operation.id }),
    ...(isKeyed ? { [TAKES_KEY]: true } : {}),
    ...(isLimited(name, right) ? { [IS_LIMITED]: true } : {}),
    [PROBLEMS]: [...usualProblems(name, right), ...(isKeyed ? KEY_PROBLEMS : []), ...own],
  }
  return described
}

/**
 * The problems of an Idempotency-Key: its request still runs or showed a secret, or the key belongs to another request.
 */
const KEY_PROBLEMS = [409, 422]

/**
 * Returns the problems that any request can meet: not HTTP, too slow, headers too large, an internal error, no
 * database; and those of its kind of route.
 */
function usualProblems(name: string, right: Right): number[] {
  return [
    ...[400, 408, 431, 500, 503],
    ...(right === 'anyone' ? [] : [401, 403]),
    ...(isLimited(name, right) ? [429] : []),
    ...(name.startsWith('GET ') ? [] : [413, 415]),
  ]
}

/** True when the callers of a route have a rate. */
const isLimited = (name: string, right: Right): boolean => right !== 'anyone' && !isNeverLimited(...methodAndUrl(name))

/** Lists the ways to authenticate for a route: a machine has no session, and a client of Coop a header of its own. */
function listSchemes(name: string, right: Right): Record<string, string[]>[] {
  if (right === 'anyone') return []
  if (name.includes(' /api/v1/')) return [{ coopKey: [] }, { bearer: [] }]
  return 'key' in right ? [{ bearer: [] }] : [{ bearer: [] }, { session: [] }]
}

function formatCallers(right: Right): string {
  if (right === 'anyone') return 'For anyone.'
  if ('key' in right) return `For an API key with the scope ${right.key}.`
  const { roles = [], onShift = [], onCall, notOnBreak, orKey, toConfirm } = right
  const parts = [
    ...(onShift.length > 0
      ? [
          `${onShift.join(', ')} while on shift${notOnBreak ? ' and not on a break' : ''}${onCall ? ', or on call' : ''}`,
        ]
      : []),
    ...(roles.length > 0 ? [`${roles.join(', ')} at any time`] : []),
    ...(toConfirm === undefined ? [] : ['at any time, the person who may confirm the enforcement concerned']),
  ]
  const machines = orKey === undefined ? '' : ` Also for an API key with the scope ${orKey}.`
  return `For people: ${parts.join('; ')}.${machines}`
}

function methodAndUrl(name: string): [method: string, url: string] {
  const [method = '', url = ''] = name.split(' ')
  return [method, url]
}
