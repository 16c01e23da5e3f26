import type { Scenario } from '../scenario.ts'
import { APPROVAL_SCENARIOS } from './approvals.ts'
import { AUTHORISATION_SCENARIOS } from './authorisations.ts'
import { BATCH_SCENARIOS } from './batches.ts'
import { GENERATION_SCENARIOS } from './generations.ts'
import { ONE_PERSON_SCENARIOS } from './one-person.ts'
import { OWN_ACTION_SCENARIOS } from './own-actions.ts'
import { READ_SCENARIOS } from './reads.ts'
import { SIGNATURE_SCENARIOS } from './signatures.ts'
import { STATEMENT_SCENARIOS } from './statements.ts'
import { WAY_BACK_SCENARIOS } from './ways-back.ts'

/** Every rule that the vectors play, and most of which a running platform is checked against. */
export const SCENARIOS: readonly Scenario[] = [
  ...SIGNATURE_SCENARIOS,
  ...AUTHORISATION_SCENARIOS,
  ...GENERATION_SCENARIOS,
  ...READ_SCENARIOS,
  ...APPROVAL_SCENARIOS,
  ...ONE_PERSON_SCENARIOS,
  ...OWN_ACTION_SCENARIOS,
  ...WAY_BACK_SCENARIOS,
  ...BATCH_SCENARIOS,
  ...STATEMENT_SCENARIOS,
]

/** True when a running platform can be checked: without moving its clock, and in its ordinary settings. */
export const isLive = ({ local, platform }: Scenario): boolean => local !== true && platform === undefined
