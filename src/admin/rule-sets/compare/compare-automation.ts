import type { Automation, Rule, Source } from '../../../policy/automation/automation-file.ts'
import { listHere } from '../../../bulk/automation/overview/overview-queries.ts'
import { findPause } from '../../../bulk/automation/pause-queries.ts'
import { sayRule, saySource } from '../../../policy/automation/say-rule.ts'
import { listTried } from '../../../bulk/automation/rule-queries.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import { DeskError } from '../../../foundation/errors.ts'
import type { Described, Direction, Wanted } from '../../change/wanted.ts'

interface Difference {
  says: string
  direction: 'looser' | 'stricter'
}

/**
 * What another file of rules would change. Looser where more may be done: a rule that goes live, a source that may do more or
 * whose owner is another. Refuses a rule that would be live without having run in shadow as it stands, and an owner who isn't here.
 */
export async function describeAutomation(db: Queryable, before: Automation, after: Automation): Promise<Described> {
  await refuseUntried(db, before, after)
  await refuseStrangers(db, after)
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
      return is === undefined ? [] : [{ says: `The source ${id} is new. ${saySource(is)}`, direction: 'stricter' }]
    if (is === undefined) return [{ says: `The source ${id} goes.`, direction: 'stricter' }]
    const [said, says] = [saySource(was), saySource(is)]
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

/** A rule in shadow does nothing, so it may come, go and change by one person's word. */
function diffRules(before: Automation, after: Automation): Difference[] {
  const [old, now] = [byId(before), byId(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id): Difference[] => {
    const [was, is] = [old.get(id), now.get(id)]
    if (is === undefined) return [{ says: `The rule ${id} goes.`, direction: 'stricter' }]
    const direction = is.mode === 'live' && (was?.mode !== 'live' || was.hash !== is.hash) ? 'looser' : 'stricter'
    if (was === undefined) return [{ says: `The rule ${id} is new, ${MODES[is.mode]}. ${sayRule(is)}`, direction }]
    if (was.hash === is.hash && was.mode === is.mode) return []
    const begins =
      was.mode === is.mode
        ? `The rule ${id} changes, ${MODES[is.mode]}.`
        : `The rule ${id} is ${MODES[is.mode]} from then on.`
    return [
      {
        says:
          was.hash === is.hash
            ? `${begins} ${sayRule(is)}`
            : `${begins} It was: ${sayRule(was)}\n  It is: ${sayRule(is)}`,
        direction,
      },
    ]
  })
}

const MODES = { shadow: 'in shadow: it does nothing, and what it would have done is recorded', live: 'live' }
const byId = ({ rules }: Automation): ReadonlyMap<string, Rule> => new Map(rules.map((rule) => [rule.id, rule]))

async function refuseUntried(db: Queryable, before: Automation, after: Automation): Promise<void> {
  const live = new Set(before.rules.filter(({ mode }) => mode === 'live').map(({ hash }) => hash))
  const wanted = after.rules.filter(({ mode, hash }) => mode === 'live' && !live.has(hash))
  const tried = await listTried(
    db,
    wanted.map(({ hash }) => hash),
  )
  const untried = wanted.filter(({ hash }) => !tried.has(hash)).map(({ id }) => id)
  if (untried.length === 0) return
  const detail = `names as live what has not run in shadow for a day, on something, as it stands: ${untried.join(', ')}`
  throw new DeskError('conflict', `Nothing was proposed: it ${detail}. Adopt it in shadow first.`, {
    errors: [{ field: 'change/text', detail }],
  })
}

async function refuseStrangers(db: Queryable, { sources }: Automation): Promise<void> {
  const owners = [...new Set([...sources.values()].map(({ owner }) => owner))]
  const here = await listHere(db, owners)
  const strangers = owners.filter((owner) => !here.has(owner))
  if (strangers.length === 0) return
  const detail = `names as owner who is not here: ${strangers.join(', ')}`
  throw new DeskError('conflict', `Nothing was proposed: it ${detail}.`, { errors: [{ field: 'change/text', detail }] })
}

/** What ending a pause would do. */
export async function describeResume(
  db: Queryable,
  { pauseId }: Extract<Wanted, { kind: 'automation_resume' }>,
): Promise<Described> {
  const pause = await findPause(db, pauseId)
  if (pause === undefined) throw new DeskError('not_found', `There is no pause ${pauseId}.`)
  if (pause.liftedAt !== null)
    throw new DeskError('conflict', `Nothing was proposed: the pause ${pauseId} is over already.`)
  const what =
    pause.ruleId === null ? `the rules of ${pause.source} go` : `the rule ${pause.ruleId} of ${pause.source} goes`
  return {
    says: `What was stopped by ${pause.by} because “${pause.reason}”: ${what} on, each as it is agreed to.`,
    direction: 'looser',
  }
}
