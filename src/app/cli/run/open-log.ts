import { type Logger, pino } from 'pino'
import type { LogLevel } from '../../../config.ts'
import { forwarding } from '../../../foundation/telemetry/forward-logs.ts'
import { LOG_OPTIONS } from '../../../foundation/telemetry/log-options.ts'

/** The program's log, as lines of JSON on standard error: standard output is for results. */
export const openLog = (level: LogLevel): Logger =>
  pino({ ...LOG_OPTIONS, level }, forwarding(pino.destination({ dest: 2, sync: false })))
