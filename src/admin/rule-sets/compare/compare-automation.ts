import type { Automation, Rule, Source } from '../../../policy/automation/automation-file.ts'
import { isDeepStrictEqual } from 'node:util'
import { paragraphs } from '../../describe/paragraphs.ts'
import { ruleMessage, sourceMessage } from '../../../policy/automation/format-rule.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { type Message, message } from '../../../foundation/messages/message.ts'
import type { Described, Direction } from '../../change/wanted.ts'

interface Difference {
  says: Message
  direction: 'looser' | 'stricter'
}

/**
 * Compares two automation files. The change is looser where more is allowed: a rule goes live, or a source may do more
 * or gets another owner. Pure.
 */
export function compareAutomation(before: Automation, after: Automation): Described {
  const all = [...diffSources(before, after), ...diffRules(before, after)]
  return {
    says: all.length === 0 ? message('described.ruleSet.sameRules') : paragraphs(all.map(({ says }) => says)),
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
      return is === undefined
        ? []
        : [{ says: message('described.automation.sourceNew', { id, is: sourceMessage(is) }), direction: 'stricter' }]
    if (is === undefined) return [{ says: message('described.automation.sourceGoes', { id }), direction: 'stricter' }]
    if (isDeepStrictEqual(sourceMessage(was), sourceMessage(is))) return []
    return [
      {
        says: paragraphs([
          message('described.automation.sourceChanges', { id, was: sourceMessage(was) }),
          message('described.ruleSet.itIs', { is: sourceMessage(is) }),
        ]),
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
    if (is === undefined) return [{ says: message('described.automation.ruleGoes', { id }), direction: 'stricter' }]
    const direction = is.mode === 'live' && (was?.mode !== 'live' || was.hash !== is.hash) ? 'looser' : 'stricter'
    const mode = message(`described.automation.mode.${is.mode}`)
    if (was === undefined)
      return [{ says: message('described.automation.ruleNew', { id, mode, is: ruleMessage(is) }), direction }]
    if (was.hash === is.hash && was.mode === is.mode) return []
    const begins =
      was.mode === is.mode
        ? message('described.automation.ruleChanges', { id, mode })
        : message('described.automation.ruleTurns', { id, mode })
    return [
      {
        says:
          was.hash === is.hash
            ? message('described.automation.ruleSame', { begins, is: ruleMessage(is) })
            : paragraphs([
                message('described.automation.ruleWas', { begins, was: ruleMessage(was) }),
                message('described.ruleSet.itIs', { is: ruleMessage(is) }),
              ]),
        direction,
      },
    ]
  })
}

const byId = ({ rules }: Automation): ReadonlyMap<string, Rule> => new Map(rules.map((rule) => [rule.id, rule]))

/**
 * The conditions of an automation file at this desk: its live rules have run unchanged in shadow mode, and each owner
 * works here. Its rules propose own actions that are declared and can be undone.
 */
export interface AutomationNeeds {
  live: readonly { id: string; hash: string }[]
  owners: readonly string[]
  /** The ids of the organisation's own actions that rules propose. */
  ownActions: readonly string[]
}

export function listNeeds(before: Automation, { sources, rules }: Automation): AutomationNeeds {
  const live = new Set(before.rules.filter(({ mode }) => mode === 'live').map(({ hash }) => hash))
  return {
    live: rules.filter(({ mode, hash }) => mode === 'live' && !live.has(hash)).map(({ id, hash }) => ({ id, hash })),
    owners: [...new Set([...sources.values()].map(({ owner }) => owner))],
    ownActions: [...new Set(rules.flatMap(({ does }) => ('own' in does ? [does.own.id] : [])))],
  }
}

export function refuseLive({ rules }: Automation): void {
  const live = rules.filter(({ mode }) => mode === 'live').map(({ id }) => id)
  if (live.length === 0) return
  throw new DeskError('conflict', message('automation.live', { rules: live }))
}
