import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownText } from './known-text.ts'
import { type Message, message } from './message.ts'
import { renderMessage, renderText } from './render-message.ts'

const AREAS = ['attention.', 'alert.second.', 'alert.asked', 'restore.because.']

test('a stored English text without its message is recognised by its words', () => {
  const texts: Message[] = [
    message('attention.doubt'),
    message('attention.reachSlow', { before: '43500000', now: 'unknown' }),
    message('attention.platform.says', { detail: 'the platform answered 7: (a.b)? {c}' }),
    message('alert.asked', { action: message('term.action.deactivate') }),
    message('alert.second.restore', { because: message('restore.because.many_enforcements', { limit: 1_500 }) }),
  ]
  for (const text of texts) {
    const found = knownText(renderMessage(text), AREAS)
    assert.equal(renderText(found, 'de'), renderMessage(text, 'de'))
  }
})

test('of several texts the one with most fixed words is recognised', () => {
  const dead = message('alert.channel.dead', { channel: 'pager: on call', count: 10, error: 'HTTP 500' })
  assert.deepEqual(knownText(renderMessage(dead), ['alert.']), dead)
})

test('a text that the catalogue does not have stays as it is', () => {
  for (const text of ['', 'x', 'reach is not back', 'Reach is not back: 1 before, 2 now'])
    assert.equal(knownText(text, AREAS), text)
  assert.equal(
    knownText(renderMessage(message('attention.doubt')), ['alert.second.']),
    renderMessage(message('attention.doubt')),
  )
})
