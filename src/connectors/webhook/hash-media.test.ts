import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { hashAnswer, HASHED_BYTES_MAX } from './hash-media.ts'

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** Returns an answer that comes in pieces of this length. */
function answerOf(text: string, length: number): Response {
  const pieces = text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? []
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(Buffer.from(piece))
      controller.close()
    },
  })
  return new Response(body)
}

test('media bytes are hashed as they arrive, in chunks of any length', async () => {
  for (const size of [0, 1, 2, 3, 1_000]) {
    const bytes = randomBytes(size)
    const base64 = bytes.toString('base64')
    const answers = [
      JSON.stringify({ base64 }),
      JSON.stringify({ mediaType: 'image/png', base64 }, null, 2),
      // As some encoders write it, and with a member behind.
      `{"base64":"${base64.replaceAll('/', '\\/')}","mediaType":"image/png"}`,
    ]
    for (const answer of answers) {
      for (const length of [1, 3, 7, 64, 4_096])
        assert.deepEqual(await hashAnswer(answerOf(answer, length)), { sha256: hashOf(bytes), bytes: size })
    }
  }
})

test('a truncated, altered or oversized media answer has no hash', async () => {
  const base64 = randomBytes(300).toString('base64')
  const large = Buffer.alloc(HASHED_BYTES_MAX + 1).toString('base64')
  for (const answer of [
    '',
    '{}',
    '[]',
    `{"base64":"${base64}`,
    `{"base64":"${base64}"`,
    `{"base64":"${base64.slice(0, -1)}"}`,
    `{"base64":"${base64.slice(0, 100)}!!!!"}`,
    `{"base64":"AA==${base64}"}`,
    `{"note":"\\"base64\\":\\"","base64":"${base64}"}`,
    `{"base64":"${base64}","more":"${'x'.repeat(4_000)}"}`,
    `{${' '.repeat(4_000)}"base64":"${base64}"}`,
    `{"base64":"${large}"}`,
  ]) {
    await assert.rejects(hashAnswer(answerOf(answer, 1_024)), (error) => {
      assert.ok(error instanceof ConnectorError, String(error))
      assert.equal(error.failure, 'unreadable')
      assert.ok(!error.message.includes(base64.slice(0, 12)))
      return true
    })
  }
})
