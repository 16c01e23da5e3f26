import { DESK_MUTANTS } from './desk-mutants.ts'
import { RULES_MUTANTS } from './rules-mutants.ts'

/** Real code with one thing wrong each. Every one must break an invariant in some history, or the histories prove little. */
export const MUTANTS = [...RULES_MUTANTS, ...DESK_MUTANTS]
