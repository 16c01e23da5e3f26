import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeskError } from '../errors.ts'
import { message } from './message.ts'
import { renderMessage, renderText } from './render-message.ts'

test('a message is rendered with the values of its parameters', () => {
  assert.equal(renderMessage(message('field.minLength', { limit: 1 })), 'must have at least 1 character')
  assert.equal(renderMessage(message('field.minLength', { limit: 2 })), 'must have at least 2 characters')
})

test('a message inside a message is rendered in the same language', () => {
  const detail = message('field.missing')
  assert.equal(renderMessage(message('request.invalidField', { field: 'until', detail })), 'until is missing.')
})

test('a list in a message is joined as its language joins lists', () => {
  const list = ['a', message('field.type.null'), 3]
  const mustBe = (values: Parameters<typeof message<'field.mustBe'>>[1]['values']) =>
    renderMessage(message('field.mustBe', { values }))
  assert.equal(mustBe(list), 'must be a, null and 3')
  assert.equal(mustBe({ as: 'or', list }), 'must be a, null or 3')
  assert.equal(mustBe({ as: 'sentences', list }), 'must be a null 3')
})

test('a message is rendered in another language, with its plurals and lists', () => {
  const limit = message('field.maxItems', { limit: 1 })
  assert.equal(renderMessage(limit, 'de'), 'darf höchstens 1 Eintrag haben')
  const detail = message('field.mustBe', { values: { as: 'or', list: [message('field.type.string'), 'x'] } })
  assert.equal(
    renderMessage(message('request.invalidField', { field: 'until', detail }), 'de'),
    'until muss ein Text oder x sein.',
  )
})

test('times are in UTC, or in the zone of the reader', () => {
  const ends = message('staff.endPassed', { endsAt: new Date('2031-01-17T23:30:00Z') })
  assert.match(renderMessage(ends), /17 Jan 2031, 23:30 UTC/)
  assert.match(renderMessage(ends, 'en', 'Europe/Berlin'), /18 Jan 2031, 00:30 CET/)
  assert.match(renderMessage(ends, 'de', 'Asia/Tokyo'), /18\. Jan\. 2031, 08:30 GMT\+9/)
  assert.match(renderMessage(ends), /17 Jan 2031, 23:30 UTC/)
})

test("markup in a message's value is not interpreted", () => {
  const detail = "{limit} <b>bold</b> 'quoted'"
  assert.equal(renderMessage(message('field.other', { said: detail })), detail)
})

test('a DeskError carries its message key and an English text', () => {
  const error = new DeskError('invalid_input', message('field.maximum', { limit: 5 }))
  assert.deepEqual(error.text, { key: 'field.maximum', params: { limit: 5 } })
  assert.equal(error.message, 'must be at most 5')
  assert.equal(renderText(error.text), error.message)
})
