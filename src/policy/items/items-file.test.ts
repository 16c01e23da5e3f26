import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listLeaves } from './item-types.ts'
import { ItemsError, readItems } from './items-file.ts'
import { renderText } from '../../foundation/messages/render-message.ts'

const type = (properties: string, more = '') =>
  `items:\n  - id: listing\n    title: Listing\n    schema:\n      type: object\n${more}      properties:\n${properties}`

function problemsOf(text: string): string[] {
  try {
    readItems('items.yaml', text)
  } catch (error) {
    assert.ok(error instanceof ItemsError, String(error))
    return error.problems.map(({ line, message }) => `${line}: ${renderText(message)}`)
  }
  return []
}

test('a file of item types names types, titles, roles and fields', () => {
  const { types } = readItems(
    'items.yaml',
    type(
      [
        '        name: { type: string, role: title, title: { en: Name, de: Name } }',
        '        offer: { type: object, required: [price], properties: { price: { type: number, role: price } } }',
        '        pictures: { type: array, role: media, items: { type: string, format: uri } }',
      ].join('\n'),
      '      required: [name]\n',
    ),
  )
  const listing = types.get('listing')
  assert.deepEqual(listing?.title, { en: 'Listing' })
  assert.deepEqual(listZones(listing?.fields ?? []), [
    'name title true',
    'offer/price price true',
    'pictures media false',
  ])
})

const listZones = (fields: Parameters<typeof listLeaves>[0]) =>
  listLeaves(fields).map(({ path, field: { role, required } }) => `${path.join('/')} ${role} ${required}`)

test('a schema bomb is refused before it is read', () => {
  const many = Array.from({ length: 41 }, (_, n) => `        f${n}: { type: string }`).join('\n')
  assert.deepEqual(problemsOf(type(many)), ['7: has 41 fields; a type has at most 40'])
  const deep = '        a: { type: object, properties: { b: { type: object, properties: { c: { type: string } } } } }'
  assert.match(problemsOf(type(deep)).join('\n'), /must be one of string, number, integer, boolean, array/)
  assert.match(problemsOf(type('        a: &a { type: string }\n        b: *a')).join('\n'), /aliases .* are refused/)
  const types = Array.from({ length: 51 }, (_, n) =>
    type('        a: { type: string }').slice(7).replace('listing', `t${n}`),
  )
  assert.deepEqual(problemsOf(`items:\n${types.join('\n')}`), ['2: must be a list of at most 50 types'])
  assert.match(problemsOf(type(`        a: { type: string, enum: [${'x, '.repeat(500)}] }`)).join('\n'), /at most 100/)
})

test('keywords that fetch, run or accept anything are unknown', () => {
  for (const keyword of [
    '$ref: "https://evil.example/s.json"',
    'pattern: "(a+)+$"',
    'additionalProperties: true',
    'allOf: [{}]',
    'patternProperties: {}',
  ]) {
    const name = keyword.slice(0, keyword.indexOf(':'))
    assert.match(problemsOf(type(`        a: { type: string, ${keyword} }`)).join('\n'), /unknown key/, name)
    assert.match(problemsOf(type('        a: { type: string }', `      ${keyword}\n`)).join('\n'), /unknown key/, name)
  }
})

test('field names of prototypes and of other characters are refused', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'Name', 'a-b', '"a b"', '"‮a"', '1'])
    assert.match(
      problemsOf(type(`        ${name}: { type: string }`)).join('\n'),
      /a field is named by|unknown key/,
      name,
    )
  assert.equal(Object.hasOwn(Object.prototype, 'type'), false)
})

test('roles fit their fields, and facts have one source', () => {
  assert.deepEqual(problemsOf(type('        a: { type: string, role: price }')), [
    '7: the role price needs a number or an integer',
  ])
  assert.deepEqual(problemsOf(type('        a: { type: string, role: link }')), [
    '7: the role link needs a string with format uri, or an array of them',
  ])
  assert.deepEqual(
    problemsOf(type('        a: { type: number, role: price }\n        b: { type: number, role: price }')),
    ['8: another field of this type has the role price'],
  )
  assert.deepEqual(problemsOf(type('        a: { type: string, role: time }')), [
    '7: the role time needs a string with format date-time',
  ])
})

test('every problem of a type is named with its line', () => {
  const found = problemsOf(
    type(
      [
        '        a: { type: string, minimum: 3 }',
        '        b: { type: array }',
        '        c: { type: object }',
        '        d: { type: number, minimum: 3, maximum: 2 }',
      ].join('\n'),
      '      required: [z]\n',
    ),
  )
  assert.deepEqual(found, [
    '6: there is no field "z"',
    '8: minimum belongs to a field of type number or integer',
    '9: lacks items: { type: string }',
    '10: lacks properties',
    '11: must be at most maximum',
  ])
  assert.deepEqual(problemsOf(type('        a: { type: string }').replace('id: listing', 'id: absent')), [
    '2: absent states that a content has no type',
  ])
  assert.match(
    problemsOf('items:\n  - { id: a, title: A, schema: { type: object, properties: {} } }').join(),
    /at least one field/,
  )
})
