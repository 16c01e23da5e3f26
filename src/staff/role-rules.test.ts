import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whyNotTogether } from './role-rules.ts'

test('nobody audits and does, nor manages people and enforces', () => {
  for (const roles of [
    ['reviewer', 'auditor'],
    ['policy', 'auditor'],
    ['admin', 'auditor'],
  ] as const) {
    assert.match(whyNotTogether(roles) ?? '', /audits what they did/)
  }
  for (const roles of [
    ['admin', 'reviewer'],
    ['lead', 'admin'],
    ['senior', 'policy', 'admin'],
  ] as const) {
    assert.match(whyNotTogether(roles) ?? '', /enforces nothing/)
  }
  for (const roles of [
    ['auditor'],
    ['admin'],
    ['admin', 'policy'],
    ['reviewer', 'senior'],
    ['lead', 'policy'],
  ] as const) {
    assert.equal(whyNotTogether(roles), undefined, roles.join(' '))
  }
})
