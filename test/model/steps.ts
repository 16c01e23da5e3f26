import fc from 'fast-check'
import type { Action } from '../../src/foundation/domain.ts'
import { RULES, type RuleName } from './automation.ts'
import { ResumeRules, Signal, StopRule } from './automation-steps.ts'
import { ProposeBulkAction, ContinueBulkAction, Smuggle, StopWave, UndoWave } from './bulk-action-steps.ts'
import { CALM, CROWD, FORGED_ROWS, SUBJECTS, type SubjectName, type Theft, WAYS_TO_ROB } from './gate.ts'
import { OpenConsole, DayPasses, SetShadow } from './organisation-steps.ts'
import { CALL_FAULTS } from './model-platform.ts'
import { BreakDay, CloseBreakers, FallNight } from './night-steps.ts'
import { Ask, ContinueHistory, Freeze, Leave, PEOPLE_ACTS, Say, Spree } from './people-steps.ts'
import type { Step } from './step.ts'
import {
  ActByToken,
  EndAllPeople,
  ForgeRow,
  GENERATIONS_ABOVE,
  ReleaseByHand,
  Rob,
  UseUpGenerations,
} from './thief-steps.ts'
import { Arrive, Break, Change, FACTS, Pass, PassNext, Work } from './world-steps.ts'
import { ACTION_RULES } from '../../src/policy/requirements/action-order.ts'

type Weighted = readonly [weight: number, step: fc.Arbitrary<Step>]

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SPANS_MS = [1_000, 16_000, 31_000, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 120 * MINUTE_MS, 270 * MINUTE_MS]
export const CAST_MAX = 6
const CHANCES = 99

const chance = fc.nat(CHANCES)
const newest = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) })
export const someone = (most: number) => fc.nat(most - 1)

const wishOf = (most: number) =>
  fc
    .record({
      by: someone(most),
      subject: fc.constantFrom<SubjectName>('ordinary', 'wide', 'wide', 'office', 'office', 'office', 'post'),
      offline: fc.nat(9),
      milder: fc.nat(20),
      hours: fc.constantFrom(1, 2, 24),
      legal: fc.nat(11),
      complete: fc.nat(4),
      stolen: fc.nat(19),
    })
    .map(({ by, subject, offline, milder, hours, legal, complete, stolen }) => {
      const kind = subject === 'post' ? 'content' : 'account'
      const actions = (Object.keys(ACTION_RULES) as Action[]).filter((one) => ACTION_RULES[one].on.includes(kind))
      const usual: Action = kind === 'content' ? 'remove' : offline % 2 === 0 ? 'deactivate' : 'suspend'
      const action = offline < 7 ? usual : (actions[milder % actions.length] ?? usual)
      const hasEnd = ACTION_RULES[action].end === 'required' || (ACTION_RULES[action].end === 'optional' && hours > 1)
      const durationMs = hasEnd ? hours * HOUR_MS : null
      const how = { legalDuty: legal >= 10, complete: complete < 4, isUnsigned: stolen === 0 }
      return new Ask({ by, subject, action, durationMs, ...how })
    })

const what = fc.constantFrom(...PEOPLE_ACTS, 'agree' as const, 'undo' as const)
export const actsOfPeople = (most: number) =>
  fc.record({ what, by: someone(most), enforcement: newest }).map((said) => new Say(said))
export const continueHistory = chance.map((one) => new ContinueHistory(one))
export const pass = fc.tuple(fc.constantFrom(...SPANS_MS), fc.nat(3)).map(([ms, awake]) => new Pass(ms, awake > 0))
export const passNext = fc.nat(3).map((awake) => new PassNext(awake > 0))
const turn = fc.record({ diesAtStep: fc.option(fc.nat(14), { freq: 2 }), doubled: fc.boolean() })
const work = turn.map((one) => new Work(one))
const calmWork = fc.constant(new Work(CALM))
export const closeBreakers = chance.map((one) => new CloseBreakers(one))
const fault = fc
  .constantFrom(...CALL_FAULTS, 'late' as const, 'stale' as const, 'away' as const, 'back' as const)
  .map((one) => new Break(one))
const arrive = fc.constantFrom(0, 0, 6 * MINUTE_MS, 150 * MINUTE_MS).map((ms) => new Arrive(ms))
const how = fc.constantFrom(...(Object.keys(FACTS) as (keyof typeof FACTS)[]))
const changeOf = (...names: readonly (SubjectName | undefined)[]) =>
  fc.tuple(fc.constantFrom(...names), how).map(([subject, one]) => new Change(subject, one))
export const leaveOrFreeze = fc
  .tuple(someone(CAST_MAX), fc.nat(2))
  .map(([by, begins]) => (begins === 2 ? new Leave(by) : new Freeze(by, begins === 0)))
export const secretThief = fc
  .tuple(fc.constantFrom(...SUBJECTS), fc.constantFrom(...GENERATIONS_ABOVE))
  .map(([subject, above]) => new UseUpGenerations(subject, above))
export const night = fc.oneof(
  someone(CAST_MAX).map((by) => new FallNight(by)),
  fc.constant(new BreakDay()),
)

export const repeat = (weighted: readonly Weighted[]): fc.Arbitrary<Step>[] =>
  weighted.flatMap(([weight, step]) => Array<fc.Arbitrary<Step>>(weight).fill(step))

export const WORLD: readonly Weighted[] = [
  [2, work],
  [1, calmWork],
  [2, fault],
  [1, arrive],
]

const GATE: readonly Weighted[] = [
  [4, wishOf(CAST_MAX)],
  [18, continueHistory],
  [6, actsOfPeople(CAST_MAX)],
  [2, pass],
  [1, passNext],
  ...WORLD,
  [2, someone(CAST_MAX).map((by) => new Spree(by))],
  [3, closeBreakers],
  [1, night],
  [2, changeOf(undefined, undefined, undefined, undefined, ...SUBJECTS)],
  [2, leaveOrFreeze],
  [2, secretThief],
]

const RESTRICTIVE: Record<'account' | 'content', readonly Action[]> = {
  account: ['limit', 'lock', 'suspend', 'deactivate'],
  content: ['limit', 'hide', 'remove'],
}
const THEFTS: readonly Theft[] = WAYS_TO_ROB.flatMap((way) =>
  (['wide', 'office', 'post'] as const).flatMap((subject) =>
    RESTRICTIVE[subject === 'post' ? 'content' : 'account'].map((action) => ({ how: way, subject, action })),
  ),
)
const THIEVES: readonly Weighted[] = [
  [2, fc.constant(new ReleaseByHand())],
  [4, fc.constantFrom(...THEFTS).map((theft) => new Rob(theft))],
  [
    1,
    fc
      .tuple(someone(CAST_MAX), fc.constantFrom('wide' as const, 'office' as const))
      .map(([by, name]) => new ActByToken(by, name)),
  ],
  [1, fc.boolean().map((isSigned) => new EndAllPeople(isSigned))],
  [1, fc.tuple(fc.constantFrom(...FORGED_ROWS), someone(CAST_MAX)).map(([what, by]) => new ForgeRow(what, by))],
]

/** All that may happen at the gate, each as often as it is worth. */
export const gateSteps = repeat([...GATE, ...THIEVES])

const bulk = fc
  .tuple(someone(CAST_MAX), fc.constantFrom('suspend' as const, 'suspend' as const, 'limit' as const), fc.nat(7))
  .map(([by, action, more]) => {
    const others = (['wide', 'office', 'ordinary'] as const).filter((_, bit) => (more >> bit) % 2 === 1)
    return new ProposeBulkAction(by, action, [...CROWD, ...others])
  })

/** The possible steps of histories with bulk actions. */
export const bulkActionSteps = repeat([
  [4, bulk],
  [20, chance.map((one) => new ContinueBulkAction(one))],
  [4, continueHistory],
  [1, actsOfPeople(CAST_MAX)],
  [2, pass],
  ...WORLD,
  [1, someone(CAST_MAX).map((by) => new StopWave(by))],
  [2, someone(CAST_MAX).map((by) => new UndoWave(by))],
  [1, fc.constantFrom<SubjectName>('wide', 'ordinary', 'office').map((name) => new Smuggle(name))],
  [2, closeBreakers],
  [1, night],
  [1, changeOf('wide', 'c1', 'c2', 'c3')],
  [1, leaveOrFreeze],
])

const heard = fc.constantFrom<readonly [RuleName, SubjectName]>(
  ...(['note', 'post'] as const).flatMap((post) => [['hides', post] as const, ['would-hide', post] as const]),
  ...CROWD.slice(0, 4).flatMap((name) => [
    ['labels', name] as const,
    ['suspends', name] as const,
    ['limits', name] as const,
  ]),
  ['suspends', 'office'],
  ['suspends', 'wide'],
  ['labels', 'office'],
  ['watches', 'c1'],
  ['routes', 'c2'],
)
const signal = heard.map(([rule, subject]) => new Signal(rule, subject))
const dayPasses = fc.constantFrom(HOUR_MS, 25 * HOUR_MS, 25 * HOUR_MS).map((ms) => new DayPasses(ms))
const stopRule = fc
  .tuple(someone(CAST_MAX), fc.constantFrom<RuleName | null>(null, ...RULES))
  .map(([by, rule]) => new StopRule(by, rule))

/** The possible steps of histories in which rules act on signals. */
export const automationSteps = repeat([
  [14, signal],
  [4, dayPasses],
  [5, continueHistory],
  [2, actsOfPeople(CAST_MAX)],
  [1, pass],
  ...WORLD,
  [1, stopRule],
  [2, chance.map((one) => new ResumeRules(one))],
  [2, closeBreakers],
  [1, changeOf('ordinary', 'c1', 'office')],
  [1, leaveOrFreeze],
])

/** The possible steps of histories that enter and leave shadow mode. */
export const shadowSteps = repeat([
  ...GATE,
  [3, signal],
  [2, dayPasses],
  [2, chance.map((one) => new SetShadow(false, one))],
  [3, chance.map((one) => new SetShadow(true, one))],
])

/** The possible steps in an organisation of so many people, who open the desk when they can. */
export const fewSteps = (most: number): fc.Arbitrary<Step>[] =>
  repeat([
    [4, wishOf(most)],
    [18, continueHistory],
    [6, actsOfPeople(most)],
    [3, pass],
    [2, fc.constantFrom(13, 25, 25).map((hours) => new Pass(hours * HOUR_MS, true))],
    [3, someone(most).map((by) => new OpenConsole(by))],
    ...WORLD,
    [2, changeOf(undefined, undefined, ...SUBJECTS)],
    [1, someone(most).map((by) => new Freeze(by, true))],
    [1, someone(most).map((by) => new Freeze(by, false))],
  ])
