import { createHash } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import { ACTIONS, type Action } from '../../foundation/domain.ts'
import { FileError, type Problem, type Read, readYaml, readYamlBytes } from '../../foundation/yaml/read-yaml.ts'
import { type ItemTypes, NO_ITEM_TYPES } from '../items/item-types.ts'
import type { Budget } from '../budgets/budgets-file.ts'
import { type Condition, compileCondition } from '../conditions/condition.ts'
import type { FactName } from './facts.ts'
import { findGuardProblems } from './guard-problems.ts'
import {
  Duration,
  durationMs,
  findRequireProblems,
  RequireBlock,
  toRequirement,
  WAIT_MAX_MS,
} from '../requirements/require-block.ts'
import type { Requirement } from '../requirements/requirement.ts'
import { HOUR_MS } from '../../foundation/durations.ts'
import { message, type Text } from '../../foundation/messages/message.ts'

/** The time for which an enforcement waits for approvals, unless the file states another. */
const EXPIRES_DEFAULT_MS = 4 * HOUR_MS
/** The shortest wait for approvals: within less an approver can't read the request. */
const EXPIRES_MIN_MS = 10_000
/**
 * The longest wait for approvals: one person's own confirmation comes a day later, and they may be away for another
 * day.
 */
const EXPIRES_MAX_MS = 3 * WAIT_MAX_MS

/** A guard: the actions to which it applies, its condition, and its requirement. */
export interface Guard {
  id: string
  why: string
  when: Condition
  actions: readonly Action[]
  requirement: Requirement
  /** The action whose requirements apply too (`as`). Null: none. */
  as: Action | null
}

export interface Guards {
  readonly guards: readonly Guard[]
  /** The facts that the guards read. */
  readonly reads: ReadonlySet<FactName>
  /** The wait for approvals: an enforcement without them by then never takes effect. Its hold comes on top. */
  readonly expiresMs: number
  /** The enforcement budgets, from a file of their own; empty when only guards were read. */
  readonly budgets: readonly Budget[]
  /** The item types, from a file of their own, by which facts of items are read; none when only guards were read. */
  readonly items: ItemTypes
  /** The SHA-256, in hex, of the file's bytes: it states which guards were in force. */
  readonly hash: string
}

/** Thrown for a guards file that can't be used. */
export class GuardsError extends FileError {
  override name = 'GuardsError'
}

const GuardEntry = Type.Object(
  {
    id: Type.String({
      pattern: '^[a-z][a-z0-9-]{0,63}$',
      form: message('ruleFile.form.name', { example: 'high-reach' }),
    }),
    why: Type.String({ minLength: 1, maxLength: 300, form: message('ruleFile.form.why') }),
    when: Type.String({
      minLength: 1,
      maxLength: 2_000,
      form: message('ruleFile.form.condition', { example: 'account.reach >= 100000' }),
    }),
    actions: Type.Array(Type.Enum(ACTIONS), {
      minItems: 1,
      uniqueItems: true,
      form: message('ruleFile.form.guardActions'),
    }),
    require: RequireBlock,
  },
  strict,
)
export type GuardEntry = Static<typeof GuardEntry>

/** The most guards of one file. */
const GUARDS_MAX = 200

const GuardsFile = Type.Object(
  {
    expires: Type.Optional(Duration),
    guards: Type.Array(GuardEntry, {
      maxItems: GUARDS_MAX,
      form: message('ruleFile.form.listOf', { limit: GUARDS_MAX, what: 'guards' }),
    }),
  },
  strict,
)
type GuardsFile = Static<typeof GuardsFile>

/** Reads a file of guards. One problem anywhere refuses the whole file. */
export const loadGuards = (path: string): Guards => toGuards(readYaml(path, GuardsFile))

/** Reads guards from a text; its problems name the file `name`. */
export const readGuards = (name: string, text: string): Guards =>
  toGuards(readYamlBytes(name, Buffer.from(text), GuardsFile))

function toGuards(file: Read<GuardsFile>): Guards {
  if (!file.value) throw new GuardsError('the guards', file.problems)
  const { guards: entries, expires } = file.value
  const expiresMs = expires === undefined ? EXPIRES_DEFAULT_MS : durationMs(expires)
  const problems: Problem[] = [...findExpiresProblems(file, expiresMs), ...findGuardProblems(file, entries)]
  const guards = entries.flatMap((entry, index) => {
    problems.push(...findRequireProblems(file, ['guards', index, 'require'], entry.require))
    const when = compileAt(file, index, entry.when, problems)
    return when === undefined ? [] : [toGuard(entry, when)]
  })
  if (problems.length > 0) throw new GuardsError('the guards', problems)
  const reads = new Set(guards.flatMap(({ when }) => [...when.reads]))
  return {
    guards,
    reads,
    expiresMs,
    budgets: [],
    items: NO_ITEM_TYPES,
    hash: createHash('sha256').update(file.bytes).digest('hex'),
  }
}

function findExpiresProblems(file: Read<unknown>, expiresMs: number): Problem[] {
  const at = (text: Text) => [file.problemAt(['expires'], text)]
  if (expiresMs < EXPIRES_MIN_MS) return at(message('ruleFile.guard.expiresShort'))
  if (expiresMs > EXPIRES_MAX_MS) return at(message('ruleFile.guard.expiresLong'))
  return []
}

function compileAt(file: Read<unknown>, index: number, text: string, problems: Problem[]): Condition | undefined {
  const { condition, problem } = compileCondition(text)
  if (problem) problems.push(file.problemIn(['guards', index, 'when'], problem.at, problem.text))
  return condition
}

const toGuard = ({ id, why, actions, require }: GuardEntry, when: Condition): Guard => ({
  id,
  why,
  when,
  actions,
  requirement: toRequirement(require),
  as: require.as ?? null,
})
