import { createHash } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import { ACTIONS, type Action } from '../../foundation/domain.ts'
import {
  FileError,
  findRepeats,
  type Problem,
  type Read,
  readYaml,
  readYamlBytes,
} from '../../foundation/yaml/read-yaml.ts'
import {
  type BulkActionRules,
  BulkActionsBlock,
  findBulkActionProblems,
  joinBulkActionRules,
  toBulkActionRules,
} from './bulk-action-rules.ts'
import { Duration, durationMs, WAIT_MAX_MS } from '../requirements/require-block.ts'
import { isRestrictive } from '../requirements/action-order.ts'
import { message, type Text } from '../../foundation/messages/message.ts'

/** The kinds of holders of a budget, such as person or team. Each holder has a budget of their own. */
export const BUDGETED = ['person', 'team', 'employer', 'key', 'source', 'automation', 'desk', 'bulk_action'] as const
export type Budgeted = (typeof BUDGETED)[number]

/** The shortest time of a budget: within less no person notices that it is exceeded. */
const WITHIN_MIN_MS = 60_000

/**
 * The amounts spent from which one more approval is required (`over`), and from which the circuit breaker opens
 * (`open`).
 */
export interface Bound {
  over: number
  open: number
}

/** The most that one holder may do within any period of this length. */
export interface Budget {
  id: string
  why: string
  of: Budgeted
  withinMs: number
  actions: readonly Action[]
  /** The limits on the number of enforcements. Null: they are not counted. */
  enforcements: Bound | null
  reach: Bound | null
}

/** The number of stops, declines and restores by one person, within the time, from which leads are alerted. */
export interface StopLimits {
  withinMs: number
  stops: number
  declines: number
  restores: number
}

export interface Budgets {
  readonly budgets: readonly Budget[]
  readonly stopLimits: StopLimits
  /** The rules of bulk actions. Null: bulk actions are not allowed. */
  readonly bulkActions: BulkActionRules | null
  /** The SHA-256, in hex, of the file's bytes. */
  readonly hash: string
}

/** Thrown for a budgets file that can't be used. */
export class BudgetsError extends FileError {
  override name = 'BudgetsError'

  constructor(problems: readonly Problem[]) {
    super('the budgets', problems)
  }
}

const COUNT_MAX = 1_000_000_000_000

const Count = Type.Integer({ minimum: 1, maximum: COUNT_MAX, form: message('ruleFile.form.atLeastOne') })
const BoundEntry = Type.Object({ over: Count, open: Count }, { ...strict, form: message('ruleFile.form.bound') })

const BudgetEntry = Type.Object(
  {
    id: Type.String({
      pattern: '^[a-z][a-z0-9-]{0,63}$',
      form: message('ruleFile.form.name', { example: 'person-offline' }),
    }),
    why: Type.String({ minLength: 1, maxLength: 300, form: message('ruleFile.form.why') }),
    of: Type.Enum(BUDGETED),
    within: Duration,
    actions: Type.Array(Type.Enum(ACTIONS), {
      minItems: 1,
      uniqueItems: true,
      form: message('ruleFile.form.budgetActions'),
    }),
    enforcements: Type.Optional(BoundEntry),
    reach: Type.Optional(BoundEntry),
  },
  strict,
)
type BudgetEntry = Static<typeof BudgetEntry>

/** The most budgets of one file. */
const BUDGETS_MAX = 50

const BudgetsFile = Type.Object(
  {
    budgets: Type.Array(BudgetEntry, {
      maxItems: BUDGETS_MAX,
      form: message('ruleFile.form.listOf', { limit: BUDGETS_MAX, what: 'budgets' }),
    }),
    stop_limits: Type.Object({ within: Duration, stops: Count, declines: Count, restores: Count }, strict),
    bulk_actions: Type.Optional(BulkActionsBlock),
  },
  strict,
)
type BudgetsFile = Static<typeof BudgetsFile>

/** Reads a file of budgets. One problem anywhere refuses the whole file. */
export const loadBudgets = (path: string): Budgets => toBudgets(readYaml(path, BudgetsFile))

/** Reads budgets from a text; its problems name the file `name`. */
export const readBudgets = (name: string, text: string): Budgets =>
  toBudgets(readYamlBytes(name, Buffer.from(text), BudgetsFile))

/**
 * Joins two sets of budgets. The result is never looser than either: an enforcement counts against every budget, and
 * the smaller limits on stops apply.
 */
export function joinBudgets(agreed: Budgets, other: Budgets): Budgets {
  if (agreed.hash === other.hash) return agreed
  const known = new Set(agreed.budgets.map(ruleOf))
  const stopLimits = {
    // A longer time counts more.
    withinMs: Math.max(agreed.stopLimits.withinMs, other.stopLimits.withinMs),
    stops: Math.min(agreed.stopLimits.stops, other.stopLimits.stops),
    declines: Math.min(agreed.stopLimits.declines, other.stopLimits.declines),
    restores: Math.min(agreed.stopLimits.restores, other.stopLimits.restores),
  }
  return {
    budgets: [...agreed.budgets, ...other.budgets.filter((budget) => !known.has(ruleOf(budget)))],
    stopLimits,
    bulkActions: joinBulkActionRules(agreed.bulkActions, other.bulkActions),
    hash: createHash('sha256').update(`${agreed.hash}\n${other.hash}`).digest('hex'),
  }
}

/** Returns the effect of a budget as text, without its reason. */
export const ruleOf = ({ why: _why, actions, ...rule }: Budget): string =>
  JSON.stringify({ ...rule, actions: [...actions].sort() })

function toBudgets(file: Read<BudgetsFile>): Budgets {
  if (!file.value) throw new BudgetsError(file.problems)
  const { budgets: entries, stop_limits: stopLimits, bulk_actions: bulkActions } = file.value
  const problems = findRepeats(file, 'budgets', entries)
  problems.push(...entries.flatMap((entry, index) => findProblems(file, entry, index)))
  problems.push(...findTimeProblems(file, ['stop_limits', 'within'], stopLimits.within))
  if (bulkActions !== undefined) problems.push(...findBulkActionProblems(file, bulkActions))
  if (problems.length > 0) throw new BudgetsError(problems)
  return {
    budgets: entries.map(toBudget),
    stopLimits: toStopLimits(stopLimits),
    bulkActions: bulkActions === undefined ? null : toBulkActionRules(bulkActions),
    hash: createHash('sha256').update(file.bytes).digest('hex'),
  }
}

const toStopLimits = ({ within, ...counts }: BudgetsFile['stop_limits']): StopLimits => ({
  ...counts,
  withinMs: durationMs(within),
})

const toBudget = ({ id, why, of, within, actions, enforcements, reach }: BudgetEntry): Budget => ({
  id,
  why,
  of,
  withinMs: durationMs(within),
  actions,
  enforcements: enforcements ?? null,
  reach: reach ?? null,
})

function findProblems(file: Read<unknown>, entry: BudgetEntry, index: number): Problem[] {
  const at = (steps: readonly (string | number)[], text: Text) => [file.problemAt(['budgets', index, ...steps], text)]
  const harmless = entry.actions.filter((action) => !isRestrictive(action))
  return [
    ...findTimeProblems(file, ['budgets', index, 'within'], entry.within),
    ...(harmless.length > 0 ? at(['actions'], message('ruleFile.budget.notRestrictive', { actions: harmless })) : []),
    ...(entry.enforcements === undefined && entry.reach === undefined
      ? at([], message('ruleFile.budget.nothing'))
      : []),
    ...(['enforcements', 'reach'] as const).flatMap((what) => {
      const bound = entry[what]
      return bound !== undefined && bound.open < bound.over
        ? at([what, 'open'], message('ruleFile.budget.openBelowOver', { over: bound.over }))
        : []
    }),
  ]
}

function findTimeProblems(file: Read<unknown>, path: readonly (string | number)[], text: string): Problem[] {
  const ms = durationMs(text)
  if (ms < WITHIN_MIN_MS) return [file.problemAt(path, message('ruleFile.budget.short'))]
  if (ms > WAIT_MAX_MS) return [file.problemAt(path, message('ruleFile.budget.long'))]
  return []
}
