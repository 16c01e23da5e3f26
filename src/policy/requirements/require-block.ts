import Type, { type Static } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import { ACTIONS, REVIEWING_ROLES, ROLES } from '../../foundation/domain.ts'
import type { Problem, Read } from '../../foundation/yaml/read-yaml.ts'
import type { Clause, Requirement } from './requirement.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../foundation/durations.ts'
import { message, type Text } from '../../foundation/messages/message.ts'

/**
 * The most people of one clause: more are not found in time, so a guard that requires them would bar the action.
 * Twin of approvals in SQL.
 */
export const PEOPLE_MAX = 5
/** The longest hold: for more than a day no person watches one enforcement. Twin of hold_ms in SQL. */
export const WAIT_MAX_MS = 24 * HOUR_MS

const Several = Type.Integer({ minimum: 1, form: message('ruleFile.form.atLeastOne') })
export const Duration = Type.String({
  pattern: '^[1-9][0-9]{0,8}(s|m|h)$',
  form: message('ruleFile.form.duration'),
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
  { ...strict, form: message('ruleFile.form.require') },
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
  const at = (steps: readonly (string | number)[], text: Text): Problem => file.problemAt([...path, ...steps], text)
  const problems = (block.approvals ?? []).flatMap((clause, index) =>
    findClauseProblems(clause).map(([key, text]) => at(['approvals', index, key], text)),
  )
  for (const key of ['hold', 'confirm'] as const) {
    const text = block[key]
    if (text !== undefined && durationMs(text) > WAIT_MAX_MS)
      problems.push(at([key], message(`ruleFile.require.${key}`)))
  }
  const { as, ...own } = block
  const asked = Object.values(own).filter((value) => value !== false && !(Array.isArray(value) && value.length === 0))
  if (as === undefined && asked.length === 0) {
    problems.push(at([], message('ruleFile.require.nothing', { keys: commas(Object.keys(RequireBlock.properties)) })))
  }
  return problems
}

const commas = (list: readonly string[]) => ({ as: 'commas', list }) as const

function findClauseProblems({ count, roles, teams = 0, employers = 0 }: ClauseEntry): [string, Text][] {
  const found: [string, Text][] = []
  if (count > PEOPLE_MAX) found.push(['count', message('ruleFile.require.people', { limit: PEOPLE_MAX })])
  for (const [kind, places] of [
    ['teams', teams],
    ['employers', employers],
  ] as const) {
    if (places > count) found.push([kind, message('ruleFile.require.places', { count, places, kind })])
  }
  if (roles !== undefined && !roles.some((role) => REVIEWING_ROLES.includes(role))) {
    found.push(['roles', message('ruleFile.require.roles', { roles: commas(REVIEWING_ROLES) })])
  }
  return found
}
