import Type, { type Static } from 'typebox'
import { ACTIONS, CATEGORIES } from '../foundation/domain.ts'
import { MINUTE_MS } from '../foundation/durations.ts'
import { message, type Text } from '../foundation/messages/message.ts'
import { strict } from '../foundation/schemas/schemas.ts'
import { findRepeats, type Problem, type Read } from '../foundation/yaml/read-yaml.ts'
import { BasisEntry, findBasisProblems, ReferenceList, toBasis, toReferences } from './basis.ts'
import { CounterNoticeEntry, findCounterNoticeProblems, toCounterNotice } from './counter-notice.ts'
import { MisuseEntry } from './misuse.ts'
import type { Policy, PolicyList } from './policies.ts'
import { takesContent } from './requirements/action-order.ts'
import { findStrikeProblems, PolicyStrikes, StrikesEntry, toStrikes } from './strikes/strikes-file.ts'

/**
 * The events that may start a legal clock: an authority's removal order, a valid request of a person affected, a match
 * with a list. A report or a reviewer's decision starts none.
 */
export const CLOCK_STARTS = ['order', 'request', 'match'] as const
export type ClockStart = (typeof CLOCK_STARTS)[number]

const Id = Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })
const listOf = { minItems: 1, uniqueItems: true }

const MINUTES_MAX = 90 * 24 * 60
const LegalClock = Type.Object(
  {
    minutes: Type.Integer({ minimum: 2, maximum: MINUTES_MAX }),
    page_minutes_left: Type.Integer({ minimum: 1, maximum: MINUTES_MAX }),
    starts_from: Type.Array(Type.Enum([...CLOCK_STARTS]), listOf),
  },
  strict,
)

/** A number key inserts a reason. */
const REASONS_MAX = 9
const Reasons = Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { maxItems: REASONS_MAX, uniqueItems: true })

/** The schema of policies.yaml. */
export const PolicyFile = Type.Object(
  {
    no_violation_reasons: Type.Optional(Reasons),
    terms: Type.Optional(ReferenceList),
    laws: Type.Optional(ReferenceList),
    misuse: Type.Optional(MisuseEntry),
    strikes: Type.Optional(StrikesEntry),
    policies: Type.Array(
      Type.Object(
        {
          id: Id,
          title: Type.String({ minLength: 1, maxLength: 200 }),
          text: Type.String({ minLength: 1, maxLength: 10_000 }),
          category: Type.Enum(CATEGORIES),
          actions: Type.Array(Type.Enum(ACTIONS), listOf),
          own_actions: Type.Optional(Type.Array(Id, listOf)),
          legal_duty: Type.Optional(Type.Boolean()),
          legal_clock: Type.Optional(LegalClock),
          reasons: Type.Optional(Reasons),
          basis: Type.Optional(BasisEntry),
          strikes: Type.Optional(PolicyStrikes),
          counter_notice: Type.Optional(CounterNoticeEntry),
        },
        strict,
      ),
      { minItems: 1 },
    ),
  },
  strict,
)

export type PolicyFile = Static<typeof PolicyFile>
type PolicyEntry = PolicyFile['policies'][number]

/** Finds what the schema of a policies file can't check. */
export const findPolicyProblems = (file: Read<PolicyFile>): Problem[] =>
  file.value === undefined
    ? [...file.problems]
    : [
        ...findRepeats(file, 'policies', file.value.policies),
        ...findLateClocks(file),
        ...findBasisProblems(file, file.value),
        ...findStrikeProblems(file, file.value),
        ...findCounterNoticeProblems(file, file.value),
      ]

/** Refuses a legal clock without a legal duty to take content down, and one that pages people before it starts. */
function findLateClocks(file: Read<PolicyFile>): Problem[] {
  return (file.value?.policies ?? []).flatMap(({ legal_clock: clock, legal_duty, actions }, index) => {
    if (clock === undefined) return []
    const at = (path: string[], says: Text) => file.problemAt(['policies', index, 'legal_clock', ...path], says)
    const hides = actions.some(takesContent)
    return [
      ...(legal_duty && hides ? [] : [at([], message('ruleFile.policy.clockDuty'))]),
      ...(clock.page_minutes_left <= clock.minutes
        ? []
        : [at(['page_minutes_left'], message('ruleFile.policy.clockLeft'))]),
    ]
  })
}

export const toPolicies = ({ policies, strikes, ...lists }: PolicyFile): PolicyList => ({
  policies: new Map(policies.map((entry) => [entry.id, toPolicy(entry)])),
  strikes: toStrikes({ policies, ...(strikes && { strikes }) }),
  references: toReferences(lists),
})

const toPolicy = ({
  legal_duty = false,
  legal_clock: clock,
  reasons = [],
  own_actions: ownActions = [],
  basis,
  strikes: _strikes,
  counter_notice: counterNotice,
  ...entry
}: PolicyEntry): Policy => ({
  ...entry,
  basis: toBasis(basis),
  counterNotice: toCounterNotice(counterNotice),
  ownActions,
  reasons,
  legalDuty: legal_duty,
  clock: clock
    ? {
        dueMs: clock.minutes * MINUTE_MS,
        pageLeftMs: clock.page_minutes_left * MINUTE_MS,
        startsFrom: clock.starts_from,
      }
    : null,
})
