import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRange } from './address-range.ts'

test('the address-range schema accepts only IP addresses and CIDR ranges', () => {
  for (const good of ['10.0.0.1', '10.0.0.0/8', 'fd00::/8', '::1']) assert.ok(isRange(good), good)
  for (const bad of ['', 'example.org', '10.0.0.0/33', '10.0.0.0/', '10.0.0/8', '10.0.0.0/8/8', 'fd00::/129']) {
    assert.ok(!isRange(bad), bad)
  }
})
