import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadBudgets } from '../../src/policy/budgets/budgets-file.ts'
import { loadGuards } from '../../src/policy/guards/guards-file.ts'
import { SHIPPED_GUARDS } from '../support/guards.ts'
import { tempDir } from '../support/temp-dir.ts'
import { writePolicies } from './write-policies.ts'

test('the real run’s guards require the shipped ones, in seconds', (t) => {
  const folder = tempDir(t)
  writePolicies(folder, 12)
  const [first] = loadBudgets(join(folder, 'budgets.yaml')).budgets
  assert.deepEqual(first?.enforcements, { over: 30_000, open: 90_000 })
  const { guards, expiresMs } = loadGuards(join(folder, 'guards.yaml'))
  assert.equal(expiresMs, 24_000)
  const shipped = loadGuards(SHIPPED_GUARDS).guards
  assert.deepEqual(
    guards.map(({ id, requirement }) => [id, requirement]),
    shipped.map(({ id, requirement }) => [
      id,
      {
        ...requirement,
        holdMs: requirement.holdMs > 0 ? 3_000 : 0,
        confirmMs: requirement.confirmMs === null ? null : 12_000,
      },
    ]),
  )
})
