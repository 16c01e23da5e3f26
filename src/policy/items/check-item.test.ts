import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Compile } from 'typebox/schema'
import { renderText } from '../../foundation/messages/render-message.ts'
import { findItemFaults } from './check-item.ts'
import { itemFacts } from './item-facts.ts'
import { readItems } from './items-file.ts'

const ITEMS = readItems(
  'items.yaml',
  `items:
  - id: listing
    title: Listing
    schema:
      type: object
      required: [name, offer]
      properties:
        name: { type: string, maxLength: 20, role: title }
        state: { type: string, enum: [new, used] }
        since: { type: string, format: date-time, role: time }
        pictures: { type: array, maxItems: 2, items: { type: string, format: uri }, role: media }
        pieces: { type: integer, minimum: 1, maximum: 9 }
        isSold: { type: boolean }
        text: { type: string }
        more: { type: array, items: { type: string } }
        offer:
          type: object
          required: [price]
          properties:
            price: { type: number, minimum: 0, role: price }
            currency: { type: string, role: currency }
  - { id: note, title: Note, schema: { type: object, properties: { text: { type: string } } } }
`,
)
const VALID = { name: 'Lamp', offer: { price: 12.5, currency: 'EUR' } }
const faultsOf = (fields: Record<string, unknown>, type = 'listing') =>
  findItemFaults(ITEMS, { type, fields }).map(({ field, detail }) => `${field} ${renderText(detail)}`)

test('a valid item has no fault', () => {
  const full = {
    ...VALID,
    ...{ state: 'new', since: '2031-05-17T09:30:00Z', pieces: 9, isSold: false },
    pictures: ['https://shop.example/1.png', 'http://shop.example/2.png'],
  }
  assert.deepEqual(faultsOf(full), [])
})

test('each fault names its field', () => {
  const wrong: [Record<string, unknown>, string][] = [
    [{ name: 1 }, 'item/fields/name must be a text'],
    [{ name: 'x'.repeat(21) }, 'item/fields/name must have at most 20 characters'],
    [{ name: undefined }, 'item/fields/name is missing'],
    [{ state: 'broken' }, 'item/fields/state must be one of new or used'],
    [{ since: '31 February' }, 'item/fields/since must be a time such as 2031-05-17T09:30:00Z'],
    [{ pieces: 1.5 }, 'item/fields/pieces must be a whole number'],
    [{ pieces: 0 }, 'item/fields/pieces must be at least 1'],
    [{ pieces: 10 }, 'item/fields/pieces must be at most 9'],
    [{ isSold: 'yes' }, 'item/fields/isSold must be true or false'],
    [{ offer: {} }, 'item/fields/offer/price is missing'],
    [{ offer: { price: '12' } }, 'item/fields/offer/price must be a number'],
    [{ offer: { price: -1 } }, 'item/fields/offer/price must be at least 0'],
    [{ offer: { price: Number.POSITIVE_INFINITY } }, 'item/fields/offer/price must be a number'],
    [{ offer: [1] }, 'item/fields/offer must be an object'],
    [{ offer: null }, 'item/fields/offer must be an object'],
    [{ pictures: 'https://shop.example' }, 'item/fields/pictures must be a list'],
    [
      { pictures: ['javascript:alert(1)'] },
      'item/fields/pictures/0 must be an address that begins with http:// or https://',
    ],
    [{ pictures: ['a', 'b', 'c'] }, 'item/fields/pictures must have at most 2 entries'],
    [{ colour: 'red' }, 'item/fields/colour is not a known field'],
  ]
  for (const [fields, said] of wrong) assert.deepEqual(faultsOf({ ...VALID, ...fields }), [said])
  assert.deepEqual(faultsOf(VALID, 'auction'), ['item/type must be an item type that the desk knows: listing or note'])
})

test('a hostile item reaches no prototype and costs little', () => {
  const poisoned = JSON.parse(
    '{"name":"Lamp","offer":{"price":1,"__proto__":{"currency":"EUR"}},"__proto__":{"state":"new"}}',
  )
  assert.deepEqual(faultsOf(poisoned), [
    'item/fields/__proto__ is not a known field',
    'item/fields/offer/__proto__ is not a known field',
  ])
  assert.deepEqual(faultsOf({ constructor: 1 } as unknown as Record<string, unknown>), [
    'item/fields/constructor is not a known field',
    'item/fields/name is missing',
    'item/fields/offer is missing',
  ])
  assert.equal(faultsOf(Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`x${n}`, n]))).length, 20)
  const [long] = faultsOf({ ...VALID, ['y'.repeat(10_000)]: 1 })
  assert.ok((long?.length ?? 0) < 300)
  assert.deepEqual(faultsOf({ ...VALID, text: 'z'.repeat(10_000) }), [])
  assert.deepEqual(faultsOf({ ...VALID, text: 'z'.repeat(10_001) }), [
    'item/fields/text must have at most 10,000 characters',
  ])
  const more = Array.from({ length: 6 }, () => 'z'.repeat(9_000))
  assert.deepEqual(faultsOf({ ...VALID, more }), [`item/fields must have at most 50,000 characters`])
})

test('guards read a misfit as unknown and an undeclared field as absent', () => {
  const listing = { type: 'listing', fields: VALID }
  const facts = (item: Parameters<typeof itemFacts>[1]) => Object.values(itemFacts(ITEMS, item))
  assert.deepEqual(facts(listing), ['listing', 12.5, 'EUR', 'absent'])
  assert.deepEqual(facts({ type: 'listing', fields: { name: 'Lamp', offer: { price: 3 } } }), [
    'listing',
    3,
    null,
    'absent',
  ])
  assert.deepEqual(facts({ type: 'note', fields: {} }), ['note', 'absent', 'absent', 'absent'])
  for (const unknown of [null, { type: 'auction', fields: {} }, { type: 'listing', fields: { name: 'Lamp' } }])
    assert.deepEqual(facts(unknown), [null, null, null, null])
  const off = { name: 'Lamp', offer: { price: 3, currency: 'absent' } }
  assert.equal(facts({ type: 'listing', fields: off })[2], null, 'a text can not turn a guard off')
  assert.deepEqual(facts('absent'), ['absent', 'absent', 'absent', 'absent'])
  assert.deepEqual(Object.values(itemFacts(readItems('items.yaml', 'items: []'), null)), [
    'absent',
    'absent',
    'absent',
    'absent',
  ])
})

test('the check agrees with a JSON Schema validator on generated items', () => {
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: ['a'],
    properties: {
      a: { type: 'string', minLength: 1, maxLength: 3 },
      b: { type: 'integer', minimum: 0, maximum: 5 },
      c: { type: 'array', maxItems: 2, items: { type: 'string', enum: ['x', 'y'] } },
      d: {
        type: 'object',
        additionalProperties: false,
        required: ['e'],
        properties: { e: { type: 'number' }, f: { type: 'boolean' } },
      },
    },
  } as const
  const { additionalProperties: _strict, properties, ...rest } = schema
  const { additionalProperties: _alsoStrict, ...d } = properties.d
  const file = JSON.stringify({
    items: [{ id: 't', title: 'T', schema: { ...rest, properties: { ...properties, d } } }],
  })
  const items = readItems('items.yaml', file)
  const validator = Compile(schema)
  const text = fc.oneof(fc.constantFrom('', 'x', 'y', '😀😀😀', 'abcd'), fc.string({ maxLength: 4, unit: 'binary' }))
  const any = fc.oneof(
    text,
    fc.integer({ min: -1, max: 6 }),
    fc.double({ min: -1e9, max: 1e9 }),
    fc.boolean(),
    fc.constant(null),
  )
  const value = fc.oneof(any, fc.array(any, { maxLength: 3 }), fc.dictionary(fc.constantFrom('e', 'f', 'g'), any))
  const fitting = {
    a: fc.constantFrom('x', 'xyz'),
    b: fc.integer({ min: 0, max: 5 }),
    c: fc.constant(['x']),
    d: fc.constant({ e: 1.5 }),
  }
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'g', '__proto__')
  let fits = 0
  fc.assert(
    fc.property(fc.record(fitting, { requiredKeys: ['a'] }), fc.option(fc.tuple(name, value)), (valid, changed) => {
      const fields = changed === null ? valid : Object.fromEntries([...Object.entries(valid), changed])
      const isValid = validator.Check(fields)
      fits += Number(isValid)
      assert.equal(findItemFaults(items, { type: 't', fields }).length === 0, isValid, JSON.stringify(fields))
    }),
    { numRuns: 400 },
  )
  assert.ok(fits > 40 && fits < 360, `${fits} fit`)
})
