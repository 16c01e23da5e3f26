import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Agreeing, type Clause, isMet, join, NOTHING_REQUIRED, type Requirement } from './requirement.ts'

const ROLES = ['reviewer', 'senior', 'lead'] as const

const clause = fc.record(
  {
    count: fc.integer({ min: 1, max: 3 }),
    roles: fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1 }),
    teams: fc.integer({ min: 1, max: 3 }),
    employers: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: ['count'] },
) as fc.Arbitrary<Clause>

const requirement: fc.Arbitrary<Requirement> = fc.record({
  approvals: fc.array(clause, { maxLength: 3 }),
  holdMs: fc.nat(3_600_000),
  confirmMs: fc.option(fc.nat(3_600_000)),
  identify: fc.boolean(),
  assessment: fc.constantFrom(null, 'newsworthiness' as const),
  page: fc.boolean(),
})

const agreeing: fc.Arbitrary<Agreeing[]> = fc.array(
  fc.record({
    staffId: fc.constantFrom('s-1', 's-2', 's-3', 's-4'),
    roles: fc.uniqueArray(fc.constantFrom(...ROLES)),
    team: fc.constantFrom('north', 'south'),
    employer: fc.constantFrom('us', 'agency'),
  }),
  { maxLength: 6 },
)

test('two requirements together are never looser than either, whoever agrees', () => {
  fc.assert(
    fc.property(requirement, requirement, agreeing, (a, b, people) => {
      const both = join(a, b)
      for (const one of [a, b]) {
        if (isMet(both.approvals, people)) assert.ok(isMet(one.approvals, people))
        assert.ok(both.holdMs >= one.holdMs)
        assert.ok(one.confirmMs === null || (both.confirmMs !== null && both.confirmMs <= one.confirmMs))
        assert.ok(both.identify >= one.identify && both.page >= one.page)
        assert.ok(one.assessment === null || both.assessment === one.assessment)
      }
      assert.deepEqual(join(a, NOTHING_REQUIRED), { ...a })
    }),
  )
})

test('one more who agrees never makes what was met unmet', () => {
  fc.assert(
    fc.property(fc.array(clause), agreeing, agreeing, (clauses, some, more) => {
      if (isMet(clauses, some)) assert.ok(isMet(clauses, [...some, ...more]))
    }),
  )
})

const person = (staffId: string, changes: Partial<Agreeing> = {}): Agreeing => ({
  staffId,
  roles: ['senior'],
  team: 'north',
  employer: 'us',
  ...changes,
})

test('one person is one approval, whatever roles they have and however often they say it', () => {
  assert.ok(!isMet([{ count: 2 }], [person('s-1'), person('s-1', { roles: ['lead'], team: 'south' })]))
  assert.ok(isMet([{ count: 2 }], [person('s-1'), person('s-2')]))
})

test('one of anybody and two of senior or lead are two people', () => {
  const clauses = [{ count: 1 }, { count: 2, roles: ['senior', 'lead'] }] as const
  assert.ok(isMet(clauses, [person('s-1'), person('s-2', { roles: ['lead'] })]))
  assert.ok(!isMet(clauses, [person('s-1'), person('s-2', { roles: ['reviewer'] })]))
})

test('from two teams means two', () => {
  const clauses = [{ count: 2, teams: 2 }]
  assert.ok(!isMet(clauses, [person('s-1'), person('s-2')]))
  assert.ok(isMet(clauses, [person('s-1'), person('s-2', { team: 'south' })]))
})
