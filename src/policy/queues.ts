import Type, { type Static } from 'typebox'
import { strict } from '../foundation/schemas/schemas.ts'
import {
  CATEGORIES,
  type Category,
  GROUNDS,
  type Ground,
  ROLES,
  REVIEWING_ROLES,
  type Role,
  type Urgency,
} from '../foundation/domain.ts'
import { PLATFORM_NAME } from '../foundation/platforms.ts'
import { HOUR_MS, MINUTE_MS } from '../foundation/durations.ts'

/** The severity of a case: the harm that one hour of delay can cause. */
export type Severity = 1 | 2 | 3 | 4 | 5

/**
 * The people who may be given the cases of a queue: those with all its clearances, one of its languages and roles, at
 * its employer and site.
 */
export interface Takers {
  clearances: readonly string[]
  /** The languages in lower case, each also without its region. Empty: any language. */
  languages: readonly string[]
  roles: readonly Role[]
  employer: string | null
  site: string | null
}

/** A queue: the people who may be given its cases, and the times at which these are due. */
export interface Queue extends Takers {
  id: string
  dueMs: Readonly<Record<Severity, number>>
  /** The times within which an escalation to it must be acknowledged. */
  acknowledgeMs?: Readonly<Record<Urgency, number>>
}

/** A rule that routes cases to a queue. A missing field is no condition. */
export interface QueueRule {
  queue: Queue
  categories?: readonly Category[]
  ground?: Ground
  languages?: readonly string[]
  regions?: readonly string[]
  /** The ids of item types. */
  items?: readonly string[]
  reachAtLeast?: number
  protected?: boolean
  /** The ids or names of API keys. */
  sources?: readonly string[]
  /** The names of platforms; `default` is the platform without a name. */
  platforms?: readonly string[]
  /** The due time that replaces the queue's. */
  dueMs?: number
}

/** A vendor's site: its people see and receive only the cases that are bound to it. */
export interface VendorPlace {
  employer: string
  site: string | null
}

/**
 * The share of some closed cases without violation that another reviewer judges again. A missing field is no condition.
 */
export interface QaSampleRule {
  /** The share, from 0 to 1. */
  share: number
  severityAtLeast?: number
  protected?: boolean
  reportersAtLeast?: number
  /** The least average of how often its reporters are right, 0 to 1; 0.5 for unknown reporters. */
  rightAtLeast?: number
}

export interface QaSamples {
  /** The time after the decision within which another reviewer must judge. */
  withinMs: number
  rules: readonly QaSampleRule[]
}

/** The limit on severe cases (severity 4 and 5) for one person. */
export interface Exposure {
  /** The most severe cases in 24 hours: later ones go to other people. */
  severeADay: number
  /** The most severe cases in a row: then the person gets another kind of case, if there is any. */
  severeInARow: number
}

export interface Queues {
  readonly queues: ReadonlyMap<string, Queue>
  /** The routing rules, in the order in which they are tried. */
  readonly rules: readonly QueueRule[]
  /** The last routing rule, which matches every case. */
  readonly otherwise: QueueRule
  readonly vendors: readonly VendorPlace[]
  /** The QA samples. Undefined: none. */
  readonly qaSamples?: QaSamples
  /** The limit on severe cases. Undefined: none. */
  readonly exposure?: Exposure
}

const DUE_HOURS_MAX = 24 * 90
const ACKNOWLEDGE_MINUTES_MAX = 60 * 24 * 7
/** The longest time for a quality review: later it can no longer help the people affected. */
const QA_SAMPLE_HOURS_MAX = 24 * 7

const Id = Type.String({ pattern: '^[a-z][a-z0-9_-]{0,63}$' })
const Clearance = Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })
const Place = Type.String({ minLength: 1, maxLength: 100 })
const Language = Type.String({ pattern: '^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$' })
const DueHours = Type.Number({ exclusiveMinimum: 0, maximum: DUE_HOURS_MAX })
const AcknowledgeMinutes = Type.Number({ exclusiveMinimum: 0, maximum: ACKNOWLEDGE_MINUTES_MAX })
const listOf = { minItems: 1, uniqueItems: true }

const QueueEntry = Type.Object(
  {
    id: Id,
    due_hours: Type.Object({ 5: DueHours, 4: DueHours, 3: DueHours, 2: DueHours, 1: DueHours }, strict),
    clearances: Type.Array(Clearance, { uniqueItems: true }),
    languages: Type.Optional(Type.Array(Language, listOf)),
    roles: Type.Optional(Type.Array(Type.Enum(ROLES), listOf)),
    employer: Type.Optional(Place),
    site: Type.Optional(Place),
    acknowledge_minutes: Type.Optional(
      Type.Object(
        { immediate: AcknowledgeMinutes, urgent: AcknowledgeMinutes, normal: AcknowledgeMinutes } satisfies Record<
          Urgency,
          typeof AcknowledgeMinutes
        >,
        strict,
      ),
    ),
  },
  strict,
)
type QueueEntry = Static<typeof QueueEntry>

const RuleEntry = Type.Object(
  {
    queue: Id,
    categories: Type.Optional(Type.Array(Type.Enum(CATEGORIES), listOf)),
    ground: Type.Optional(Type.Enum(GROUNDS)),
    languages: Type.Optional(Type.Array(Language, listOf)),
    regions: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 35 }), listOf)),
    items: Type.Optional(Type.Array(Id, listOf)),
    reach_at_least: Type.Optional(Type.Integer({ minimum: 1 })),
    protected: Type.Optional(Type.Boolean()),
    sources: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), listOf)),
    platforms: Type.Optional(Type.Array(Type.String({ pattern: PLATFORM_NAME.source, maxLength: 30 }), listOf)),
    due_hours: Type.Optional(DueHours),
  },
  strict,
)

const Share = Type.Number({ minimum: 0, maximum: 1 })
const QaSampleEntry = Type.Object(
  {
    share: Share,
    severity_at_least: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
    protected: Type.Optional(Type.Boolean()),
    reporters_at_least: Type.Optional(Type.Integer({ minimum: 1 })),
    right_at_least: Type.Optional(Share),
  },
  strict,
)

export const QueueFile = Type.Object(
  {
    exposure: Type.Optional(
      Type.Object(
        { severe_a_day: Type.Integer({ minimum: 1 }), severe_in_a_row: Type.Integer({ minimum: 1 }) },
        strict,
      ),
    ),
    qa_samples: Type.Optional(
      Type.Object(
        {
          within_hours: Type.Number({ minimum: 1, maximum: QA_SAMPLE_HOURS_MAX }),
          rules: Type.Array(QaSampleEntry, { minItems: 1 }),
        },
        strict,
      ),
    ),
    vendors: Type.Optional(
      Type.Array(Type.Object({ employer: Place, site: Type.Optional(Place) }, strict), { minItems: 1 }),
    ),
    queues: Type.Array(QueueEntry, { minItems: 1 }),
    rules: Type.Array(RuleEntry, { minItems: 1 }),
  },
  strict,
)
export type QueueFile = Static<typeof QueueFile>

/** Converts a checked queues file into its queues. */
export function toQueues(file: QueueFile): Queues {
  const queues = new Map(file.queues.map((entry) => [entry.id, toQueue(entry)]))
  const rules = file.rules.map(({ queue: id, due_hours, reach_at_least, ...conditions }): QueueRule => {
    const queue = queues.get(id)
    if (!queue) throw new Error(`a rule leads to "${id}", which was checked to be a queue and is none`)
    return {
      ...conditions,
      queue,
      ...(reach_at_least === undefined ? {} : { reachAtLeast: reach_at_least }),
      ...(due_hours === undefined ? {} : { dueMs: due_hours * HOUR_MS }),
    }
  })
  const otherwise = rules.pop()
  if (!otherwise) throw new Error('the rules were checked to be at least one and are none')
  const vendors = (file.vendors ?? []).map(({ employer, site = null }) => ({ employer, site }))
  const { qa_samples: looks, exposure } = file
  return {
    queues,
    rules,
    otherwise,
    vendors,
    ...(looks === undefined ? {} : { qaSamples: toQaSamples(looks) }),
    ...(exposure === undefined
      ? {}
      : { exposure: { severeADay: exposure.severe_a_day, severeInARow: exposure.severe_in_a_row } }),
  }
}

const toQaSamples = ({ within_hours, rules }: NonNullable<QueueFile['qa_samples']>): QaSamples => ({
  withinMs: within_hours * HOUR_MS,
  rules: rules.map(({ severity_at_least, reporters_at_least, right_at_least, ...rule }) => ({
    ...rule,
    ...(severity_at_least === undefined ? {} : { severityAtLeast: severity_at_least }),
    ...(reporters_at_least === undefined ? {} : { reportersAtLeast: reporters_at_least }),
    ...(right_at_least === undefined ? {} : { rightAtLeast: right_at_least }),
  })),
})

function toQueue(entry: QueueEntry): Queue {
  const { id, due_hours: hours, acknowledge_minutes: minutes, clearances } = entry
  return {
    id,
    clearances,
    languages: withBases(entry.languages ?? []),
    roles: entry.roles ?? REVIEWING_ROLES,
    employer: entry.employer ?? null,
    site: entry.site ?? null,
    dueMs: {
      5: hours[5] * HOUR_MS,
      4: hours[4] * HOUR_MS,
      3: hours[3] * HOUR_MS,
      2: hours[2] * HOUR_MS,
      1: hours[1] * HOUR_MS,
    },
    ...(minutes === undefined ? {} : { acknowledgeMs: toMs(minutes) }),
  }
}

/** Returns the languages in lower case, each also without its region: en-GB accepts any speaker of English. */
function withBases(languages: readonly string[]): string[] {
  const named = languages.map((language) => language.toLowerCase())
  return [...new Set(named.flatMap((language) => [language, language.split('-')[0] ?? language]))].sort()
}

const toMs = (minutes: Record<Urgency, number>): Record<Urgency, number> => ({
  immediate: minutes.immediate * MINUTE_MS,
  urgent: minutes.urgent * MINUTE_MS,
  normal: minutes.normal * MINUTE_MS,
})
