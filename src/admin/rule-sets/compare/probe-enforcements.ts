import { join } from 'node:path'
import sql from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'
import { ACTIONS, type Action, ENFORCEMENT_SOURCES } from '../../../foundation/domain.ts'
import { POLICIES_DIR } from '../../../foundation/settings/package-paths.ts'
import { type ConditionNode, childrenOf } from '../../../policy/conditions/condition-node.ts'
import {
  ABSENTABLE,
  areFacts,
  FACT_NAMES,
  FACTS,
  type FactName,
  type Facts,
  isSayable,
} from '../../../policy/guards/facts.ts'
import { loadExamples } from '../../../policy/guards/guard-examples.ts'
import type { Guard } from '../../../policy/guards/guards-file.ts'
import { PUBLIC_INTEREST_TAGS } from '../../../policy/requirements/protected.ts'

/** A trial enforcement with which two guards files are compared. */
export interface Probe {
  action: Action
  facts: Facts
}

const EXAMPLES = join(POLICIES_DIR, 'guards.examples.yaml')
const RECENT_MAX = 2_000
/**
 * The most combinations of facts, each tried with every action. More would delay every caller, and no number is a
 * proof.
 */
export const FACTS_MAX = 4_000

/**
 * Returns the shipped examples with every action, and variants with one fact changed. A fact takes each bound that a
 * differing condition states, the values beside it, unknown, and absent.
 */
export function makeProbes(differing: readonly Guard[], factsMax = FACTS_MAX): Probe[] {
  const bases = listBases()
  const tried = bases.slice(0, factsMax)
  for (const facts of varyFacts(bases, valuesOf(differing))) {
    if (tried.length >= factsMax) break
    tried.push(facts)
  }
  return distinct(tried).flatMap((facts) => ACTIONS.map((action) => ({ action, facts })))
}

let shipped: readonly Facts[] | undefined

/** The facts of the shipped examples, read once: the trial enforcements of every file begin with them. */
function listBases(): readonly Facts[] {
  shipped ??= distinct(loadExamples(EXAMPLES).map(({ facts }) => facts))
  return shipped
}

/** Yields each base with one fact changed, one fact and value after the other. */
function* varyFacts(bases: readonly Facts[], values: ReadonlyMap<FactName, readonly unknown[]>): Generator<Facts> {
  for (const base of bases) {
    for (const [name, others] of values) {
      for (const value of others) {
        const facts = { ...base, [name]: value }
        if (areFacts(facts)) yield facts
      }
    }
  }
}

/** Lists the newest facts by which enforcements of the last 30 days were judged. */
export async function listRecentProbes(db: Queryable): Promise<Probe[]> {
  const { rows } = await db.query<{ action: Action; facts: Record<string, unknown> }>(sql`
    select distinct enforcement.action, verdict.facts -> 'facts' || coalesce(verdict.actor_facts, '{}') as facts
    from (select * from verdict where judged_at > desk_now() - interval '30 days' order by id desc limit ${RECENT_MAX}) verdict
    join enforcement on enforcement.id = verdict.enforcement_id`)
  return rows.flatMap(({ action, facts }) => {
    const whole = Object.fromEntries(FACT_NAMES.map((name) => [name, facts[name] ?? null]))
    return areFacts(whole) ? [{ action, facts: whole }] : []
  })
}

/** Returns, for each fact that these guards read, the values at which their answer may change. */
function valuesOf(guards: readonly Guard[]): Map<FactName, unknown[]> {
  const values = new Map<FactName, unknown[]>()
  for (const { when } of guards) {
    const literals = listLiterals(when.ast)
    for (const name of when.reads) {
      const around = literals.flatMap((literal) => valuesAround(name, literal))
      const known = values.get(name) ?? [null, 'absent', ...ALWAYS[FACTS[name].type]]
      values.set(name, [...known, ...around])
    }
  }
  for (const [name, list] of values) {
    const sayable = list.filter((value) => isSayable(name, value) && (value !== 'absent' || ABSENTABLE.includes(name)))
    values.set(name, distinct(sayable))
  }
  return values
}

const ALWAYS = {
  bool: [true, false],
  int: [0],
  double: [0, 1],
  string: [...ENFORCEMENT_SOURCES],
  'list<string>': [[], ...PUBLIC_INTEREST_TAGS.map((tag) => [tag])],
} as const

const BESIDE = { int: 1, double: 0.001 } as const

function valuesAround(name: FactName, literal: string | number): unknown[] {
  const { type } = FACTS[name]
  if (type === 'list<string>') return typeof literal === 'string' ? [[literal]] : []
  if (type === 'string') return typeof literal === 'string' ? [literal] : []
  if (type === 'bool' || typeof literal === 'string') return []
  const step = BESIDE[type]
  return [literal - step, literal, literal + step]
}

function listLiterals(node: ConditionNode): (string | number)[] {
  const own: unknown = node.op === 'value' ? node.args : undefined
  const found = typeof own === 'bigint' ? Number(own) : own
  const mine = typeof found === 'string' || typeof found === 'number' ? [found] : []
  return [...mine, ...childrenOf(node).flatMap(listLiterals)]
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
