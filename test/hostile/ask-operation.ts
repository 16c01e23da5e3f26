import assert from 'node:assert/strict'
import type { InjectOptions } from 'fastify'
import type { TestDesk } from '../support/server.ts'
import { signingAt } from '../support/sign.ts'
import { type ApiDocument, type Operation, operationAt, readOperations } from './api-document.ts'
import { checkContract } from './check-contract.ts'
import type { HostileDesk } from './hostile-desk.ts'
import { repeatEach } from './repeat-each.ts'

/** Calls one operation, and compares the answer with its description. */
export type Ask = (route: string, body?: unknown, as?: 'another' | 'admin') => Promise<Record<string, string>>

export function asking(ground: HostileDesk, answered: Set<string>): Ask {
  return async (route, body, as) => {
    const [method = '', url = ''] = route.split(' ')
    const operation = operationAt(ground.operations, method, url.split('?', 1)[0] ?? '')
    const [type = 'application/json'] = operation.takes
    const payload = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    const headers: Record<string, string> = payload === undefined ? {} : { 'content-type': type }
    const answer = await ground.send(operation, { url, headers, payload }, as)
    assert.ok(answer.status < 300, `${route}: ${answer.status} ${answer.body}`)
    checkContract(ground.document, operation, answer)
    answered.add(`${operation.method} ${operation.path} ${answer.status}`)
    return /^application\/(scim\+)?json/.test(answer.type) && answer.body !== '' ? JSON.parse(answer.body) : {}
  }
}

/** Signs an act with the demo's software key of the person. */
export async function postSigned(
  ask: Ask,
  route: string,
  body: object = {},
  as?: 'another' | 'admin',
  signed: object = signingAt(route.split(' ')[1] ?? ''),
): Promise<void> {
  const signing = await ask('POST /v1/signings', signed, as)
  const signature = await ask('POST /v1/demo/sign', { signingId: signing.signingId }, as)
  await ask(route, { ...body, signature }, as)
}

let described: Promise<{ document: ApiDocument; operations: readonly Operation[] }> | undefined

/** Reads the description once in each process: every desk with all routes has the same. */
function readDescription({ app }: Pick<TestDesk, 'app'>) {
  described ??= (async () => {
    const document = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
    return { document, operations: readOperations(document) }
  })()
  return described
}

/** Compares every further answer of a desk with the description, and records the operations that answered 2xx. */
export async function checkAnswers(
  { app }: Pick<TestDesk, 'app'>,
  answered: Set<string>,
  repeated: Set<string>,
): Promise<void> {
  const { document, operations } = await readDescription({ app })
  repeatEach({ app }, operations, repeated)
  const inject = app.inject.bind(app)
  const checked = async (request: InjectOptions & { url: string }) => {
    const response = await inject(request)
    const operation = operationAt(operations, request.method ?? 'GET', request.url.split('?', 1)[0] ?? '')
    const { statusCode: status, headers, body } = response
    checkContract(document, operation, { status, type: String(headers['content-type'] ?? ''), headers, body })
    if (status < 300) answered.add(`${operation.method} ${operation.path} ${status}`)
    return response
  }
  Object.assign(app, { inject: checked })
}
