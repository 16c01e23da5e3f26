import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item } from '../actions/item-queries.ts'
import { splitByAccount } from './split-by-account.ts'

const items = (...accounts: (string | null)[]): Item[] =>
  accounts.map((accountId, ordinal) => ({ ordinal, subject: `content:c${ordinal}`, accountId, tries: 0 }))

const ordinals = (some: readonly Item[]) => some.map(({ ordinal }) => ordinal)

test('the next subjects of a bulk action belong to different accounts', () => {
  const waiting = items('ana', 'ana', null, 'ben', null, 'ana')
  assert.deepEqual(ordinals(splitByAccount(waiting, 3)), [0, 2, 3])
  assert.deepEqual(ordinals(waiting), [1, 4, 5])
  assert.deepEqual(ordinals(splitByAccount(waiting, 3)), [1, 4])
  assert.deepEqual(ordinals(splitByAccount(waiting, 3)), [5])
  assert.deepEqual(splitByAccount(waiting, 3), [])
})
