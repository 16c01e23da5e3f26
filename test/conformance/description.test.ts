import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { parseCall } from '../../platform-kit/src/parse-call.ts'
import { ANSWERS, RefusalSchema } from '../../src/app/conformance/description/answers.ts'
import { AuthorisationClaims, Batch, CALLS, CallSchema } from '../../src/app/conformance/description/calls.ts'
import { describeProtocol } from '../../src/app/conformance/description/openapi.ts'
import { listVectorFiles } from './read-vectors.ts'

const FILE = resolve(import.meta.dirname, '../../docs/reference/platform-protocol/openapi.json')

test('the published description is the one in the code, and valid', async () => {
  const text = `${JSON.stringify(describeProtocol(), undefined, 1)}\n`
  if (process.env.COUNTERSIGN_WRITE_DOCS === '1') writeFileSync(FILE, text)
  assert.equal(readFileSync(FILE, 'utf8'), text, 'COUNTERSIGN_WRITE_DOCS=1 writes it anew')
  const { valid, errors } = await new Validator().validate(JSON.parse(text))
  assert.ok(valid, JSON.stringify(errors))
})

const isParsed = (body: string): boolean => {
  try {
    parseCall(body)
    return true
  } catch {
    return false
  }
}

const UP = { visible: true, spread: 'full', mayPost: true, labels: [] }
const HOSTILE = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', 'x', 'x'.repeat(513), 'x'.repeat(1_025), 0, 1, -1, 1.5, 2 ** 53),
  fc.constantFrom<unknown>(true, false, [], {}, 'account', 'content', 'full', '2026-03-01T12:00:00Z', '2026-13-01', [
    UP,
  ]),
  fc.constantFrom<unknown>(Array(17).fill({}), Array(65).fill('x'), Array(257).fill({}), ['DE'], ['de'], UP),
)
const SUBJECT = { kind: 'account', id: 'vale' }
const ASSERTION = {
  core: '{}',
  asShown: '{}',
  keyRef: 'a',
  clientDataJSON: 'a',
  authenticatorData: 'a',
  signature: 'a',
}
const INSTRUCTION = {
  ...{ subject: SUBJECT, generation: 1, epoch: 0, desired: { ...UP, blockedCountries: ['DE'] }, baseline: UP },
  reverts: [{ at: '2026-03-01T12:00:00.123Z', desired: UP }],
  events: [{ id: 'enf_1', kind: 'warn', policyId: 'p', text: 'Please be kind.' }],
}
const GOOD: readonly object[] = [
  { type: 'subject.apply', instruction: INSTRUCTION, authorisation: 'a.b.c' },
  { type: 'subject.apply', instruction: { ...INSTRUCTION, subject: { kind: 'content', id: '1' } } },
  { type: 'subject.restore', subject: SUBJECT, epoch: 1, signatures: [ASSERTION] },
  ...['subject.media', 'subject.restricted_link', 'subject.restricted_bytes'].map((type) => ({
    ...{ type, subject: SUBJECT, reference: 'a' },
  })),
  ...['subject.read_back', 'subject.facts', 'subject.profile', 'subject.recent_posts'].map((type) => ({
    ...{ type, subject: SUBJECT },
  })),
  { type: 'platform.capabilities' },
  { type: 'platform.actors' },
]

/** Lists the place of every member, at any depth. */
const pathsOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]))]
    : [path]

function replaceAt(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...(value as object) }
  Object.assign(copy, { [name]: replaceAt(Object.entries(copy).find(([each]) => each === name)?.[1], rest, by) })
  return copy
}

test('CallSchema and parseCall accept the same calls', () => {
  assert.deepEqual(
    new Set(GOOD.map((call) => Object.entries(call)[0]?.[1])),
    new Set(Object.keys(CALLS)),
    'each type of call',
  )
  for (const call of GOOD) assert.ok(Value.Check(CallSchema, call) && isParsed(JSON.stringify(call)))
  const broken = fc.constantFrom(...GOOD.flatMap((call) => pathsOf(call).map((path) => ({ call, path }))))
  const counts = { accepted: 0, refused: 0 }
  fc.assert(
    fc.property(broken, HOSTILE, ({ call, path }, by) => {
      const body = JSON.stringify(replaceAt(call, path, by)) ?? ''
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
        const isMalformed = step.answer.refusal === 'malformed'
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

test('the description says what no version-1 platform of ours does yet', () => {
  const batch = { type: 'subject.apply_batch', instructions: [{ instruction: INSTRUCTION }] }
  assert.ok(Value.Check(Batch, batch))
  assert.equal(isParsed(JSON.stringify(batch)), false)
  const { schemas } = JSON.parse(readFileSync(FILE, 'utf8')).components
  assert.match(schemas.SubjectApplyBatch.description, /does not implement/)
  assert.ok(Value.Check(RefusalSchema, { refusal: 'refused', detail: '' }))
  assert.equal(Object.keys(ANSWERS).join(), Object.keys(CALLS).join())
  assert.equal(Value.Check(AuthorisationClaims, {}), false)
})
