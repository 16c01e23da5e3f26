import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OFFLINE, instruct, revertIn, sign, startSmallPlatform, UP, VALE, warning } from '../test/small-platform.ts'
import { parseCall } from './parse-call.ts'

const good = instruct(1, OFFLINE, { reverts: [revertIn(5), revertIn(10)], events: [warning('enforcement-1')] })
const withInstruction = (change: object) => ({ type: 'subject.apply', instruction: { ...good, ...change } })

const malformed: [field: string, call: unknown][] = [
  ['body', []],
  ['type', { type: 'subject.delete' }],
  ['subject', { type: 'subject.read_back' }],
  ['subject.kind', { type: 'subject.facts', subject: { kind: 'domain', id: 'a' } }],
  ['subject.id', { type: 'subject.facts', subject: { kind: 'account', id: '' } }],
  ['reference', { type: 'subject.media', subject: { kind: 'content', id: 'a' } }],
  ['reference', { type: 'subject.media', subject: { kind: 'content', id: 'a' }, reference: 'x'.repeat(1025) }],
  ['subject.id', { type: 'subject.facts', subject: { kind: 'account', id: 'x'.repeat(513) } }],
  ['instruction', { type: 'subject.apply' }],
  ['instruction.generation', withInstruction({ generation: 0 })],
  ['instruction.generation', withInstruction({ generation: '1' })],
  ['instruction.generation', withInstruction({ generation: 2 ** 53 })],
  ['instruction.desired', withInstruction({ desired: null })],
  ['instruction.desired.visible', withInstruction({ desired: { ...UP, visible: 'no' } })],
  ['instruction.desired.spread', withInstruction({ desired: { ...UP, spread: 'wide' } })],
  ['instruction.desired.mayPost', withInstruction({ subject: { kind: 'content', id: 'p1' } })],
  ['instruction.desired.labels[1]', withInstruction({ desired: { ...UP, labels: ['a', 1] } })],
  ['instruction.baseline', withInstruction({ baseline: undefined })],
  ['instruction.reverts', withInstruction({ reverts: Array.from({ length: 17 }, () => revertIn(5)) })],
  ['instruction.reverts[0].at', withInstruction({ reverts: [{ at: 'tomorrow', desired: UP }] })],
  ['instruction.reverts[0].at', withInstruction({ reverts: [{ at: '2026-03-01T12:00:00+01:00', desired: UP }] })],
  ['instruction.reverts[1].at', withInstruction({ reverts: [revertIn(10), revertIn(5)] })],
  [
    'instruction.reverts[1].desired.spread',
    withInstruction({ reverts: [revertIn(5), { ...revertIn(6), desired: {} }] }),
  ],
  ['instruction.events[0].kind', withInstruction({ events: [{ ...warning('e'), kind: 'praise' }] })],
  ['instruction.events[0].text', withInstruction({ events: [{ ...warning('e'), text: 7 }] })],
]

for (const [index, [field, call]] of malformed.entries()) {
  test(`a malformed call to the platform names the wrong field: ${field} (${index})`, async () => {
    const small = startSmallPlatform()
    const { status, body } = await small.platform.handle(sign(small, JSON.stringify(call)))
    const { refusal, detail } = JSON.parse(body)
    assert.deepEqual([status, refusal], [400, 'malformed'])
    assert.equal(detail.slice(0, detail.indexOf(':')), field)
    assert.equal(await small.store.atomically(VALE, (tx) => tx.records.size), 0)
  })
}

test('a call with invalid JSON or too many bytes is malformed', () => {
  assert.throws(() => parseCall('{'), /^MalformedCall: body: must be JSON/)
  assert.throws(() => parseCall(`"${'x'.repeat(1_000_000)}"`), /^MalformedCall: body: must be at most/)
})

test('labels in any order are stored sorted and without duplicates', () => {
  const call = parseCall(JSON.stringify(withInstruction({ desired: { ...OFFLINE, labels: ['b', 'a', 'b'] } })))
  assert.deepEqual(call.type === 'subject.apply' && call.instruction.desired.labels, ['a', 'b'])
})
