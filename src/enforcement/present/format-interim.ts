import { durationMessage } from '../../foundation/messages/duration-message.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { isSecondedLock } from '../restore/restore-rule.ts'
import { type Happening, immediateMessage, joinSentences, outcomeMessage } from './format-enforcement.ts'

/** An interim measure, in the preview and after it was taken. */
export type DescribedMeasure = Happening & { isProtected: boolean; legalDuty: boolean } & (ShortMeasure | LongLock)

/** A measure that ends by itself. */
interface ShortMeasure {
  durationMs: number
  /** True when the measure ends within the hour unless a second person takes the same. */
  alone: boolean
  /** The reason for which a requested hijack lock becomes an ordinary one. */
  refusal?: HijackRefusal
}

/** A lock that ends when the platform reports that the credentials were reset. */
interface LongLock {
  durationMs: null
  hijack: HijackLock
}

export interface HijackLock {
  /** In an election window, the time after which the measure ends without a second person. Null: it stays. */
  unconfirmedMs: number | null
  /** True for an organisation of one person, who is alerted once a day. */
  isSolo: boolean
}

/** The sentences for the refusals that hijack_refusal in SQL returns. */
export type HijackRefusal = 'not_reported' | 'undone' | 'often'

/** The words for the end of a hijack lock. */
export const UNTIL_RESET = message('sentence.how.untilReset')
/** The sentences that explain why a requested hijack lock becomes an ordinary one. */
export const HIJACK_SENTENCES: Record<HijackRefusal, Message> = {
  not_reported: message('sentence.hijack.not_reported'),
  undone: message('sentence.hijack.undone'),
  often: message('sentence.hijack.often'),
}

/** Formats the sentences of `interimMessage` in English, as they are stored. */
export const formatInterim = (measure: DescribedMeasure): string => renderMessage(interimMessage(measure))

/**
 * Returns the sentences of the preview: the outcome, its end, the people who are alerted and those who can undo it.
 * `now`: the time at which it begins. Undefined: the sentences name no date of its end.
 */
export function interimMessage(measure: DescribedMeasure, now?: Date): Message {
  if (measure.durationMs === null) {
    const outcome = outcomeMessage(measure, { how: UNTIL_RESET, isNow: true })
    return joinSentences([
      message('sentence.condition.none', { outcome }),
      ...listAlerts(measure.hijack),
      undo(measure),
    ])
  }
  return joinSentences([
    immediateMessage(measure, measure.durationMs, now),
    ...listExtensions(measure, [message('sentence.immediate.page')]),
    undo(measure),
  ])
}

/** Returns the sentences about a measure that was taken: the outcome, its end, and the people who can undo it. */
export function interimTakenMessage(measure: DescribedMeasure, endsAt: Date | null): Message {
  const how = endsAt === null ? UNTIL_RESET : message('sentence.how.until', { endsAt })
  const sent = message('sentence.sent', { outcome: outcomeMessage(measure, { how }) })
  const alerts = measure.durationMs === null ? listAlerts(measure.hijack) : listExtensions(measure, [])
  return joinSentences([sent, ...alerts, undo(measure)])
}

const listExtensions = ({ alone, refusal }: ShortMeasure, alerts: readonly Message[]): Message[] => [
  ...(alone ? [message('sentence.immediate.sameExtends'), ...alerts] : []),
  ...(refusal === undefined ? [] : [HIJACK_SENTENCES[refusal]]),
]

const listAlerts = ({ unconfirmedMs, isSolo }: HijackLock): Message[] => [
  isSolo ? message('sentence.ground.alertDaily') : message('sentence.ground.alertOften'),
  ...(unconfirmedMs === null
    ? []
    : [message('sentence.ground.unconfirmed', { duration: durationMessage(unconfirmedMs) })]),
]

function undo(measure: DescribedMeasure): Message {
  if (measure.durationMs === null) return message('sentence.undo.oneUntilConfirmed')
  return takesTwo(measure) ? message('sentence.undo.two') : message('sentence.undo.one')
}

/**
 * True when undoing an unconfirmed interim measure takes two people, by the rules of needs_two_restorers and isSecondedLock.
 */
const takesTwo = ({ action, isProtected, legalDuty, durationMs }: DescribedMeasure): boolean =>
  (legalDuty && !isProtected) ||
  isSecondedLock({ action, protected: isProtected, interim: true, durationMs, ground: null, confirmedAt: null })
