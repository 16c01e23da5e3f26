import type { Automation, Rule, Source } from '../../../policy/automation/automation-file.ts'
import { formatRule, formatSource } from '../../../policy/automation/format-rule.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import type { Described, Direction } from '../../change/wanted.ts'

interface Difference {
  says: string
  direction: 'looser' | 'stricter'
}

/**
 * Compares two automation files. The change is looser where more is allowed: a rule goes live, or a source may do more
 * or gets another owner. Pure.
 */
export function compareAutomation(before: Automation, after: Automation): Described {
  const all = [...diffSources(before, after), ...diffRules(before, after)]
  return {
    says:
      all.length === 0
        ? 'No rule does anything else: only words around them differ.'
        : all.map(({ says }) => says).join('\n'),
    direction: directionOf(all),
  }
}

function directionOf(all: readonly Difference[]): Direction {
  const looser = all.filter(({ direction }) => direction === 'looser').length
  return looser === 0 ? 'stricter' : looser === all.length ? 'looser' : 'mixed'
}

function diffSources(before: Automation, after: Automation): Difference[] {
  const ids = new Set([...before.sources.keys(), ...after.sources.keys()])
  return [...ids].flatMap((id): Difference[] => {
    const [was, is] = [before.sources.get(id), after.sources.get(id)]
    if (was === undefined)
      return is === undefined ? [] : [{ says: `The source ${id} is new. ${formatSource(is)}`, direction: 'stricter' }]
    if (is === undefined) return [{ says: `The source ${id} goes.`, direction: 'stricter' }]
    const [said, says] = [formatSource(was), formatSource(is)]
    if (said === says) return []
    return [
      {
        says: `The source ${id} changes. It was: ${said}\n  It is: ${says}`,
        direction: mayDoMore(was, is) ? 'looser' : 'stricter',
      },
    ]
  })
}

const mayDoMore = (was: Source, is: Source): boolean =>
  is.owner !== was.owner || is.budget.acts > was.budget.acts || is.budget.withinMs < was.budget.withinMs

/** A rule in shadow mode has no effect, so one person may add, remove and change it. */
function diffRules(before: Automation, after: Automation): Difference[] {
  const [old, now] = [byId(before), byId(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id): Difference[] => {
    const [was, is] = [old.get(id), now.get(id)]
    if (is === undefined) return [{ says: `The rule ${id} goes.`, direction: 'stricter' }]
    const direction = is.mode === 'live' && (was?.mode !== 'live' || was.hash !== is.hash) ? 'looser' : 'stricter'
    if (was === undefined) return [{ says: `The rule ${id} is new, ${MODES[is.mode]}. ${formatRule(is)}`, direction }]
    if (was.hash === is.hash && was.mode === is.mode) return []
    const begins =
      was.mode === is.mode
        ? `The rule ${id} changes, ${MODES[is.mode]}.`
        : `The rule ${id} is ${MODES[is.mode]} from then on.`
    return [
      {
        says:
          was.hash === is.hash
            ? `${begins} ${formatRule(is)}`
            : `${begins} It was: ${formatRule(was)}\n  It is: ${formatRule(is)}`,
        direction,
      },
    ]
  })
}

const MODES = { shadow: 'in shadow: it does nothing, and what it would have done is recorded', live: 'live' }
const byId = ({ rules }: Automation): ReadonlyMap<string, Rule> => new Map(rules.map((rule) => [rule.id, rule]))

/**
 * The conditions of an automation file at this desk: its live rules have run unchanged in shadow mode, and each owner
 * works here.
 */
export interface AutomationNeeds {
  live: readonly { id: string; hash: string }[]
  owners: readonly string[]
}

export function listNeeds(before: Automation, { sources, rules }: Automation): AutomationNeeds {
  const live = new Set(before.rules.filter(({ mode }) => mode === 'live').map(({ hash }) => hash))
  return {
    live: rules.filter(({ mode, hash }) => mode === 'live' && !live.has(hash)).map(({ id, hash }) => ({ id, hash })),
    owners: [...new Set([...sources.values()].map(({ owner }) => owner))],
  }
}

export function refuseLive({ rules }: Automation): void {
  const live = rules.filter(({ mode }) => mode === 'live').map(({ id }) => id)
  if (live.length === 0) return
  throw new DeskError('conflict', message('automation.live', { rules: live }))
}
