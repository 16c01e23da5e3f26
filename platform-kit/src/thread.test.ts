import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send, startSmallPlatform } from '../test/small-platform.ts'
import type { Thread, ThreadMessage } from './index.ts'

const POST = { kind: 'content', id: 'post-1' } as const
const ask = (from: number, count: number) => ({ type: 'subject.thread', subject: POST, from, count }) as const
const message = (place: number, more: Partial<ThreadMessage> = {}): ThreadMessage => ({
  ...{ place, id: `m${place}`, accountId: 'vale', handle: 'vale', text: `Message ${place}` },
  ...{ createdAt: null, state: 'shown', mediaCount: 0, ...more },
})

test('a page of a thread has its own messages, within limits', async () => {
  const pages: object[] = []
  const small = startSmallPlatform({
    handlers: {
      thread: (_tx, { id }, page) => {
        pages.push(page)
        if (id !== POST.id) return undefined
        const long = message(0, { text: 'x'.repeat(2_001), handle: 'h'.repeat(2_000) })
        const hidden = message(1, { state: 'hidden', class: 'restricted', text: 'words' })
        return {
          kind: 'transcript',
          messages: [message(-2), message(-1), long, hidden],
          hasEarlier: true,
          hasLater: false,
        }
      },
    },
  })
  const { status, body } = await send(small, ask(-1, 3))
  const { messages, ...page } = body as unknown as Thread
  assert.deepEqual([status, pages], [200, [{ from: -1, count: 3 }]])
  assert.deepEqual(page, {
    ...{ kind: 'transcript', hasEarlier: true, hasLater: false, readAt: small.clock.now().toISOString() },
  })
  assert.deepEqual(
    messages.map(({ place, text, handle, state, cut }) => [place, text.length, handle?.length, state, cut]),
    [
      [-1, 10, 4, 'shown', undefined],
      [0, 2_000, 1_024, 'shown', true],
      [1, 0, 4, 'hidden', undefined],
    ],
  )
  const other = await send(small, { ...ask(0, 1), subject: { kind: 'content', id: 'none' } })
  assert.deepEqual([other.status, other.body.refusal], [404, 'no_such_subject'])
})

test('half a character of one message leaves the others readable', async () => {
  const messages = [message(0, { text: 'a\ud83d\0b', handle: 'v\udc00' }), message(1)]
  const small = startSmallPlatform({
    handlers: { thread: () => ({ kind: 'thread', messages, hasEarlier: false, hasLater: false }) },
  })
  const { body } = await send(small, ask(0, 2))
  assert.deepEqual(
    (body as unknown as Thread).messages.map(({ text, handle, cut }) => [text, handle, cut]),
    [
      ['a\ufffd\ufffdb', 'v\ufffd', undefined],
      ['Message 1', 'vale', undefined],
    ],
  )
})

test('a thread of an account, or beyond the limits, is malformed', async () => {
  const small = startSmallPlatform()
  assert.equal((await send(small, ask(0, 1))).body.refusal, 'refused', 'without a handler')
  for (const [from, count] of [
    ...[[-251, 1] as const, [251, 1] as const, [0, 0] as const, [0, 26] as const, [0.5, 1] as const],
  ])
    assert.equal((await send(small, ask(from, count))).body.refusal, 'malformed', `${from}, ${count}`)
  const ofAccount = { ...ask(0, 1), subject: { kind: 'account', id: 'vale' } as const }
  assert.equal((await send(small, ofAccount)).body.refusal, 'malformed')
})
