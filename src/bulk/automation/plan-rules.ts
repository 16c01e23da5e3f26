import { type Automation, isAboutSignals, type Rule } from '../../policy/automation/automation-file.ts'
import { evaluate } from '../../policy/conditions/evaluate.ts'
import type { Signal } from '../../cases/signals/signal-queries.ts'
import { type RuleFacts, toKnown } from '../../policy/automation/vocabulary.ts'

/** The stored facts about a subject when automation rules are evaluated. */
export interface KnownSubject {
  now: Date
  /** The facts of the open case and its reports, and of the account where it is known. */
  facts: RuleFacts
  hasCase: boolean
  /** The signals about the subject, the newest first. */
  signals: readonly Signal[]
}

/** A rule's result: its condition holds on a signal, or a fact is unknown and nothing is done. */
export interface Spoken {
  rule: Rule
  signal: Signal | null
  holds: true | 'unknown'
}

/** The age after which a signal is only evidence, and no rule acts on it. */
const SIGNAL_AGE_MAX_MS = 7 * 24 * 3_600_000

/** True when the subject has the signal or the open case that the rule needs. */
export const isAskedOf = (rule: Rule, known: KnownSubject): boolean =>
  isAboutSignals(rule) ? signalsFor(rule, known).length > 0 : known.hasCase

/** Evaluates the condition of every rule for a subject. An unknown fact never makes a condition true. Pure. */
export function planRules({ rules }: Pick<Automation, 'rules'>, known: KnownSubject): Spoken[] {
  return rules.flatMap((rule): Spoken[] => {
    const spoken = isAboutSignals(rule) ? actionOnSignals(rule, known) : actionOnCase(rule, known)
    return spoken === undefined ? [] : [spoken]
  })
}

/**
 * Returns the result with the newest signal on which the condition holds; otherwise the newest with an unknown fact.
 */
function actionOnSignals(rule: Rule, known: KnownSubject): Spoken | undefined {
  const said = signalsFor(rule, known).map((signal) => ({
    signal,
    says: evaluate(rule.when.ast, toKnown({ ...known.facts, ...factsOf(signal, known.now) })),
  }))
  const held = said.find(({ says }) => says === true)
  if (held !== undefined) return { rule, signal: held.signal, holds: true }
  const unknown = said.find(({ says }) => says === 'error')
  return unknown && { rule, signal: unknown.signal, holds: 'unknown' }
}

/** Returns the signals of the rule's source. A match on a list has no score, so rules that read scores ignore it. */
const signalsFor = (rule: Rule, { signals, now }: KnownSubject): Signal[] =>
  signals.filter(
    ({ source, seenAt, kind }) =>
      source === rule.source &&
      now.getTime() - seenAt.getTime() <= SIGNAL_AGE_MAX_MS &&
      (kind === 'classifier' || !SCORED.some((name) => rule.when.reads.has(name))),
  )

const SCORED = ['signal.score', 'signal.version'] as const

function actionOnCase(rule: Rule, { facts, hasCase }: KnownSubject): Spoken | undefined {
  if (!hasCase) return undefined
  const says = evaluate(rule.when.ast, toKnown(facts))
  return says === false ? undefined : { rule, signal: null, holds: says === true ? true : 'unknown' }
}

const factsOf = ({ kind, name, version, score, category, seenAt }: Signal, now: Date): RuleFacts => ({
  'signal.kind': kind,
  'signal.name': name,
  'signal.version': version,
  'signal.score': score,
  'signal.category': category,
  'signal.age_minutes': Math.max(0, Math.floor((now.getTime() - seenAt.getTime()) / 60_000)),
})
