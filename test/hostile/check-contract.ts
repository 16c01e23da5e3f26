import assert from 'node:assert/strict'
import { Compile } from 'typebox/schema'
import { type ApiDocument, inline, lastOf, type Operation, type Schema } from './api-document.ts'
import type { Answer } from './hostile-desk.ts'

type Check = (value: unknown) => unknown[]

/** Fails if the description of the operation lacks the status of an answer, or the body violates its schema. */
export function checkContract(document: ApiDocument, operation: Operation, answer: Answer): void {
  const where = `${operation.method} ${operation.path} ${answer.status}`
  const found = operation.responses[answer.status]
  assert.ok(found, `${where} is not described`)
  const described = found.$ref === undefined ? found : document.components.responses[lastOf(found.$ref)]
  assert.ok(described, `${where} is described by nothing`)
  if (described.content === undefined) {
    assert.equal(answer.body, '', `${where} has a body and none is described`)
    return
  }
  const type = answer.type.split(';', 1)[0] ?? ''
  const media = described.content[type] ?? described.content['*/*']
  assert.ok(media, `${where} is of the type "${type}", which is not described`)
  const check = checkOf(document, media.schema)
  const values = type.includes('ndjson') ? answer.body.split('\n').filter(Boolean) : [answer.body]
  for (const value of type.includes('json') ? values.map((text) => JSON.parse(text)) : values) {
    assert.deepEqual(check(value), [], `the body of ${where} is not as described`)
  }
}

const compiled = new WeakMap<Schema, Check>()

/** Lists the errors of a value by a schema of the description; empty when the value is valid. */
export function checkOf(document: ApiDocument, schema: Schema): Check {
  const known = compiled.get(schema)
  if (known !== undefined) return known
  const validator = Compile(inline(document, schema))
  const check: Check = (value) => (validator.Check(value) ? [] : validator.Errors(value)[1])
  compiled.set(schema, check)
  return check
}
