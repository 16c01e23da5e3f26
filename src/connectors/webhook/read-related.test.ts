import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRelatedAccounts } from './read-related.ts'

const ANN = { kind: 'account', id: 'ann' } as const
const CARD = '4929 1234 5678 9012'
const other = (id: string) => ({ id, handle: id, displayName: id, reach: 1, tags: [] })

const sendingTo = (secret: string, answer: object) => ({
  ...{ url: 'https://platform.example/', secret, now: () => new Date(), bytesMax: 1_000 },
  fetch: async () => Response.json(answer),
})

test('the connector replaces an id of a signal by a hash', async () => {
  const signal = (kind: string) => ({ kind, id: CARD, total: 2, accounts: [other('ann'), other('bob')] })
  const answer = { signals: [signal('payment'), signal('payment'), signal('device')], readAt: '2026-03-01T12:00:00Z' }
  const read = async (secret: string) => {
    const related = await readRelatedAccounts(sendingTo(`whsec_${btoa(secret)}`, answer), ANN)
    assert.ok(related !== undefined && related !== 'absent')
    return related
  }
  const [related, elsewhere] = [await read('a'.repeat(32)), await read('b'.repeat(32))]
  assert.doesNotMatch(JSON.stringify(related), /4929/)
  const [card, again, device] = related.signals.map(({ id }) => id)
  assert.match(card ?? '', /^[0-9a-f]{16}$/)
  assert.equal(card, again)
  assert.notEqual(card, device, 'of another kind')
  assert.notEqual(card, elsewhere.signals[0]?.id, 'of another platform')
  assert.deepEqual(
    related.signals[0]?.accounts.map(({ id }) => id),
    ['bob'],
    'without the account itself',
  )
})

test('an answer beyond the limits is unreadable', async () => {
  const secret = `whsec_${btoa('a'.repeat(32))}`
  const signal = { kind: 'device', id: 'x'.repeat(129), total: 0, accounts: [] }
  for (const signals of [[signal], [{ ...signal, id: 'x', kind: 'face' }], Array(21).fill({ ...signal, id: 'x' })])
    await assert.rejects(readRelatedAccounts(sendingTo(secret, { signals, readAt: '' }), ANN), {
      failure: 'unreadable',
    })
})
