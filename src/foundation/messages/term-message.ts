import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../durations.ts'
import { type Message, message } from './message.ts'
import { isMessageKey } from './render-message.ts'

/** The groups of values that the catalogue names. */
export type TermGroup = 'action' | 'category' | 'employment' | 'loss' | 'role' | 'signal' | 'signIn' | 'source' | 'tag'

/** Returns the word for a value of a group. Undefined: the catalogue has none, so the organisation's own word counts. */
export function termMessage(group: TermGroup, value: string): Message | undefined {
  const key = `term.${group}.${value}`
  return isMessageKey(key) ? { key, params: {} } : undefined
}

/** Returns a duration as policy files write it in English, such as 5m, and abbreviated in other languages. */
export function durationTerm(ms: number): Message {
  if (ms % HOUR_MS === 0) return message('term.duration.hour', { count: ms / HOUR_MS })
  if (ms % MINUTE_MS === 0) return message('term.duration.minute', { count: ms / MINUTE_MS })
  return message('term.duration.second', { count: ms / SECOND_MS })
}
