import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTakenOver } from './is-taken-over.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 4, 4, hour))
const text = (hour: number) => at(hour).toISOString()
const effect = (changes: { hijackedAt?: Date | null } = {}) => ({ inEffectAt: at(48), hijackedAt: null, ...changes })

test('an account is taken over until its credentials are reset', () => {
  assert.equal(isTakenOver(effect(), undefined), false)
  assert.equal(isTakenOver(effect(), { credentialsChangedAt: text(40) }), true)
  assert.equal(isTakenOver(effect(), { credentialsChangedAt: text(49) }), true, 'changed with the effect')
  assert.equal(isTakenOver(effect(), { credentialsChangedAt: text(52) }), false, 'the owner signs in anew')
  assert.equal(isTakenOver({ inEffectAt: null, hijackedAt: null }, { credentialsChangedAt: text(52) }), false)
  assert.equal(isTakenOver(effect(), { credentialsChangedAt: text(10) }), false, 'changed long before by the owner')
  assert.equal(isTakenOver(effect(), { credentialsChangedAt: text(40), credentialsResetAt: text(60) }), false)
  assert.equal(isTakenOver(effect(), { credentialsChangedAt: text(40), credentialsResetAt: text(30) }), true)
})

test('a lock against a hijacker holds letters until a reset', () => {
  const locked = effect({ hijackedAt: at(48) })
  assert.equal(isTakenOver(locked, {}), true)
  assert.equal(isTakenOver(locked, undefined), true)
  assert.equal(isTakenOver(locked, { credentialsResetAt: text(50) }), false)
})
