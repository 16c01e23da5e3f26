import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../durations.ts'
import { type Message, message } from './message.ts'

const UNITS = [
  { name: 'day', ms: DAY_MS },
  { name: 'hour', ms: HOUR_MS },
  { name: 'minute', ms: MINUTE_MS },
] as const

/** Returns a duration in words, such as 7 days, 90 minutes or 30 seconds: in the largest unit that is exact. */
export function durationMessage(ms: number): Message {
  const unit = UNITS.find((each) => ms >= each.ms && ms % each.ms === 0) ?? { name: 'second', ms: SECOND_MS }
  return message(`sentence.duration.${unit.name}`, { count: Math.round(ms / unit.ms) })
}
