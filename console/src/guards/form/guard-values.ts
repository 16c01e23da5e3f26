import { stringify } from 'yaml'
import type { Role } from '../../api/role.ts'
import type { Action } from '../../api/guard-types.ts'
import { type Clauses, type FactTypes, readClauses, writeClauses } from './clauses.ts'

/** A clause of approvals: so many people, of these roles, from so many teams and employers. */
export interface ApprovalClause {
  count: number
  roles?: readonly Role[]
  teams?: number
  employers?: number
}

/** The requirement of a guard, in the order in which the form writes it. Left out: not required. */
export interface Require {
  approvals?: readonly ApprovalClause[]
  hold?: string
  confirm?: string
  identify?: boolean
  assessment?: 'newsworthiness'
  alert?: boolean
  as?: Action
}

/** A guard as the form shows it. */
export interface FormGuard {
  id: string
  why: string
  when: Clauses
  actions: readonly Action[]
  require: Require
}

export const KEYS = ['id', 'why', 'when', 'actions', 'require'] as const
type Key = (typeof KEYS)[number]

/** Reads the value of a guard as the form shows it. Undefined: the form can't express it. */
export function toForm(value: unknown, types: FactTypes): FormGuard | undefined {
  const { id, why, when, actions, require, ...others } = value as Record<string, unknown>
  const isPlain = typeof id === 'string' && typeof why === 'string' && typeof when === 'string'
  if (!isPlain || Object.keys(others).length > 0 || !isTexts(actions) || !isRequire(require)) return undefined
  const clauses = readClauses(when, types)
  return clauses === undefined ? undefined : { id, why, when: clauses, actions: actions as Action[], require }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string')

const REQUIRE_TYPES: Record<keyof Require, (value: unknown) => boolean> = {
  approvals: (value) => Array.isArray(value) && value.every(isApprovalClause),
  hold: (value) => typeof value === 'string',
  confirm: (value) => typeof value === 'string',
  identify: (value) => typeof value === 'boolean',
  assessment: (value) => value === 'newsworthiness',
  alert: (value) => typeof value === 'boolean',
  as: (value) => typeof value === 'string',
}
const REQUIRE_KEYS = Object.keys(REQUIRE_TYPES) as (keyof Require)[]
const CLAUSE_TYPES: Record<keyof ApprovalClause, (value: unknown) => boolean> = {
  count: Number.isInteger,
  roles: (value) => Array.isArray(value) && value.every((role) => typeof role === 'string'),
  teams: Number.isInteger,
  employers: Number.isInteger,
}

const isRequire = (value: unknown): value is Require => hasTypes(value, REQUIRE_TYPES)
const isApprovalClause = (value: unknown): boolean => hasTypes(value, CLAUSE_TYPES) && 'count' in (value as object)

const hasTypes = (value: unknown, types: Readonly<Record<string, (value: unknown) => boolean>>): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([key, part]) => Object.hasOwn(types, key) && types[key]?.(part) === true)

/** Writes one value of a guard on one line. */
export function writePart(guard: FormGuard, key: Key, types: FactTypes, isFlow: boolean): string {
  switch (key) {
    case 'when':
      return writeText(writeClauses(guard.when, types), isFlow)
    case 'actions':
      return `[${guard.actions.join(', ')}]`
    case 'require':
      return writeRequire(guard.require)
    default:
      return writeText(guard[key], isFlow)
  }
}

/** Writes a guard as an entry of the list, each value on a line of its own. */
export const writeEntry = (guard: FormGuard, indent: string, types: FactTypes): string =>
  KEYS.map((key, place) => `${indent}${place === 0 ? '- ' : '  '}${key}: ${writePart(guard, key, types, false)}`).join(
    '\n',
  )

/** Writes a text without quotes where YAML reads it back the same, and in double quotes anywhere else. */
function writeText(text: string, isFlow: boolean): string {
  const plain = isFlow ? '' : stringify(text, { lineWidth: 0 }).trimEnd()
  return plain === text ? plain : JSON.stringify(text)
}

function writeRequire(require: Require): string {
  const parts = REQUIRE_KEYS.flatMap((key) => {
    const value = require[key]
    if (value === undefined) return []
    return [
      `${key}: ${key === 'approvals' ? `[${(require.approvals ?? []).map(writeApproval).join(', ')}]` : String(value)}`,
    ]
  })
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}

function writeApproval({ count, roles, teams, employers }: ApprovalClause): string {
  const parts = [
    `count: ${count}`,
    ...(roles === undefined ? [] : [`roles: [${roles.join(', ')}]`]),
    ...(teams === undefined ? [] : [`teams: ${teams}`]),
    ...(employers === undefined ? [] : [`employers: ${employers}`]),
  ]
  return `{ ${parts.join(', ')} }`
}
