import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findLikelyPolicy, orderPolicies } from '../../console/src/review/likely-policy.ts'

const [ofAccount, ofContent, ofBoth] = [{ on: ['account'] }, { on: ['content'] }, { on: ['account', 'content'] }]
const POLICIES = [
  { id: 'violence', category: 'VIOLENCE', actions: [ofBoth] },
  { id: 'impersonation', category: 'SCAMS_AND_FRAUD', actions: [ofBoth, ofAccount] },
  { id: 'scam', category: 'SCAMS_AND_FRAUD', actions: [ofBoth, ofContent] },
]
const reported = (category: string, kind: string) => ({ category, subject: { kind } })

test('a policy of the reported category comes first, by its fitting actions', () => {
  const orderOf = (category: string, kind: string) =>
    orderPolicies(POLICIES, reported(category, kind)).map(({ id }) => id)
  assert.deepEqual(orderOf('SCAMS_AND_FRAUD', 'content'), ['scam', 'impersonation', 'violence'])
  assert.deepEqual(orderOf('SCAMS_AND_FRAUD', 'account'), ['impersonation', 'scam', 'violence'])
})

test('no policy is likely where none has the reported category', () => {
  assert.equal(findLikelyPolicy(POLICIES, reported('SCAMS_AND_FRAUD', 'content')), 'scam')
  assert.equal(findLikelyPolicy(POLICIES, reported('ANIMAL_WELFARE', 'content')), null)
})
