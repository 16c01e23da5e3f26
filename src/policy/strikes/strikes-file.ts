import Type, { type Static } from 'typebox'
import type { Json } from '../../foundation/canonical.ts'
import { ACTIONS, type Action } from '../../foundation/domain.ts'
import { message, type Text } from '../../foundation/messages/message.ts'
import { strict } from '../../foundation/schemas/schemas.ts'
import type { Problem, Read } from '../../foundation/yaml/read-yaml.ts'
import { ACTION_RULES } from '../requirements/action-order.ts'
import { Duration, durationMs } from '../requirements/require-block.ts'

const POINTS_MAX = 100
const THRESHOLD_POINTS_MAX = 1_000
const THRESHOLDS_MAX = 10
/** Strikes are counted over the enforcements of three years, so none counts for longer. */
const DAYS_MAX = 1_095
const PEOPLE_MAX = 5
/** The shortest time of an enforcement. */
const SHORTEST_MS = 60_000

const Points = Type.Optional(Type.Integer({ minimum: 0, maximum: POINTS_MAX }))
const Weights = Type.Object(
  {
    ...{ warn: Points, label: Points, limit: Points, hide: Points },
    ...{ remove: Points, lock: Points, suspend: Points, deactivate: Points },
  },
  strict,
)
const Days = Type.Integer({ minimum: 1, maximum: DAYS_MAX })

/** The strikes of one policy: what it states differs from those of the file. */
export const PolicyStrikes = Type.Object({ days: Type.Optional(Days), weights: Type.Optional(Weights) }, strict)
type PolicyStrikes = Static<typeof PolicyStrikes>

/** The strikes of a policies file. Left out: it gives none. */
export const StrikesEntry = Type.Object(
  {
    days: Days,
    weights: Weights,
    thresholds: Type.Optional(
      Type.Array(
        Type.Object(
          {
            points: Type.Integer({ minimum: 1, maximum: THRESHOLD_POINTS_MAX }),
            action: Type.Enum([...ACTIONS]),
            for: Type.Optional(Duration),
            people: Type.Optional(Type.Integer({ minimum: 1, maximum: PEOPLE_MAX })),
          },
          strict,
        ),
        { maxItems: THRESHOLDS_MAX },
      ),
    ),
  },
  strict,
)
export type StrikesEntry = Static<typeof StrikesEntry>

/** The strikes of one policy: the points of each action, and the days for which they count. */
export interface StrikeWeights {
  days: number
  weights: Readonly<Partial<Record<Action, number>>>
}

/** The points at which a case is opened, and the action that it proposes to the person who decides it. */
export interface StrikeThreshold {
  points: number
  action: Action
  /** Null: the action has no end. */
  durationMs: number | null
  /** The fewest people whose enforcements reach it: each counts for an equal share at most. */
  people: number
}

/** The strikes of a version of the policies. */
export interface Strikes {
  readonly byPolicy: ReadonlyMap<string, StrikeWeights>
  readonly thresholds: readonly StrikeThreshold[]
}

const NO_STRIKES: Strikes = { byPolicy: new Map(), thresholds: [] }

/** The people whose enforcements reach a threshold, unless the file says otherwise. */
const PEOPLE = 2

interface Entries {
  strikes?: StrikesEntry
  policies: readonly { id: string; actions: readonly Action[]; strikes?: PolicyStrikes }[]
}

/** Finds what the schema can't check: a threshold on no account, without its end, or beside one of the same points. */
export function findStrikeProblems(file: Read<unknown>, { strikes, policies }: Entries): Problem[] {
  const at = (path: (string | number)[], says: Text) => file.problemAt(path, says)
  if (strikes === undefined)
    return policies.flatMap((policy, index) =>
      policy.strikes === undefined ? [] : [at(['policies', index, 'strikes'], message('ruleFile.strikes.none'))],
    )
  return (strikes.thresholds ?? []).flatMap((threshold, index, all): Problem[] => {
    const path = ['strikes', 'thresholds', index]
    const rule = ACTION_RULES[threshold.action]
    const end = threshold.for
    const isEndWrong =
      end === undefined ? rule.end === 'required' : rule.end === 'none' || durationMs(end) < SHORTEST_MS
    return [
      ...(rule.on.includes('account') && threshold.action !== 'label'
        ? []
        : [at([...path, 'action'], message('ruleFile.strikes.action'))]),
      ...(isEndWrong ? [at([...path, end === undefined ? 'action' : 'for'], message('ruleFile.strikes.end'))] : []),
      ...(all.findIndex(({ points }) => points === threshold.points) < index
        ? [at([...path, 'points'], message('ruleFile.strikes.repeated'))]
        : []),
    ]
  })
}

/** Reads what the policies say of strikes: what a policy states replaces what the file states, action by action. */
export function toStrikes({ strikes, policies }: Entries): Strikes {
  if (strikes === undefined) return NO_STRIKES
  const byPolicy = policies.map(({ id, actions, strikes: own }): [string, StrikeWeights] => {
    const stated = { ...strikes.weights, ...own?.weights }
    const weights = Object.fromEntries(actions.flatMap((action) => (stated[action] ? [[action, stated[action]]] : [])))
    return [id, { days: own?.days ?? strikes.days, weights }]
  })
  const thresholds = (strikes.thresholds ?? []).map(
    ({ points, action, for: time, people = PEOPLE }): StrikeThreshold => ({
      ...{ points, action, people },
      durationMs: time === undefined ? null : durationMs(time),
    }),
  )
  return {
    byPolicy: new Map(byPolicy.filter(([, { weights }]) => Object.keys(weights).length > 0)),
    thresholds: thresholds.sort((one, other) => one.points - other.points),
  }
}

/** Lists weights and thresholds as PostgreSQL stores them and counts by them. */
export const listStrikeDeclarations = ({ byPolicy, thresholds }: Strikes): readonly Json[] => [
  ...[...byPolicy].map(([strike, { days, weights }]) => ({ strike, days, weights: { ...weights } })),
  ...thresholds.map((threshold) => ({ threshold: { ...threshold } })),
]
