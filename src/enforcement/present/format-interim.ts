import { isSecondedLock } from '../restore/restore-rule.ts'
import { type Happening, formatImmediate, formatOutcome, formatShort, formatClockTime } from './format-enforcement.ts'

/** An interim measure, before it is taken and after. */
export type DescribedMeasure = Happening & { isProtected: boolean; legalDuty: boolean } & (ShortMeasure | LongLock)

/** A measure that ends by itself. */
interface ShortMeasure {
  durationMs: number
  /** True when it ends within the hour unless a second person takes the same. */
  alone: boolean
  /** The reason for which a requested lock against a hijacker is an ordinary one. */
  refusal?: HijackRefusal
}

/** A lock that ends when the platform reports that the credentials were reset. */
interface LongLock {
  durationMs: null
  hijack: HijackLock
}

export interface HijackLock {
  /** Without a second person it ends after so long, in an election window; null: it stays. */
  unconfirmedMs: number | null
  /** The organisation has one person, who is alerted once a day. */
  isSolo: boolean
}

/** Sentences for the refusals of hijack_refusal in SQL. */
export type HijackRefusal = 'not_reported' | 'undone' | 'often'

/** The words for the end of a lock against a hijacker. */
export const UNTIL_RESET = ' until its credentials are reset'
/** The sentences that explain why a requested lock against a hijacker is an ordinary one. */
export const HIJACK_SENTENCES: Record<HijackRefusal, string> = {
  not_reported:
    'It ends by then: the platform reports no change of credentials, e-mail or device within 24 hours that no reset followed.',
  undone: 'It ends by then: your lock against a hijacker here was undone within seven days.',
  often: 'It ends by then: five locks against hijackers began here within seven days.',
}

/** Formats the sentence shown before a measure is taken: the outcome, for how long, who is told, who can undo it. */
export function formatInterim(measure: DescribedMeasure): string {
  if (measure.durationMs === null) {
    return `At once: ${formatOutcome(measure, UNTIL_RESET)}; ${formatAlerts(measure.hijack)}. ${formatUndoers(measure)}`
  }
  const { durationMs: ms, alone, refusal } = measure
  return `${formatImmediate(measure, { ms, longer: alone, pages: alone })} ${formatReason(refusal)}${formatUndoers(measure)}`
}

/** Formats the sentence about a measure that was taken: the outcome, its end, who can undo it. */
export function formatInterimTaken(measure: DescribedMeasure, endsAt: Date | null): string {
  const sent = 'Sent to the platform: '
  if (measure.durationMs === null || endsAt === null) {
    const alerts = measure.durationMs === null ? `; ${formatAlerts(measure.hijack)}` : ''
    return `${sent}${formatOutcome(measure, UNTIL_RESET)}${alerts}. ${formatUndoers(measure)}`
  }
  const more = measure.alone ? ', longer if a second person takes the same measure' : ''
  return `${sent}${formatOutcome(measure, ` until ${formatClockTime(endsAt)}`)}${more}. ${formatReason(measure.refusal)}${formatUndoers(measure)}`
}

function formatAlerts({ unconfirmedMs, isSolo }: HijackLock): string {
  const often = isSolo ? 'once a day' : 'every 15 minutes'
  const alerted = `on-call is alerted ${often} until then or until a second person confirms it`
  return unconfirmedMs === null ? alerted : `${alerted}, and without that it ends after ${formatShort(unconfirmedMs)}`
}

const formatReason = (refusal: HijackRefusal | undefined): string =>
  refusal === undefined ? '' : `${HIJACK_SENTENCES[refusal]} `

function formatUndoers(measure: DescribedMeasure): string {
  if (measure.durationMs === null)
    return 'Anyone on duty can undo it; once a second person has confirmed it, two people.'
  return takesTwo(measure) ? 'Undoing it takes two people.' : 'Anyone on duty can undo it.'
}

/**
 * True when undoing an unconfirmed interim measure takes two people, by the rules of undone_by_two and isSecondedLock.
 */
const takesTwo = ({ action, isProtected, legalDuty, durationMs }: DescribedMeasure): boolean =>
  (legalDuty && !isProtected) ||
  isSecondedLock({ action, protected: isProtected, interim: true, durationMs, ground: null, confirmedAt: null })
