import Type, { type Static } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import { ACTIONS, REVIEWING_ROLES, ROLES } from '../../foundation/domain.ts'
import type { Problem, Read } from '../../foundation/yaml/read-yaml.ts'
import type { Clause, Requirement } from './requirement.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../foundation/durations.ts'

/**
 * The most people of one clause: more are not found in time, so a guard that requires them would bar the action.
 * Twin of approvals in SQL.
 */
export const PEOPLE_MAX = 5
/** The longest hold: for more than a day no person watches one enforcement. Twin of hold_ms in SQL. */
export const WAIT_MAX_MS = 24 * HOUR_MS

const Several = Type.Integer({ minimum: 1, description: 'must be a whole number of at least 1' })
export const Duration = Type.String({
  pattern: '^[1-9][0-9]{0,8}(s|m|h)$',
  description: 'must be a time such as 30s, 5m or 2h',
})

const ClauseEntry = Type.Object(
  {
    count: Several,
    roles: Type.Optional(Type.Array(Type.Enum(ROLES), { minItems: 1, uniqueItems: true })),
    teams: Type.Optional(Several),
    employers: Type.Optional(Several),
  },
  strict,
)
type ClauseEntry = Static<typeof ClauseEntry>

export const RequireBlock = Type.Object(
  {
    approvals: Type.Optional(Type.Array(ClauseEntry)),
    hold: Type.Optional(Duration),
    confirm: Type.Optional(Duration),
    identify: Type.Optional(Type.Boolean()),
    assessment: Type.Optional(Type.Enum(['newsworthiness'])),
    alert: Type.Optional(Type.Boolean()),
    as: Type.Optional(Type.Enum(ACTIONS)),
  },
  { ...strict, description: 'what it asks for, such as { approvals: [{ count: 1 }], hold: 5m }' },
)
export type RequireBlock = Static<typeof RequireBlock>

/** Returns the requirement of one guard, without that of its `as`. */
export const toRequirement = (block: RequireBlock): Requirement => ({
  approvals: (block.approvals ?? []).map(toClause),
  holdMs: block.hold === undefined ? 0 : durationMs(block.hold),
  confirmMs: block.confirm === undefined ? null : durationMs(block.confirm),
  identify: block.identify ?? false,
  assessment: block.assessment ?? null,
  alert: block.alert ?? false,
})

const toClause = ({ count, roles, teams, employers }: ClauseEntry): Clause => ({
  count,
  ...(roles === undefined ? {} : { roles }),
  ...(teams === undefined ? {} : { teams }),
  ...(employers === undefined ? {} : { employers }),
})

const UNIT_MS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS }

export const durationMs = (text: string): number => Number(text.slice(0, -1)) * (UNIT_MS[text.slice(-1)] ?? Number.NaN)

/**
 * Finds the problems of one requirement that the schema can't express: times out of bounds, clauses that can't be met,
 * an empty requirement.
 */
export function findRequireProblems(file: Read<unknown>, path: readonly (string | number)[], block: RequireBlock) {
  const at = (steps: readonly (string | number)[], message: string): Problem =>
    file.problemAt([...path, ...steps], message)
  const problems = (block.approvals ?? []).flatMap((clause, index) =>
    findClauseProblems(clause).map(([key, message]) => at(['approvals', index, key], message)),
  )
  for (const key of ['hold', 'confirm'] as const) {
    const text = block[key]
    if (text !== undefined && durationMs(text) > WAIT_MAX_MS) problems.push(at([key], TOO_LONG[key]))
  }
  const { as, ...own } = block
  const asked = Object.values(own).filter((value) => value !== false && !(Array.isArray(value) && value.length === 0))
  if (as === undefined && asked.length === 0) {
    problems.push(at([], `asks for nothing: name at least one of ${Object.keys(RequireBlock.properties).join(', ')}`))
  }
  return problems
}

const TOO_LONG = {
  hold: 'is too long: at most 24h',
  confirm: 'would leave a mistake standing for too long: at most 24h',
} as const

function findClauseProblems({ count, roles, teams = 0, employers = 0 }: ClauseEntry): [string, string][] {
  const found: [string, string][] = []
  if (count > PEOPLE_MAX) found.push(['count', `asks for more people than can be found in time: at most ${PEOPLE_MAX}`])
  for (const [key, places] of [
    ['teams', teams],
    ['employers', employers],
  ] as const) {
    if (places > count) found.push([key, `${count} can't come from ${places} ${key}: at most as many as count`])
  }
  if (roles !== undefined && !roles.some((role) => REVIEWING_ROLES.includes(role))) {
    found.push(['roles', `none of these roles approves enforcements: name one of ${REVIEWING_ROLES.join(', ')}`])
  }
  return found
}
