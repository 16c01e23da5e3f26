import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { renderText } from '../../foundation/messages/render-message.ts'
import { explainInvalid } from '../../foundation/schemas/explain-invalid.ts'
import { compileValidator } from './requests/validator.ts'

const Draft = Type.Object(
  {
    comment: Type.Optional(Type.String({ minLength: 1, maxLength: 5, pattern: '^[a-z]*$' })),
    parts: Type.Optional(Type.Array(Type.Object({ text: Type.String() }), { minItems: 1, maxItems: 2 })),
    act: Type.Optional(
      Type.Union([
        Type.Object({ kind: Type.Literal('warn'), text: Type.String() }),
        Type.Object({ kind: Type.Literal('hide'), minutes: Type.Integer({ minimum: 1, maximum: 9 }) }),
      ]),
    ),
    ground: Type.Optional(Type.Union([Type.Literal('illegal'), Type.Literal('terms')])),
    category: Type.Optional(Type.Enum(['SPAM', 'OTHER'])),
    policy: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    at: Type.Optional(Type.String({ format: 'date-time' })),
    to: Type.Optional(
      Type.Object(
        { queue: Type.Optional(Type.String()), person: Type.Optional(Type.String()) },
        { minProperties: 1, maxProperties: 1 },
      ),
    ),
  },
  { additionalProperties: false },
)
const check = compileValidator({ schema: Draft, method: 'POST', url: '/', httpPart: 'body' })

function explain(sent: unknown): Record<string, string> {
  const { error } = check(sent) as { error?: Parameters<typeof explainInvalid>[0] }
  return Object.fromEntries(explainInvalid(error ?? [], 'body').map(({ field, detail }) => [field, renderText(detail)]))
}

test('each validation problem names its field and the expected value', () => {
  assert.deepEqual(explain({ comment: '' }), { comment: 'must not be empty' })
  assert.deepEqual(explain({ comment: 'too-long' }), {
    comment: 'must have at most 5 characters and must match ^[a-z]*$',
  })
  assert.deepEqual(explain({ parts: [] }), { parts: 'must have at least 1 entry' })
  assert.deepEqual(explain({ parts: [{ text: '' }, { text: '' }, { text: '' }] }), {
    parts: 'must have at most 2 entries',
  })
  assert.deepEqual(explain({ parts: [{ text: '' }, {}] }), { 'parts/1/text': 'is missing' })
  assert.deepEqual(explain({ parts: [{ text: 1 }] }), { 'parts/0/text': 'must be a text' })
  assert.deepEqual(explain({ coment: '' }), { coment: 'is not a known field' })
  assert.deepEqual(explain({ at: 'noon' }), { at: 'must be a time such as 2031-05-17T09:30:00Z' })
  assert.deepEqual(explain({ to: {} }), { to: 'must have at least 1 field' })
  assert.deepEqual(explain({ to: { queue: 'a', person: 'b' } }), { to: 'must have at most 1 field' })
  assert.deepEqual(explain([]), { 'The body': 'must be an object' })
})

test('a validation error names all allowed alternatives', () => {
  assert.deepEqual(explain({ ground: 'law' }), { ground: 'must be illegal or terms' })
  assert.deepEqual(explain({ ground: 5 }), { ground: 'must be illegal or terms' })
  assert.deepEqual(explain({ category: 'spam' }), { category: 'must be SPAM or OTHER' })
  assert.deepEqual(explain({ policy: 5 }), { policy: 'must be a text or null' })
})

test('a validation error describes the one alternative that was meant', () => {
  assert.deepEqual(explain({ act: { kind: 'hide', minutes: 0 } }), { 'act/minutes': 'must be at least 1' })
  assert.deepEqual(explain({ act: { kind: 'hide', minutes: 10 } }), { 'act/minutes': 'must be at most 9' })
  assert.deepEqual(explain({ act: { kind: 'warn' } }), { 'act/text': 'is missing' })
  assert.deepEqual(explain({ act: { kind: 'ban' } }), { 'act/kind': 'must be warn or hide' })
  assert.deepEqual(explain({ act: 5 }), { act: 'must be an object' })
})

test('a validation error repeats field names and never values', () => {
  assert.ok(!JSON.stringify(explain({ comment: 'hunter2', ground: 'hunter2', at: 'hunter2' })).includes('hunter2'))
})

test('a validation error cuts long lists of fields and long names', () => {
  const many = explain(Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`a${index}`, 1])))
  assert.equal(many.a0, 'is not a known field')
  assert.ok(Object.keys(many).length <= 20)
  assert.deepEqual(Object.keys(explain({ ['x'.repeat(10_000)]: 1 })), [`${'x'.repeat(200)}…`])
})
