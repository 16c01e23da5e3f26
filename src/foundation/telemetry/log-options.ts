import type { LoggerOptions } from 'pino'
import { describeLogged, describeSubject } from './logged-error.ts'
import { traceFields } from './tracing.ts'

/** The form of every line of the log: with the ids of its trace, and without personal data in errors and subjects. */
export const LOG_OPTIONS = {
  base: null,
  mixin: traceFields,
  serializers: { err: describeLogged, error: describeLogged, subject: describeSubject },
} as const satisfies LoggerOptions
