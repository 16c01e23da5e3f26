import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send, startSmallPlatform, VALE } from '../test/small-platform.ts'
import type { RelatedAccount, RelatedAccounts, RelatedSignal } from './index.ts'

const ask = (subject: object) => ({ type: 'subject.related_accounts', subject }) as never
const other = (id: string): RelatedAccount => ({ id, handle: `${id}\ud83d`, displayName: id, reach: 1, tags: [] })
const signal = (more: Partial<RelatedSignal> = {}): RelatedSignal => ({
  ...{ kind: 'device', id: 'd-1', total: 1, accounts: [other('rosa')], ...more },
})

test('related accounts are answered within the limits, without the account itself', async () => {
  const crowd = signal({
    total: 0,
    accounts: [other('vale'), ...Array.from({ length: 40 }, (_, at) => other(`a${at}`))],
  })
  const limits: number[] = []
  const small = startSmallPlatform({
    handlers: {
      relatedAccounts: (_tx, { id }, limit) => {
        limits.push(limit)
        return id === 'vale' ? [signal(), crowd, ...Array.from({ length: 30 }, () => signal())] : undefined
      },
    },
  })
  const { status, body } = await send(small, ask(VALE))
  const { signals, readAt } = body as unknown as RelatedAccounts
  assert.deepEqual([status, signals.length, limits, readAt], [200, 20, [25], small.clock.now().toISOString()])
  assert.deepEqual(signals[0], signal({ accounts: [{ ...other('rosa'), handle: 'rosa\ufffd' }] }))
  assert.deepEqual([signals[1]?.accounts.length, signals[1]?.total, signals[1]?.accounts[0]?.id], [25, 25, 'a0'])
  const missing = await send(small, ask({ kind: 'account', id: 'none' }))
  assert.deepEqual([missing.status, missing.body.refusal], [404, 'no_such_subject'])
})

test('a content has no related accounts, and a platform may relate none', async () => {
  const small = startSmallPlatform()
  assert.equal((await send(small, ask(VALE))).body.refusal, 'refused')
  assert.equal((await send(small, ask({ kind: 'content', id: 'p' }))).body.refusal, 'malformed')
})
