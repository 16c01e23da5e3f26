import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handlers, send, startSmallPlatform } from '../test/small-platform.ts'
import type { SubjectFacts } from './index.ts'

const POST = { kind: 'content', id: 'post-1' } as const

test('a date in the facts is stated as JSON states it', async () => {
  const createdAt = new Date('2026-02-01T08:00:00.000Z')
  class Row {
    id = 'vale'
    handle = 'v\udc00'
    createdAt = createdAt
  }
  const facts = () => ({ account: new Row() }) as unknown as SubjectFacts
  const small = startSmallPlatform({ handlers: { facts } })
  const { body } = await send(small, { type: 'subject.facts', subject: { kind: 'account', id: 'vale' } })
  const { account } = body as unknown as SubjectFacts
  assert.deepEqual(account, { id: 'vale', handle: 'v\ufffd', createdAt: createdAt.toISOString() })
})

test('half a character in a post leaves its facts readable', async () => {
  const absent = { reach: 1, verified: 'absent', tags: ['a\udc00'], createdAt: null } as const
  const account = { id: 'vale', handle: 'v\udc00', displayName: 'Vale \0', ...absent }
  const item = { type: 'listing', fields: { title: 'Boat \ud83d', sellerId: 'vale\ud83d' } }
  const content = { id: 'post-1', accountId: 'vale', kind: 'post', text: 'a\ud83d\0b', createdAt: null, item }
  const small = startSmallPlatform({ handlers: { facts: () => ({ account, content, thread: [content] }) } })
  const { body } = await send(small, { type: 'subject.facts', subject: POST })
  const facts = body as unknown as SubjectFacts
  assert.deepEqual(
    [facts.account.handle, facts.account.displayName, facts.account.tags],
    ['v\ufffd', 'Vale \ufffd', ['a\ufffd']],
  )
  for (const each of [facts.content, ...(facts.thread ?? [])]) {
    assert.equal(each?.text, 'a\ufffd\ufffdb')
    assert.deepEqual(each?.item, { type: 'listing', fields: { title: 'Boat \ufffd', sellerId: 'vale\ud83d' } })
  }
})

test('the facts of a batch are those of single calls', async () => {
  let reads = 0
  const facts: typeof handlers.facts = (tx, subject) => {
    reads++
    if (subject.id === 'broken') throw new Error('the database is away')
    return handlers.facts(tx, subject)
  }
  const small = startSmallPlatform({ handlers: { facts } })
  const ids = ['vale', 'missing', 'broken', 'rosa', 'vale']
  const subjects = [...ids.map((id) => ({ kind: 'account', id })), { kind: 'account' }]
  const { body } = await send(small, { type: 'subject.facts_batch', subjects })
  const alone = await Promise.all(
    subjects.map(async (subject) => {
      const single = await send(small, { type: 'subject.facts', subject })
      return { status: single.status, account: (single.body as { account?: unknown }).account }
    }),
  )
  const { outcomes } = body as unknown as { outcomes: { status: number; answer: { account?: unknown } }[] }
  assert.deepEqual(
    outcomes.map(({ status, answer }) => ({ status, account: answer.account })),
    alone,
  )
  assert.deepEqual(
    alone.map(({ status }) => status),
    [200, 404, 503, 200, 200, 400],
  )
  assert.equal(reads, 2 * ids.length)
})

test('reads of a batch that could not begin in time are unavailable', async () => {
  const small = startSmallPlatform({
    handlers: {
      facts: (tx, subject) => {
        small.clock.nowMs += 501
        return handlers.facts(tx, subject)
      },
    },
  })
  const subjects = Array(9).fill({ kind: 'account', id: 'vale' })
  const { body } = await send(small, { type: 'subject.facts_batch', subjects })
  const { outcomes } = body as unknown as { outcomes: { status: number }[] }
  assert.equal(outcomes[0]?.status, 200)
  assert.equal(outcomes[8]?.status, 503)
})
