import fc from 'fast-check'
import { ACTION_RULES, type Action } from '../../src/domain.ts'
import { CALM, SUBJECTS, type SubjectName } from './gate.ts'
import { CALL_FAULTS } from './model-platform.ts'
import { BreakDay, CloseBreakers, FallNight } from './night-steps.ts'
import { Ask, CarryOn, Freeze, Leave, PEOPLE_ACTS, Say, Spree } from './people-steps.ts'
import type { Step } from './step.ts'
import { Arrive, Break, Change, FACTS, Pass, Work } from './world-steps.ts'

const MINUTE_MS = 60_000
const SPANS_MS = [1_000, 16_000, 31_000, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 120 * MINUTE_MS, 270 * MINUTE_MS]
const CAST_MAX = 6
const person = fc.nat(CAST_MAX - 1)
const newest = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) })

const wish = fc
  .record({
    by: person,
    subject: fc.constantFrom<SubjectName>('ordinary', 'wide', 'wide', 'office', 'office', 'office', 'post'),
    dark: fc.nat(9),
    milder: fc.nat(20),
    hours: fc.constantFrom(1, 2, 24),
    legal: fc.nat(11),
    complete: fc.nat(4),
  })
  .map(({ by, subject, dark, milder, hours, legal, complete }) => {
    const kind = subject === 'post' ? 'content' : 'account'
    const actions = (Object.keys(ACTION_RULES) as Action[]).filter((one) => ACTION_RULES[one].on.includes(kind))
    const usual: Action = kind === 'content' ? 'remove' : dark % 2 === 0 ? 'deactivate' : 'suspend'
    const action = dark < 7 ? usual : (actions[milder % actions.length] ?? usual)
    const hasEnd = ACTION_RULES[action].end === 'required' || (ACTION_RULES[action].end === 'optional' && hours > 1)
    const durationMs = hasEnd ? hours * 60 * MINUTE_MS : null
    return new Ask({ by, subject, action, durationMs, legalDuty: legal >= 10, complete: complete < 4 })
  })

const what = fc.constantFrom(...PEOPLE_ACTS, 'agree' as const, 'undo' as const)
const turn = fc.record({ diesAtStep: fc.option(fc.nat(14), { freq: 2 }), doubled: fc.boolean() })

/** All that may happen, each as often as it is worth. */
export const steps: fc.Arbitrary<Step>[] = [
  { weight: 4, arbitrary: wish },
  { weight: 18, arbitrary: fc.nat(99).map((chance) => new CarryOn(chance)) },
  { weight: 6, arbitrary: fc.record({ what, by: person, order: newest }).map((said) => new Say(said)) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom(...SPANS_MS), fc.nat(3)).map(([ms, awake]) => new Pass(ms, awake > 0)),
  },
  { weight: 2, arbitrary: turn.map((one) => new Work(one)) },
  { weight: 1, arbitrary: fc.constant(new Work(CALM)) },
  { weight: 2, arbitrary: person.map((by) => new Spree(by)) },
  { weight: 3, arbitrary: fc.nat(99).map((chance) => new CloseBreakers(chance)) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      person.map((by) => new FallNight(by)),
      fc.constant(new BreakDay()),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...CALL_FAULTS, 'late' as const, 'stale' as const, 'away' as const, 'back' as const)
      .map((one) => new Break(one)),
  },
  { weight: 1, arbitrary: fc.constantFrom(0, 0, 6 * MINUTE_MS, 150 * MINUTE_MS).map((ms) => new Arrive(ms)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(undefined, undefined, undefined, undefined, ...SUBJECTS),
        fc.constantFrom(...(Object.keys(FACTS) as (keyof typeof FACTS)[])),
      )
      .map(([subject, how]) => new Change(subject, how)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(person, fc.nat(2))
      .map(([by, begins]) => (begins === 2 ? new Leave(by) : new Freeze(by, begins === 0))),
  },
].flatMap(({ weight, arbitrary }) => Array<fc.Arbitrary<Step>>(weight).fill(arbitrary))
