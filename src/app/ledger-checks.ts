import type { CrossCheck } from '../ledger/checks/cross-check.ts'
import { STAGES } from './stages.ts'

/** Every table that is compared with the ledger. The ledger proves nothing about a table that no stage registers. */
export const LEDGER_CHECKS: readonly CrossCheck[] = STAGES.flatMap(({ ledgerChecks = [] }) => ledgerChecks)
