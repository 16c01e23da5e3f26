import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startLibreTranslate } from '../../../test/support/libre-translate.ts'
import { libreTranslator } from './libre-translator.ts'
import { TranslatorError } from './translator.ts'

const KEY = 'a-key-of-the-server'

const failureOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => assert.fail('it was translated'),
    (error: unknown) => (error instanceof TranslatorError ? error.message : assert.fail(String(error))),
  )

test('LibreTranslate receives only the text, two languages and the key', async (t) => {
  const server = await startLibreTranslate(t, { key: KEY })
  const translator = libreTranslator({ url: server.url, key: KEY, allowPrivate: [] })
  assert.deepEqual(await translator.translate({ text: 'Bom dia', from: null, to: 'en-IE' }), {
    ...{ text: 'en: Bom dia', from: 'pt' },
  })
  assert.deepEqual(await translator.translate({ text: 'Bom dia', from: 'pt-BR', to: 'ZH-hans' }), {
    ...{ text: 'zh-Hans: Bom dia', from: 'pt-BR' },
  })
  await translator.translate({ text: 'Dia duit', from: 'ga', to: 'de' })
  assert.deepEqual(
    server.received.map(({ path, body }) => [path, body]),
    [
      ['/languages', {}],
      ['/translate', { q: 'Bom dia', source: 'auto', target: 'en', format: 'text', api_key: KEY }],
      ['/translate', { q: 'Bom dia', source: 'pt', target: 'zh-Hans', format: 'text', api_key: KEY }],
      ['/translate', { q: 'Dia duit', source: 'auto', target: 'de', format: 'text', api_key: KEY }],
    ],
  )
})

test('refusals, slow answers and unknown languages are failures with a reason', async (t) => {
  const server = await startLibreTranslate(t, { key: KEY })
  const open = (options: { key?: string; timeoutMs?: number } = {}) =>
    libreTranslator({ url: server.url, key: KEY, allowPrivate: [], ...options })
  const asked = { text: 'Bom dia', from: 'pt', to: 'en' }
  assert.match(await failureOf(open({ key: 'another' }).translate(asked)), /403: Invalid API key$/)
  assert.match(await failureOf(open().translate({ ...asked, to: 'ga' })), /does not translate into ga$/)
  assert.match(await failureOf(open().translate({ ...asked, text: 'x'.repeat(2_001) })), /exceeds text limit/)
  server.requestsLeft = 0
  assert.match(await failureOf(open().translate(asked)), /429: Slowdown/)
  const before = server.received.length
  assert.match(await failureOf(open().translate({ ...asked, text: 'x'.repeat(20_001) })), /more than 20000 characters/)
  assert.equal(server.received.length, before, 'nothing was sent')
  server.isSlow = true
  assert.match(await failureOf(open({ timeoutMs: 50 }).translate(asked)), /did not answer in time$/)
  const away = libreTranslator({ url: 'http://127.0.0.1:9/', allowPrivate: [] })
  assert.match(await failureOf(away.translate(asked)), /could not be reached$/)
})
