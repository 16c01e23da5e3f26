import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import { ANSWERS_SECRET } from '../../src/app/http/idempotency/keyed-routes.ts'
import type { TestDesk } from '../support/server.ts'
import { type Operation, operationAt } from './api-document.ts'

const SECRET = new Set([...ANSWERS_SECRET].map((route) => route.replace(/:(\w+)/g, '{$1}')))

/**
 * Sends each request that accepts an Idempotency-Key with one, and repeats it when it was carried out: the second
 * answer must equal the first. Adds the repeated operations to `repeated`.
 */
export function repeatEach(
  { app }: Pick<TestDesk, 'app'>,
  operations: readonly Operation[],
  repeated: Set<string>,
): void {
  const inject = app.inject.bind(app)
  const twice = async (request: InjectOptions & { url: string }) => {
    const operation = operationAt(operations, request.method ?? 'GET', request.url.split('?', 1)[0] ?? '')
    if (!operation.takesKey) return inject(request)
    const keyed = { ...request, headers: { ...request.headers, 'idempotency-key': randomUUID() } }
    const first = await inject(keyed)
    if (first.statusCode >= 300) return first
    const second = await inject(keyed)
    const name = `${operation.method} ${operation.path}`
    if (SECRET.has(name)) assert.deepEqual([second.statusCode, second.json().key], [409, 'request.keySecret'], name)
    else {
      assert.deepEqual([second.statusCode, second.body], [first.statusCode, first.body], name)
      for (const header of ['content-type', 'location']) {
        assert.equal(second.headers[header], first.headers[header], `${header} of ${name}`)
      }
      // An answer of 200 created nothing: the repeat is answered anew from the same rows.
      if (first.statusCode === 201) assert.equal(second.headers['idempotency-replayed'], 'true', name)
    }
    repeated.add(name)
    return first
  }
  Object.assign(app, { inject: twice })
}
