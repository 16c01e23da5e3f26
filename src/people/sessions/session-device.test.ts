import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { describeDevice } from './session-device.ts'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const CHROME = `${WEBKIT} Chrome/126.0.0.0 Safari/537.36`

test('a browser is named with its system', () => {
  const named = {
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}`]: 'Chrome · Windows',
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Edg/126.0.0.0`]: 'Edge · Windows',
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME}`]: 'Chrome · ChromeOS',
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0': 'Firefox · Linux',
    [`Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36`]:
      'Samsung Internet · Android',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1':
      'Safari · iOS',
    'curl/8.5.0': 'curl/8.5.0',
  }
  for (const [userAgent, device] of Object.entries(named)) assert.equal(describeDevice(userAgent), device)
  for (const none of [undefined, '', '<>', '\u202e\u200b']) assert.equal(describeDevice(none), null)
})

test('any text becomes at most 60 plain characters', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 600 })), (userAgent) => {
      assert.match(describeDevice(userAgent) ?? 'none', /^[\w.+/ ·-]{1,60}$/)
    }),
  )
})
