import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { ANSWERS, RefusalSchema } from '../../src/app/conformance/description/answers.ts'
import { AuthorisationClaims, CALLS, CallSchema } from '../../src/app/conformance/description/calls.ts'
import { describeProtocol } from '../../src/app/conformance/description/openapi.ts'
import { parseCall } from '../../platform-kit/src/parse-call.ts'
import { BROKEN_BODIES, GOOD, INSTRUCTION, isParsed } from './broken-calls.ts'
import { listVectorFiles } from './read-vectors.ts'

const FILE = resolve(import.meta.dirname, '../../docs/reference/platform-protocol/openapi.json')

test('the published description is the one in the code, and valid', async () => {
  const text = `${JSON.stringify(describeProtocol(), undefined, 1)}\n`
  if (process.env.COUNTERSIGN_WRITE_DOCS === '1') writeFileSync(FILE, text)
  assert.equal(readFileSync(FILE, 'utf8'), text, 'COUNTERSIGN_WRITE_DOCS=1 writes it anew')
  const { valid, errors } = await new Validator().validate(JSON.parse(text))
  assert.ok(valid, JSON.stringify(errors))
})

test('CallSchema and parseCall accept the same calls', () => {
  assert.deepEqual(
    new Set(GOOD.map((call) => Object.entries(call)[0]?.[1])),
    new Set(Object.keys(CALLS)),
    'each type of call',
  )
  for (const call of GOOD) assert.ok(Value.Check(CallSchema, call) && isParsed(JSON.stringify(call)))
  const counts = { accepted: 0, refused: 0 }
  fc.assert(
    fc.property(BROKEN_BODIES, (body) => {
      const accepted = isParsed(body)
      counts[accepted ? 'accepted' : 'refused']++
      const value: unknown = body === '' ? undefined : JSON.parse(body)
      assert.equal(Value.Check(CallSchema, value), accepted, body.slice(0, 500))
    }),
    { numRuns: 5_000 },
  )
  assert.ok(counts.accepted > 100 && counts.refused > 1_000, JSON.stringify(counts))
})

test('every call and answer of the vectors fits the description', () => {
  for (const { vectors } of listVectorFiles())
    for (const { id, steps } of vectors)
      for (const step of steps) {
        if (!('call' in step) || step.answer.refusal === 'bad_signature') continue
        const isMalformed = JSON.stringify(step.answer).includes('"refusal":"malformed"')
        let value: unknown
        try {
          value = JSON.parse(step.call.body)
        } catch {
          assert.ok(isMalformed, id)
          continue
        }
        if (id === 'malformed.unordered-reverts') continue // JSON Schema can't state an order.
        assert.equal(Value.Check(CallSchema, value), !isMalformed, id)
      }
})

test('the description has an answer to each call', () => {
  assert.ok(Value.Check(RefusalSchema, { refusal: 'refused', detail: '' }))
  assert.equal(Object.keys(ANSWERS).join(), Object.keys(CALLS).join())
  assert.equal(Value.Check(AuthorisationClaims, {}), false)
})

test('a malformed instruction of a batch leaves the others readable', () => {
  const malformed = { instruction: { ...INSTRUCTION, generation: 0 } }
  const call = { type: 'subject.apply_batch', instructions: [malformed, { instruction: INSTRUCTION }] }
  assert.equal(isParsed(JSON.stringify(call)), false)
  const parsed = parseCall(JSON.stringify(call))
  assert.ok(parsed.type === 'subject.apply_batch')
  assert.deepEqual(
    parsed.instructions.map((one) => one instanceof Error),
    [true, false],
  )
})
