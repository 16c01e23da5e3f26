import { ACTS } from '../../foundation/acts.ts'
import type { Joined, Operations, Signables, StageRoutes } from '../../policy/stage/stage.ts'
import { completeTable, joinTables } from '../join-tables.ts'
import { ALERT_KINDS } from '../alert-kinds.ts'
import { LEDGER_CHECKS } from '../ledger-checks.ts'
import { STAGES } from '../stages.ts'

/** Every stage's routes, in the order of the flow. Who may use which is in the table of rights. */
export const ROUTES: readonly StageRoutes[] = STAGES.flatMap(({ routes = [] }) => routes)

/** Every operation's name, tag, examples and recorded views, by its method and address. */
export const OPERATIONS: Operations = joinTables(
  'operation',
  STAGES.map(({ operations = {} }) => operations),
)

/** The function of each stage that returns the text of an act to sign. */
export const SIGNABLES: Signables = completeTable(
  'act',
  ACTS,
  STAGES.map(({ signables = {} }) => signables),
)

export const JOINED: Joined = { signables: SIGNABLES, ledgerChecks: LEDGER_CHECKS, alertKinds: ALERT_KINDS }
