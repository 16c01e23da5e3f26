import fc from 'fast-check'
import type { Agreeing, Clause, Requirement } from '../../src/policy/requirements/requirement.ts'

const ROLES = ['reviewer', 'senior', 'lead'] as const

/** Generates any people who might be asked to approve. */
export const clause = fc.record(
  {
    count: fc.integer({ min: 1, max: 3 }),
    roles: fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1 }),
    teams: fc.integer({ min: 1, max: 3 }),
    employers: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: ['count'] },
) as fc.Arbitrary<Clause>

/** Generates any requirement, with times of at most this many milliseconds. */
export const requirementUpTo = (
  holdMs: fc.Arbitrary<number>,
  confirmMs: fc.Arbitrary<number>,
): fc.Arbitrary<Requirement> =>
  fc.record({
    approvals: fc.array(clause, { maxLength: 3 }),
    holdMs,
    confirmMs: fc.option(confirmMs),
    identify: fc.boolean(),
    assessment: fc.constantFrom(null, 'newsworthiness' as const),
    alert: fc.boolean(),
  })

/** Generates any people who might have approved. */
export const agreeing: fc.Arbitrary<Agreeing[]> = fc.array(
  fc.record({
    staffId: fc.constantFrom('staff_1', 'staff_2', 'staff_3', 'staff_4'),
    roles: fc.uniqueArray(fc.constantFrom(...ROLES)),
    team: fc.constantFrom('north', 'south', 'west'),
    employer: fc.constantFrom('us', 'agency'),
  }),
  { maxLength: 6 },
)
