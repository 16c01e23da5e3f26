import { type Message, message, type Text, type TextItem } from '../../../foundation/messages/message.ts'
import { durationTerm } from '../../../foundation/messages/term-message.ts'
import { toKnown } from '../../../policy/conditions/condition.ts'
import type { Known } from '../../../policy/conditions/evaluate.ts'
import { conditionText } from '../../../policy/conditions/format-condition.ts'
import type { FactName, Facts } from '../../../policy/guards/facts.ts'
import type { Guard, Guards } from '../../../policy/guards/guards-file.ts'
import { isLooser, listLoosened } from '../../../policy/guards/is-looser.ts'
import { isSameRule } from '../../../policy/guards/join-guards.ts'
import { judgeGuards } from '../../../policy/guards/judge-guards.ts'
import { atLeastAsStrictAs } from '../../../policy/requirements/action-order.ts'
import { requirementMessage } from '../../../policy/requirements/describe-requirement.ts'
import type { Described, Direction } from '../../change/wanted.ts'
import { paragraphs } from '../../describe/paragraphs.ts'
import { FACTS_MAX, makeProbes, type Probe } from './probe-enforcements.ts'

const SHOWN_MAX = 5
/** The most conditions evaluated to compare two files. It bounds the time, independent of the lengths of the files. */
const CONDITIONS_MAX = 300_000

/** The guards in force before people agreed to any. */
export const NO_GUARDS = 'guards: []\n'

/**
 * Compares two guards files, guard by guard and on enforcements that are judged with both. The change is stricter only
 * when each old guard is still there and requires no less. That proof covers every enforcement, and not only those
 * tried.
 */
export function compareGuards(
  before: Guards,
  after: Guards,
  recent: readonly Probe[],
  factsMax = FACTS_MAX,
): Described {
  const differing = listDiffering(before.guards, after.guards)
  const turning = [...differing.added, ...differing.gone]
  const triedMax = Math.ceil(CONDITIONS_MAX / (1 + before.guards.length + after.guards.length))
  const probes = [...recent.slice(0, triedMax), ...makeProbes(turning, factsMax)].slice(0, triedMax)
  const facts = new Set(turning.flatMap(({ when }) => [...when.reads]))
  const tried = tryProbes(before.guards, after.guards, probes)
  const looser = tried.filter(({ less }) => less.length > 0)
  const tighter = tried.filter(({ more }) => more).length
  const waits = after.expiresMs - before.expiresMs
  const isProven = areStricter(before, after)
  const direction = directionOf(isProven, looser.length + (waits > 0 ? 1 : 0), tighter + (waits < 0 ? 1 : 0))
  const says: TextItem[] = [
    ...(waits === 0 ? [] : [waitMessage(before, after)]),
    ...formatGuards(before.guards, after.guards, waits !== 0),
    message('described.guards.tried', { count: probes.length, less: looser.length, more: tighter }),
    ...looser.slice(0, SHOWN_MAX).map(({ probe, less }) => lessMessage(less, formatProbe(probe, facts))),
    ...(direction === 'mixed' && looser.length === 0 && waits <= 0 ? [UNPROVEN] : []),
  ]
  return { says: paragraphs(says), direction }
}

const lessMessage = (less: ReturnType<typeof listLoosened>, probe: ReturnType<typeof formatProbe>): Message => {
  const parts = less.map((part) => message(`described.guards.part.${part}`))
  return message('described.guards.less', { less: { as: 'commas', list: parts }, probe })
}

const UNPROVEN = message('described.guards.unproven')

function directionOf(isProven: boolean, looser: number, tighter: number): Direction {
  if (isProven) return 'stricter'
  return looser > 0 && tighter === 0 ? 'looser' : 'mixed'
}

/**
 * True when every old guard has a new one that requires no less of any enforcement, and no enforcement waits longer for
 * approvers.
 */
export const areStricter = (before: Guards, after: Guards): boolean =>
  after.expiresMs <= before.expiresMs &&
  before.guards.every((guard) => after.guards.some((other) => requiresNoLess(guard, other)))

const requiresNoLess = (guard: Guard, other: Guard): boolean =>
  other.when.text === guard.when.text &&
  (guard.as === null || other.as === guard.as) &&
  guard.actions.every((action) => atLeastAsStrictAs(other.actions).includes(action)) &&
  !isLooser(guard.requirement, other.requirement)

function listDiffering(before: readonly Guard[], after: readonly Guard[]) {
  const without = (some: readonly Guard[], others: readonly Guard[]) =>
    some.filter((guard) => !others.some((other) => isSameRule(guard, other)))
  return { added: without(after, before), gone: without(before, after) }
}

function tryProbes(before: readonly Guard[], after: readonly Guard[], probes: readonly Probe[]) {
  // Many trial enforcements share their facts, and converting facts for conditions costs more than most conditions.
  const known = new Map<Facts, Known>()
  return probes.map((probe) => {
    const { action, facts } = probe
    const read = known.get(facts) ?? toKnown(facts)
    known.set(facts, read)
    const old = judgeGuards(before, action, facts, read).requirement
    const now = judgeGuards(after, action, facts, read).requirement
    return { probe, less: listLoosened(old, now), more: isLooser(now, old) }
  })
}

const waitMessage = (before: Guards, after: Guards): Message =>
  message('described.guards.wait', { after: durationTerm(after.expiresMs), before: durationTerm(before.expiresMs) })

function formatGuards(before: readonly Guard[], after: readonly Guard[], isMore: boolean): Message[] {
  const [old, now] = [byId(before), byId(after)]
  const lines = [...new Set([...old.keys(), ...now.keys()])].flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)]
    if (was === undefined)
      return is === undefined ? [] : [message('described.guards.isNew', { id, is: guardMessage(is) })]
    if (is === undefined) return [message('described.ruleSet.goes', { id, was: guardMessage(was) })]
    if (isSameRule(was, is)) return []
    return [
      message('described.ruleSet.changes', { id, was: guardMessage(was) }),
      message('described.ruleSet.itIs', { is: guardMessage(is) }),
    ]
  })
  return lines.length === 0 && !isMore ? [message('described.ruleSet.sameGuards')] : lines
}

const byId = (guards: readonly Guard[]) => new Map(guards.map((guard) => [guard.id, guard]))

const guardMessage = ({ actions, when, requirement, as }: Guard): Message =>
  message('described.guards.says', {
    actions: { as: 'commas', list: actions.map((action) => message(`term.action.${action}`)) },
    condition: conditionMessage(when),
    asks: requirementMessage(requirement, as ?? undefined),
  })

/** A condition in words, and as it is written: who signs it signs the second. */
function conditionMessage(when: Guard['when']): Text {
  const written = when.text.replaceAll(/\s+/g, ' ')
  const said = conditionText(when)
  return typeof said === 'string' ? written : message('described.guards.condition', { said, written })
}

/** A trial enforcement, by the facts that the differing conditions read. */
function formatProbe({ action, facts }: Probe, names: ReadonlySet<FactName>): Message {
  const told = [...names].map((name) => message('described.guards.fact', { name, value: formatValue(facts[name]) }))
  return message('described.guards.probe', {
    action: message(`term.action.${action}`),
    facts: { as: 'commas', list: told },
  })
}

function formatValue(value: Facts[keyof Facts]): Text {
  if (value === null) return message('described.guards.unknown')
  return typeof value === 'object' ? `[${value.join(' ')}]` : String(value)
}
