import Type, { type Static } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import type { Problem, Read } from '../../foundation/yaml/read-yaml.ts'
import { Duration, durationMs } from '../requirements/require-block.ts'
import { message, type Message, type Text } from '../../foundation/messages/message.ts'
import { durationTerm } from '../../foundation/messages/term-message.ts'

/** The rules of bulk actions. */
export interface BulkActionRules {
  /** The most subjects of one bulk action. */
  subjects: number
  /** The size of the random sample that an approver judges first. */
  sample: number
  /** The largest share of the sample that may break no policy, in the approver's judgement. */
  wrong: number
  /** The time for which a bulk action waits for approval. */
  expiresMs: number
  /**
   * The share of the set up to which each stage goes, the last to all. `look`: a person reviews before the next stage.
   */
  stages: readonly Stage[]
  /**
   * The count and share of its effects at which a bulk action stops by itself: restored, appealed, restored on appeal,
   * or found to need approvals of their own.
   */
  stops: Readonly<Record<Alarm, CountAndShare>>
}

export interface Stage {
  share: number
  look: boolean
}

/** The reasons for which a bulk action stops by itself. */
export const ALARMS = ['restores', 'appeals', 'guarded'] as const
export type Alarm = (typeof ALARMS)[number]

interface CountAndShare {
  count: number
  share: number
}

const EXPIRES_MAX_MS = 7 * 86_400_000
const SUBJECTS_MAX = 100_000
const SAMPLE_MAX = 1_000

const Share = Type.Number({ minimum: 0, maximum: 1, form: message('ruleFile.form.share') })
const CountAndShareEntry = Type.Object(
  { count: Type.Integer({ minimum: 1, form: message('ruleFile.form.atLeastOne') }), share: Share },
  { ...strict, form: message('ruleFile.form.countAndShare') },
)

export const BulkActionsBlock = Type.Object(
  {
    subjects: Type.Integer({
      minimum: 2,
      maximum: SUBJECTS_MAX,
      form: message('ruleFile.form.range', { from: 2, to: SUBJECTS_MAX }),
    }),
    sample: Type.Integer({
      minimum: 1,
      maximum: SAMPLE_MAX,
      form: message('ruleFile.form.range', { from: 1, to: SAMPLE_MAX }),
    }),
    wrong: Share,
    expires: Duration,
    stages: Type.Array(Type.Object({ share: Share, look: Type.Optional(Type.Boolean()) }, strict), {
      minItems: 1,
      maxItems: 20,
      form: message('ruleFile.form.stages'),
    }),
    stops: Type.Object(
      { restores: CountAndShareEntry, appeals: CountAndShareEntry, guarded: CountAndShareEntry },
      strict,
    ),
  },
  strict,
)
type BulkActionsBlock = Static<typeof BulkActionsBlock>

export const toBulkActionRules = ({ expires, stages, ...rules }: BulkActionsBlock): BulkActionRules => ({
  ...rules,
  expiresMs: durationMs(expires),
  stages: stages.map(({ share, look = false }) => ({ share, look })),
})

export function findBulkActionProblems(file: Read<unknown>, { expires, stages }: BulkActionsBlock): Problem[] {
  const at = (path: readonly (string | number)[], text: Text) => file.problemAt(['bulk_actions', ...path], text)
  const ms = durationMs(expires)
  return [
    ...(ms < 60_000 || ms > EXPIRES_MAX_MS ? [at(['expires'], message('ruleFile.bulk.expires'))] : []),
    ...stages.flatMap(({ share }, index) =>
      share <= (stages[index - 1]?.share ?? 0) ? [at(['stages', index, 'share'], message('ruleFile.bulk.stage'))] : [],
    ),
    ...(stages.at(-1)?.share === 1
      ? []
      : [at(['stages', stages.length - 1, 'share'], message('ruleFile.bulk.lastStage'))]),
  ]
}

/**
 * Joins two sets of rules for bulk actions. The result is never looser than either: the stricter of each number
 * applies, and every review of a stage that either requires.
 */
export function joinBulkActionRules(
  one: BulkActionRules | null,
  other: BulkActionRules | null,
): BulkActionRules | null {
  if (one === null || other === null) return null
  const shares = [...new Set([...one.stages, ...other.stages].map(({ share }) => share))].sort((a, b) => a - b)
  const looks = (share: number) => [...one.stages, ...other.stages].some((stage) => stage.share === share && stage.look)
  const stop = (alarm: Alarm): CountAndShare => ({
    count: Math.min(one.stops[alarm].count, other.stops[alarm].count),
    share: Math.min(one.stops[alarm].share, other.stops[alarm].share),
  })
  return {
    subjects: Math.min(one.subjects, other.subjects),
    sample: Math.max(one.sample, other.sample),
    wrong: Math.min(one.wrong, other.wrong),
    expiresMs: Math.min(one.expiresMs, other.expiresMs),
    stages: shares.map((share) => ({ share, look: looks(share) })),
    stops: { restores: stop('restores'), appeals: stop('appeals'), guarded: stop('guarded') },
  }
}

/**
 * True when the second set requires everything that the first does. Null, no bulk actions at all, requires most. Pure.
 */
export function bulkActionsAskNoLess(first: BulkActionRules | null, second: BulkActionRules | null): boolean {
  if (second === null) return true
  if (first === null) return false
  return (
    second.subjects <= first.subjects &&
    second.sample >= first.sample &&
    second.wrong <= first.wrong &&
    second.expiresMs <= first.expiresMs &&
    first.stages.every(({ share, look }) =>
      second.stages.some((stage) => stage.share === share && (stage.look || !look)),
    ) &&
    ALARMS.every((alarm) => {
      const [was, is] = [first.stops[alarm], second.stops[alarm]]
      return is.count <= was.count && is.share <= was.share
    })
  )
}

/** Returns the rules of bulk actions in words. */
export function bulkRulesMessage(rules: BulkActionRules | null): Message {
  if (rules === null) return message('described.bulk.off')
  const { subjects, sample, wrong, expiresMs, stages, stops } = rules
  const percent = (share: number) => ({ percent: Number((share * 100).toFixed(2)) })
  const steps = stages
    .map(({ share, look }): Text => message(look ? 'described.bulk.look' : 'described.bulk.percent', percent(share)))
    .reduce((left, right) => message('described.bulk.then', { left, right }))
  const bounds = ALARMS.map((alarm) => {
    const { count, share } = stops[alarm]
    return message(`described.bulk.bound.${alarm}`, { count, share: message('described.bulk.percent', percent(share)) })
  })
  const list = [
    message('described.bulk.covers', { subjects, expires: durationTerm(expiresMs) }),
    message('described.bulk.sample', { sample, wrong: message('described.bulk.percent', percent(wrong)) }),
    message('described.bulk.steps', { steps, bounds: { as: 'commas', list: bounds } }),
  ]
  return message('described.joined', { sentences: { as: 'sentences', list } })
}
