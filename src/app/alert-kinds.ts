import type { AlertTable } from '../policy/stage/alert-kinds.ts'
import { joinTables } from './join-tables.ts'
import { STAGES } from './stages.ts'

/** Every kind of alert. A test compares it with the kinds that stages declare. */
export const ALERT_KINDS = joinTables(
  'kind of alert',
  STAGES.map(({ alerts = {} }) => alerts),
) as AlertTable
