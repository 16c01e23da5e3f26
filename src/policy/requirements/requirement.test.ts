import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { agreeing, clause, requirementUpTo } from '../../../test/support/requirements.ts'
import { type Agreeing, countApprovals, isMet, join, NOTHING_REQUIRED } from './requirement.ts'

const requirement = requirementUpTo(fc.nat(3_600_000), fc.nat(3_600_000))

test('two combined requirements are never looser than either', () => {
  fc.assert(
    fc.property(requirement, requirement, agreeing, (a, b, people) => {
      const both = join(a, b)
      for (const one of [a, b]) {
        if (isMet(both.approvals, people)) assert.ok(isMet(one.approvals, people))
        assert.ok(both.holdMs >= one.holdMs)
        assert.ok(one.confirmMs === null || (both.confirmMs !== null && both.confirmMs <= one.confirmMs))
        assert.ok(both.identify >= one.identify && both.alert >= one.alert)
        assert.ok(one.assessment === null || both.assessment === one.assessment)
      }
      assert.deepEqual(join(a, NOTHING_REQUIRED), { ...a })
    }),
  )
})

test('one more approval never makes a met requirement unmet', () => {
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

test('one person with several roles counts as one approval', () => {
  assert.ok(!isMet([{ count: 2 }], [person('staff_1'), person('staff_1', { roles: ['lead'], team: 'south' })]))
  assert.ok(isMet([{ count: 2 }], [person('staff_1'), person('staff_2')]))
})

test('a requirement of one approver and two seniors takes two people', () => {
  const clauses = [{ count: 1 }, { count: 2, roles: ['senior', 'lead'] }] as const
  assert.ok(isMet(clauses, [person('staff_1'), person('staff_2', { roles: ['lead'] })]))
  assert.ok(!isMet(clauses, [person('staff_1'), person('staff_2', { roles: ['reviewer'] })]))
})

test('a requirement from two teams takes two people', () => {
  const clauses = [{ count: 2, teams: 2 }]
  assert.ok(!isMet(clauses, [person('staff_1'), person('staff_2')]))
  assert.ok(isMet(clauses, [person('staff_1'), person('staff_2', { team: 'south' })]))
})

test('the counted approvals are complete exactly when the requirement is met', () => {
  fc.assert(
    fc.property(fc.array(clause), agreeing, (clauses, people) => {
      const { given, needed } = countApprovals(clauses, people)
      assert.equal(given >= needed, isMet(clauses, people))
      assert.ok(given >= 0 && given <= needed)
    }),
  )
})

test('the counted approvals are those of the clause that lacks a person', () => {
  const seniors = [person('staff_1'), person('staff_2')]
  const two = { count: 2, roles: ['senior'] } as const
  assert.deepEqual(countApprovals([two, { count: 1, roles: ['lead'] }], seniors), { given: 0, needed: 1 })
  assert.deepEqual(countApprovals([{ ...two, teams: 2 }], seniors), { given: 1, needed: 2 })
  assert.deepEqual(countApprovals([two], seniors), { given: 2, needed: 2 })
  assert.deepEqual(countApprovals([], seniors), { given: 0, needed: 0 })
})
