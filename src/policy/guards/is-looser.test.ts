import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { agreeing, requirementUpTo } from '../../../test/support/requirements.ts'
import { isLooser, listLoosened } from './is-looser.ts'
import { isMet, join, NOTHING_REQUIRED, type Requirement } from '../requirements/requirement.ts'

const requirement = requirementUpTo(fc.nat(3), fc.integer({ min: 1, max: 3 }))

test('a stricter requirement is never met by fewer people', () => {
  fc.assert(
    fc.property(requirement, requirement, agreeing, (before, after, people) => {
      if (isLooser(before, after)) return
      if (isMet(after.approvals, people)) assert.ok(isMet(before.approvals, people))
      assert.ok(after.holdMs >= before.holdMs)
      assert.ok(before.confirmMs === null || (after.confirmMs ?? Number.POSITIVE_INFINITY) <= before.confirmMs)
      assert.ok(after.identify >= before.identify && after.alert >= before.alert)
      assert.ok(before.assessment === null || after.assessment === before.assessment)
    }),
    { numRuns: 2_000 },
  )
})

test('joining two requirements never loosens either', () => {
  fc.assert(
    fc.property(requirement, requirement, (one, other) => {
      assert.deepEqual(listLoosened(one, join(one, other)), [])
      assert.deepEqual(listLoosened(other, join(one, other)), [])
      assert.equal(isLooser(one, one), false)
    }),
  )
})

test('looser than looser is looser', () => {
  fc.assert(
    fc.property(requirement, requirement, requirement, (first, second, third) => {
      if (!isLooser(first, second) && !isLooser(second, third)) assert.equal(isLooser(first, third), false)
    }),
    { numRuns: 2_000 },
  )
})

test('each part of a requirement that is looser is named', () => {
  const full: Requirement = {
    approvals: [{ count: 2, roles: ['senior', 'lead'], teams: 2 }],
    holdMs: 5,
    confirmMs: 5,
    identify: true,
    assessment: 'newsworthiness',
    alert: true,
  }
  const less: readonly [Partial<Requirement>, string][] = [
    [{ approvals: [{ count: 1, roles: ['senior', 'lead'], teams: 2 }] }, 'people'],
    [{ approvals: [{ count: 2, teams: 2 }] }, 'people'],
    [{ approvals: [{ count: 2, roles: ['senior', 'lead'] }] }, 'people'],
    [{ approvals: [] }, 'people'],
    [{ holdMs: 4 }, 'hold'],
    [{ confirmMs: 6 }, 'confirm'],
    [{ confirmMs: null }, 'confirm'],
    [{ identify: false }, 'identify'],
    [{ assessment: null }, 'assessment'],
    [{ alert: false }, 'alert'],
  ]
  for (const [part, name] of less) assert.deepEqual(listLoosened(full, { ...full, ...part }), [name])
  const more = { ...full, approvals: [{ count: 3, roles: ['lead'] as const, teams: 3 }], holdMs: 6, confirmMs: 4 }
  assert.deepEqual(listLoosened(full, more), [])
  assert.deepEqual(listLoosened(full, NOTHING_REQUIRED).length, 6)
})
