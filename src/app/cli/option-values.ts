import { InvalidArgumentError } from 'commander'
import { parseSubjectKey, subjectKey } from '../../foundation/domain.ts'
import { DAY_MS, MINUTE_MS } from '../../foundation/durations.ts'
import { A_HOST, parseHost } from '../../foundation/settings/setting-values.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/

/** The days of the week, Monday first. */
export const WEEKDAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Parses a time, or a day, which means its first moment in UTC. */
export const parseStart = (text: string): Date => parseTime(text, 0)

/** Parses a time, or a day, which means its last moment in UTC. */
export const parseEnd = (text: string): Date => parseTime(text, DAY_MS)

/** Parses a day such as 2031-05-17. */
export function parseCalendarDay(text: string): string {
  if (!DAY.test(text)) throw new InvalidArgumentError('It must be a day such as 2031-05-17.')
  return parseStart(text).toISOString().slice(0, 10)
}

function parseTime(text: string, dayMs: number): Date {
  const at = new Date(DAY.test(text) || MOMENT.test(text) ? text : Number.NaN)
  // JavaScript turns a 30th of February into the 2nd of March, so the day is compared with the text.
  if (Number.isNaN(at.getTime()) || (DAY.test(text) && !at.toISOString().startsWith(text))) {
    throw new InvalidArgumentError('It must be a day such as 2031-05-17 or a moment such as 2031-05-17T16:00:00+01:00.')
  }
  return DAY.test(text) ? new Date(at.getTime() + dayMs) : at
}

const SPAN_UNITS_MS = { h: 3_600_000, d: DAY_MS } as const

/** Parses a time before now, such as 12h or 30d. */
export function parseSpan(text: string): { text: string; ms: number } {
  const [, count, unit] = /^([1-9]\d{0,3})([hd])$/.exec(text) ?? []
  if (count === undefined || (unit !== 'h' && unit !== 'd')) {
    throw new InvalidArgumentError('It must be a number of hours or days such as 12h or 30d.')
  }
  return { text, ms: Number(count) * SPAN_UNITS_MS[unit] }
}

export function parseWholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

const PORT_MAX = 65_535

/** Parses an address of this machine to listen on. */
export function parseHostOption(text: string): string {
  const host = parseHost(text)
  if (host === undefined) throw new InvalidArgumentError(`It must be ${A_HOST}.`)
  return host
}

export function parsePortOption(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= PORT_MAX)) throw new InvalidArgumentError(`It must be a whole number from 0 to ${PORT_MAX}.`)
  return port
}

export function parseSubject(text: string): string {
  if (!/^(account|content):./.test(text)) throw new InvalidArgumentError('It must be account:ID or content:ID.')
  return subjectKey(parseSubjectKey(text))
}

const MINUTES_IN = { m: 1, h: 60 } as const

/** Parses a time such as 0m, 30m or 2h, in milliseconds. */
export function parseMinutes(text: string): number {
  const [, digits, unit] = /^(\d{1,4})([mh])$/.exec(text) ?? []
  if (unit !== 'm' && unit !== 'h') throw new InvalidArgumentError('It must be a time such as 0m, 30m or 2h.')
  return Number(digits) * MINUTES_IN[unit] * MINUTE_MS
}
