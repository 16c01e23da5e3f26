import { isSecondedLock } from '../restore-rule.ts'
import { type Happening, sayAtOnce, sayOutcome, sayTime } from './say-order.ts'

/** An interim measure, before it is taken and after. */
export interface InterimMeasure extends Happening {
  ms: number
  isProtected: boolean
  legalDuty: boolean
  /** It ends within the hour unless a second person takes the same. */
  alone: boolean
}

/** Formats the sentence shown before a measure is taken: the outcome, for how long, who is told, who can undo it. */
export function sayInterim(measure: InterimMeasure): string {
  const { ms, alone } = measure
  return `${sayAtOnce(measure, { ms, longer: alone, pages: alone })} ${sayWhoUndoes(measure)}`
}

/** Formats the sentence about a measure that was taken: the outcome, its end, who can undo it. */
export function sayInterimTaken(measure: InterimMeasure, endsAt: Date): string {
  const more = measure.alone ? ', longer if a second person takes the same measure' : ''
  return `Sent to the platform: ${sayOutcome(measure, ` until ${sayTime(endsAt)}`)}${more}. ${sayWhoUndoes(measure)}`
}

const sayWhoUndoes = (measure: InterimMeasure): string =>
  takesTwo(measure) ? 'Undoing it takes two people.' : 'Anyone on duty can undo it.'

/** As undone_by_two and isSecondedLock have it of an interim measure. */
const takesTwo = ({ action, isProtected, legalDuty, ms }: InterimMeasure): boolean =>
  (legalDuty && !isProtected) || isSecondedLock({ action, protected: isProtected, lesser: true, durationMs: ms })
