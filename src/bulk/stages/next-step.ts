import { type Message, message } from '../../foundation/messages/message.ts'
import { ALARMS, type Alarm, type BulkActionRules } from '../../policy/budgets/bulk-action-rules.ts'

/** The progress of a bulk action. */
export interface Progress {
  /** The number of its stage, from 0. */
  stage: number
  /** The subjects classified as ordinary at preparation, and those with an outcome. */
  ordinary: number
  done: number
  /** Its enforcements: created, on their way to the platform, restored, and appealed or restored on appeal. */
  acted: number
  releasing: number
  restored: number
  appealed: number
  /** The ordinary subjects that turned out to need approvals of their own. */
  hits: number
}

type Step =
  | { to: 'act'; most: number }
  /** The platform must show the effects of this stage before the next one starts. */
  | { to: 'wait' }
  | { to: 'stage'; look: boolean }
  | { to: 'done' }
  | { to: 'stopped'; why: Message }

/** Returns the next step of a running bulk action. Pure. */
export function nextStep(rules: BulkActionRules, progress: Progress): Step {
  const alarm = ALARMS.find((one) => hasRung(rules, progress, one))
  if (alarm !== undefined) return { to: 'stopped', why: stoppedMessage(alarm, progress) }
  const stage = rules.stages[progress.stage]
  const upTo = stage === undefined ? progress.ordinary : Math.max(1, Math.ceil(stage.share * progress.ordinary))
  if (progress.done < upTo) return { to: 'act', most: upTo - progress.done }
  if (progress.releasing > 0) return { to: 'wait' }
  if (progress.done >= progress.ordinary) return { to: 'done' }
  return { to: 'stage', look: stage?.look ?? false }
}

const countOf = ({ restored, appealed, hits }: Progress): Record<Alarm, number> => ({
  restores: restored,
  appeals: appealed,
  guarded: hits,
})

function hasRung({ stops }: BulkActionRules, progress: Progress, alarm: Alarm): boolean {
  const count = countOf(progress)[alarm]
  const of = alarm === 'guarded' ? progress.done : progress.acted
  return count >= stops[alarm].count && count >= stops[alarm].share * of
}

const stoppedMessage = (alarm: Alarm, progress: Progress): Message =>
  message(`alert.bulk.${alarm}`, {
    count: countOf(progress)[alarm],
    total: alarm === 'guarded' ? progress.done : progress.acted,
  })
