import { REFUSALS } from '@countersign/platform-kit'
import type { TSchema } from 'typebox'
import { ANSWERS, RefusalSchema } from './answers.ts'
import { AuthorisationClaims, CALLS } from './calls.ts'

const WEBHOOK_HEADERS = [
  ['webhook-id', 'Names this call. A platform accepts each id once. At most 256 characters.'],
  ['webhook-timestamp', 'The time of signing in whole seconds, at most 300 from the platform’s own clock.'],
  ['webhook-signature', 'v1, a comma and the base64 HMAC-SHA256 of id.timestamp.body; several with a space between.'],
] as const
const SCHEMA = '#/components/schemas/'

/** Returns the OpenAPI 3.1 description of the protocol between desk and platform. */
export function describeProtocol(): object {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Countersign platform protocol',
      version: '1.0.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'A desk sends each call as one signed POST to the one address of a platform.',
    },
    servers: [{ url: 'https://platform.example/countersign' }],
    paths: { '/': { post: describeOperation() } },
    components: { schemas: listSchemas() },
  }
}

function describeOperation(): object {
  const statuses = Map.groupBy(Object.entries(REFUSALS), ([, status]) => status)
  return {
    operationId: 'call',
    summary: 'Answer one call of the desk.',
    parameters: WEBHOOK_HEADERS.map(([name, description]) => ({
      ...{ name, in: 'header', required: true, description },
      schema: { type: 'string' },
    })),
    requestBody: {
      required: true,
      description: 'At most 1,000,000 characters. The signature covers these bytes.',
      content: jsonOf({
        oneOf: Object.keys(CALLS).map(refTo),
        discriminator: {
          propertyName: 'type',
          mapping: Object.fromEntries(Object.keys(CALLS).map((type) => [type, `${SCHEMA}${nameOf(type)}`])),
        },
      }),
    },
    responses: {
      200: {
        description: 'The answer to the call, by its type.',
        content: jsonOf({ anyOf: Object.keys(ANSWERS).map((type) => ref(`${nameOf(type)}.answer`)) }),
      },
      ...Object.fromEntries(
        Array.from(statuses, ([status, refusals]) => [
          status,
          { description: refusals.map(([name]) => name).join(', '), content: jsonOf(ref('Refusal')) },
        ]),
      ),
    },
  }
}

const jsonOf = (schema: object) => ({ 'application/json': { schema } })
const ref = (name: string) => ({ $ref: `${SCHEMA}${name}` })
/** The name of a call's schema: subject.read_back is SubjectReadBack. */
const nameOf = (type: string): string =>
  type.replaceAll(/(?:^|[._])([a-z])/g, (_all, letter: string) => letter.toUpperCase())
const refTo = (type: string) => ref(nameOf(type))

function listSchemas(): Record<string, TSchema | object> {
  const calls = Object.entries(CALLS).map(([type, schema]) => [nameOf(type), schema] as const)
  const answers = Object.entries(ANSWERS).map(([type, schema]) => [`${nameOf(type)}.answer`, schema] as const)
  return {
    ...Object.fromEntries([...calls, ...answers]),
    Refusal: RefusalSchema,
    AuthorisationClaims,
  }
}
