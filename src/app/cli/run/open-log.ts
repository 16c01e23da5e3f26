import { type Logger, pino } from 'pino'
import type { LogLevel } from '../../../config.ts'

/** The program's log, as lines of JSON on standard error: standard output is for results. */
export const openLog = (level: LogLevel): Logger =>
  pino({ level, base: null }, pino.destination({ dest: 2, sync: false }))
