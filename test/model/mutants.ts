import { AUTOMATION_MUTANTS } from './automation-mutants.ts'
import { BULK_ACTION_MUTANTS } from './bulk-action-mutants.ts'
import { COLLUSION_MUTANTS } from './collusion-mutants.ts'
import { DESK_MUTANTS } from './desk-mutants.ts'
import { GROUND_MUTANTS } from './ground-mutants.ts'
import { ORGANISATION_MUTANTS } from './organisation-mutants.ts'
import { RULES_MUTANTS } from './rules-mutants.ts'
import { THIEF_MUTANTS } from './thief-mutants.ts'

/**
 * The real code with one fault each. Every mutant must break an invariant in some history, or the histories prove
 * little.
 */
export const MUTANTS = [
  ...RULES_MUTANTS,
  ...DESK_MUTANTS,
  ...THIEF_MUTANTS,
  ...BULK_ACTION_MUTANTS,
  ...AUTOMATION_MUTANTS,
  ...ORGANISATION_MUTANTS,
  ...GROUND_MUTANTS,
  ...COLLUSION_MUTANTS,
]
