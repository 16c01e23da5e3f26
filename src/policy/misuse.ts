import Type, { type Static } from 'typebox'
import type { Category } from '../foundation/domain.ts'
import { message } from '../foundation/messages/message.ts'
import { strict } from '../foundation/schemas/schemas.ts'

/**
 * The floor under every policy: the fewest marks for a warning, those of later submissions for a pause, the most marks
 * that one person makes in a day, and the longest pause. Twin of misuse_floor in SQL.
 */
export const MISUSE_FLOOR = { marksMin: 3, afterWarningMin: 2, marksADayMax: 20, pauseDaysMax: 180 } as const
const MARKS_MAX = 1_000

/** Reports of these categories are never marked, and received always. Twin of is_always_received in SQL. */
export const ALWAYS_RECEIVED: readonly Category[] = [
  'PROTECTION_OF_MINORS',
  'SELF_HARM',
  'VIOLENCE',
  'CYBER_VIOLENCE',
  'CYBER_VIOLENCE_AGAINST_WOMEN',
  'RISK_FOR_PUBLIC_SECURITY',
]

/**
 * Reports of these categories are received also in a pause: those above, a published home address, and the categories
 * that say nothing of the danger, as most of Mastodon's reports have. Twin of is_received_in_pause in SQL.
 */
export const RECEIVED_IN_PAUSE: readonly Category[] = [
  ...ALWAYS_RECEIVED,
  'DATA_PROTECTION_AND_PRIVACY_VIOLATIONS',
  'NOT_SPECIFIED_NOTICE',
  'OTHER_VIOLATION_TC',
]

const integer = (minimum: number, maximum: number) =>
  Type.Optional(
    Type.Integer({ minimum, maximum, form: message('ruleFile.form.integer', { from: minimum, to: maximum }) }),
  )

/** The part of policies.yaml about misuse. */
export const MisuseEntry = Type.Object(
  {
    marks: integer(MISUSE_FLOOR.marksMin, MARKS_MAX),
    share_percent: integer(1, 100),
    pause_days: integer(1, MISUSE_FLOOR.pauseDaysMax),
  },
  strict,
)

/** From these figures on a person may warn. No figure warns or pauses by itself. */
export interface MisuseThresholds {
  marks: number
  /** The marks in a hundred submissions. */
  sharePercent: number
  /** The days that a pause is proposed for, and lasts at most. */
  pauseDays: number
}

export const toMisuse = ({
  marks = 5,
  share_percent: sharePercent = 50,
  pause_days: pauseDays = 30,
}: Static<typeof MisuseEntry> = {}): MisuseThresholds => ({ marks, sharePercent, pauseDays })

export interface MisuseFigures {
  marks: number
  submissions: number
}

/** True when the figures reach the thresholds: the number alone never does. Pure. */
export const reachesThresholds = (
  { marks, submissions }: MisuseFigures,
  thresholds: Pick<MisuseThresholds, 'marks' | 'sharePercent'>,
): boolean => marks >= thresholds.marks && marks * 100 >= submissions * thresholds.sharePercent
