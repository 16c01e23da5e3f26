import { type Action, type SubjectKind, takesOffline } from '../../foundation/domain.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { durationMessage } from '../../foundation/messages/duration-message.ts'
import { type Message, message, type TextItem } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { termMessage } from '../../foundation/messages/term-message.ts'
import { implies } from '../../policy/guards/is-looser.ts'
import { parametersText, type StoredAction, titleText } from '../../policy/items/own-actions.ts'
import type { Clause, Requirement } from '../../policy/requirements/requirement.ts'
import type { AtOnce } from '../propose/at-once.ts'

/** The values from which a sentence about an enforcement is built. */
export interface Sayable extends Happening {
  requirement: Requirement
  /** The time by which the approvals must be complete. */
  agreeBy: Date
  /** True when an open circuit breaker would hold it. */
  isBreakerOpen?: boolean
  /** True in the recovery state, which would hold it, an immediate part included. */
  isRecovering?: boolean
  /** The part that takes effect at once by one person, while the rest waits for approvals. Undefined: none. */
  atOnce?: AtOnce | undefined
  /** The time for which an act of one person on a ground stays unconfirmed. Null: until a person undoes it. */
  onGround?: OnGround | undefined
  /** The time of its beginning if it begins now. Undefined: the sentence names no date of its end. */
  now?: Date | undefined
  /** The people who can restore it. Undefined: the sentence does not name them. */
  undo?: 'one' | 'two' | undefined
  /** True in shadow mode, in which no other person checks it. */
  isShadow?: boolean
  /** The days after which the platform deletes the data of an account that was taken offline. Undefined: never. */
  erasesAfterDays?: number | undefined
}

interface OnGround {
  unconfirmedMs: number | null
  /** The end of an enforcement in words, where it has no duration. */
  how?: Message
}

export interface Happening {
  kind: SubjectKind
  handle: string | null
  tags: readonly string[]
  reach: number | null | 'absent'
  action: Action
  label: string | null
  durationMs: number | null
  /** The countries in which it applies, if not everywhere. */
  countries?: readonly string[] | null
  /** The action of one's own, if it is one. */
  ownAction?: StoredAction | null
}

/**
 * Returns the sentences that state the effect of an enforcement: the outcome with its end first, then conditions, then
 * the people who can restore it. They never reassure: the reader must regard it as done.
 */
export function enforcementMessage(about: Sayable): Message {
  const { atOnce, onGround } = about.isRecovering === true ? NOTHING_AT_ONCE : about
  const { requirement, undo, action } = about
  const now = atOnce === undefined ? [] : [immediateMessage(about, atOnce.ms, about.now), ...listExtensions(atOnce)]
  const rest =
    onGround !== undefined && requirement.approvals.length === 0
      ? listOnGround(about, onGround)
      : atOnce?.longer === false
        ? []
        : listConditions(about)
  const after = [
    ...listErasure(about),
    ...(undo === undefined || action === 'warn' ? [] : [message(`sentence.undo.${undo}`)]),
    ...(about.isShadow === true ? [message('sentence.shadow')] : []),
  ]
  return joinSentences([...now, ...rest, ...after])
}

const NOTHING_AT_ONCE = { atOnce: undefined, onGround: undefined }

/** Says when a restore no longer brings everything back, unless the enforcement ends before. */
function listErasure({ action, durationMs, erasesAfterDays: days }: Sayable): Message[] {
  if (days === undefined || !takesOffline(action) || (durationMs ?? Number.POSITIVE_INFINITY) <= days * DAY_MS)
    return []
  return [days === 0 ? message('sentence.erasedAtOnce') : message('sentence.erased', { days })]
}

export const joinSentences = (list: readonly Message[]): Message =>
  message('sentence.joined', { sentences: { as: 'sentences', list } })

/** Returns the sentence of an effect that begins now and lasts for a duration. */
export function immediateMessage(about: Happening, ms: number, now?: Date): Message {
  return message('sentence.condition.none', { outcome: outcomeMessage(about, { how: lasting(ms, now), isNow: true }) })
}

const listExtensions = ({ longer, pages }: AtOnce): Message[] => [
  ...(longer ? [message('sentence.immediate.approvalExtends')] : []),
  ...(pages ? [message('sentence.immediate.page')] : []),
]

/**
 * Returns the sentences about an enforcement by one person on a ground: the outcome, the alerts, and its end unless it
 * is confirmed.
 */
function listOnGround(about: Sayable, { unconfirmedMs, how }: OnGround): Message[] {
  const { identify } = about.requirement
  const outcome = outcomeMessage(about, { ...(how && { how }), isNow: !identify })
  return [
    message('sentence.condition.none', { outcome }),
    ...(identify ? [message('sentence.condition.identify')] : []),
    message('sentence.ground.alert'),
    ...(unconfirmedMs === null
      ? []
      : [message('sentence.ground.unconfirmed', { duration: durationMessage(unconfirmedMs) })]),
  ]
}

/** Returns the outcome, and the conditions under which it takes effect and stays. */
function listConditions(about: Sayable): Message[] {
  const { requirement, agreeBy, isBreakerOpen = false, isRecovering = false, now, durationMs } = about
  const { approvals, holdMs, confirmMs } = requirement
  const isNow = approvals.length === 0 && holdMs === 0 && !isBreakerOpen && !isRecovering
  const outcome = outcomeMessage(about, { isNow, ...(isNow && { how: lasting(durationMs, now) }) })
  const hold = { duration: durationMessage(holdMs) }
  return [
    approvals.length === 0
      ? message('sentence.condition.none', { outcome })
      : message('sentence.condition.approvals', { outcome, people: peopleMessage(approvals), agreeBy }),
    ...(holdMs === 0
      ? []
      : [
          approvals.length === 0
            ? message('sentence.condition.hold', hold)
            : message('sentence.condition.holdAfter', hold),
        ]),
    ...(isBreakerOpen ? [message('sentence.condition.breaker')] : []),
    ...(isRecovering ? [message('sentence.condition.recovery')] : []),
    ...(confirmMs === null ? [] : [message('sentence.condition.confirm', { duration: durationMessage(confirmMs) })]),
  ]
}

/** Returns the outcome as a clause: the subject, the action and its end. */
export function outcomeMessage(
  about: Happening,
  { how = lasting(about.durationMs), isNow = false }: { how?: Message; isNow?: boolean } = {},
): Message {
  const said = { subject: subjectMessage(about), now: isNow ? message('sentence.now') : '', how }
  const { action, countries, label, ownAction } = about
  if (ownAction) return message('sentence.outcome.own', { ...said, ...ownParts(ownAction) })
  if (countries) return message('sentence.outcome.block', { ...said, countries: { as: 'countries', list: countries } })
  if (action === 'label') return message('sentence.outcome.label', { ...said, label: label ?? '' })
  return message(`sentence.outcome.${action}`, said)
}

/** Returns an action of one's own in words: its title, its parameters, and what it takes. */
function ownParts(own: StoredAction) {
  const { takes, reversible } = own
  const parameters = parametersText(own)
  return {
    title: titleText(own),
    parameters: parameters === '' ? '' : message('sentence.own.parameters', { parameters }),
    takes: { as: 'and', list: takes.map((loss) => message(`term.loss.${loss}`)) },
    final: reversible ? '' : message('sentence.own.final'),
  } as const
}

/** Returns the end of an enforcement in words; with the time of its beginning also the date. */
function lasting(durationMs: number | null, now?: Date): Message {
  if (durationMs === null) return message('sentence.how.noEnd')
  const duration = durationMessage(durationMs)
  if (now === undefined) return message('sentence.how.for', { duration })
  return message('sentence.how.forUntil', { duration, endsAt: new Date(now.getTime() + durationMs) })
}

function subjectMessage({ kind, handle, tags, reach }: Happening): Message {
  const unnamed = kind === 'account' ? message('sentence.subject.noHandle') : message('sentence.subject.noHandleOf')
  const name = handle === null ? unnamed : message('sentence.subject.handle', { handle })
  const account = knownMessage(name, { tags, reach })
  return kind === 'account' ? account : message('sentence.subject.content', { account })
}

/** Returns the name of an account with what is known of it: its reach and its public roles. */
function knownMessage(account: Message, { tags, reach }: Pick<Happening, 'tags' | 'reach'>): Message {
  const list = tags.map((tag) => termMessage('tag', tag) ?? tag.replaceAll('_', ' '))
  const roles = { as: 'commas', list } as const
  if (reach === 'absent')
    return tags.length === 0 ? account : message('sentence.subject.known', { account, facts: roles })
  const facts = reachMessage(reach)
  if (tags.length === 0) return message('sentence.subject.known', { account, facts })
  return message('sentence.subject.knownMore', { account, facts, tags: roles })
}

const THOUSAND = 1_000
/** Formats a reach, such as 43.5M followers or 31 followers, rounded down. */
function reachMessage(reach: number | null): Message {
  if (reach === null) return message('sentence.reach.unknown')
  if (reach < THOUSAND) return message('sentence.reach.count', { count: reach })
  const inMillions = reach >= THOUSAND * THOUSAND
  const count = shorten(reach / (inMillions ? THOUSAND * THOUSAND : THOUSAND))
  return inMillions ? message('sentence.reach.million', { count }) : message('sentence.reach.thousand', { count })
}

const shorten = (value: number): number => (value >= 100 ? Math.floor(value) : Math.floor(value * 10) / 10)
export const formatReach = (reach: number | null): string => renderMessage(reachMessage(reach))

/** Formats the people of several clauses in English. */
export const formatPeople = (clauses: readonly Clause[]): string =>
  clauses.length === 0 ? '' : renderMessage(peopleMessage(clauses))

/**
 * Returns the required people in words. One person counts towards every clause that they fit, so the clauses are not
 * added up.
 */
export const peopleMessage = (clauses: readonly Clause[]): Message =>
  message('sentence.people', { people: { as: 'and', list: withoutImplied(clauses).map(clauseMessage) } })

/** Removes the clauses that another clause implies: people who meet that one meet them too. */
const withoutImplied = (clauses: readonly Clause[]): Clause[] =>
  clauses.filter(
    (clause, index) =>
      !clauses.some((other, at) => at !== index && implies(other, clause) && (at < index || !implies(clause, other))),
  )

function clauseMessage({ count, roles, teams = 0, employers = 0 }: Clause): TextItem {
  const people =
    roles === undefined
      ? message('sentence.clause.any', { count })
      : message('sentence.clause.of', {
          count,
          roles: { as: 'or', list: roles.map((role) => termMessage('role', role) ?? role) },
        })
  if (teams > 1 && employers > 1) return message('sentence.clause.teamsAndEmployers', { people, teams, employers })
  if (teams > 1) return message('sentence.clause.teams', { people, teams })
  return employers > 1 ? message('sentence.clause.employers', { people, employers }) : people
}

/** Returns the label of the button that proposes the action: the action itself, never "submit" or "OK". */
export function formatButton({
  action,
  requirement,
  atOnce,
  countries,
  ownAction,
}: Pick<Sayable, 'action' | 'requirement' | 'atOnce' | 'countries' | 'ownAction'>): Message {
  const deed = countries ? 'there' : action
  const isDone = atOnce !== undefined || (requirement.approvals.length === 0 && requirement.holdMs === 0)
  if (ownAction) return message(isDone ? 'action.own.do' : 'action.own.ask', { title: titleText(ownAction) })
  return isDone ? message(`action.do.${deed}`) : message(`action.ask.${deed}`)
}

/** Returns the label of the button that takes an interim measure at once. */
export const formatButtonNow = (action: Action): Message => message(`action.now.${action}`)
