import type { Action, SubjectKind } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { implies } from '../../policy/guards/is-looser.ts'
import type { Clause, Requirement } from '../../policy/requirements/requirement.ts'
import type { AtOnce } from '../propose/at-once.ts'
import { formatDuration, HOUR_MS, MINUTE_MS } from '../../foundation/durations.ts'

/** The facts from which a sentence about an enforcement is built. */
export interface Sayable {
  kind: SubjectKind
  handle: string | null
  tags: readonly string[]
  reach: number | null | 'absent'
  action: Action
  label: string | null
  durationMs: number | null
  /** Where, if not everywhere. */
  countries?: readonly string[] | null
  requirement: Requirement
  /** The time by which the approvals must be complete. */
  agreeBy: Date
  /** The reader: the proposer (`you`), or the people who are asked (`others`). */
  asked: 'you' | 'others'
  /** A breaker is open that it would be under. */
  isBreakerOpen?: boolean
  /** The part that one person does at once, while the rest waits for others; undefined: none. */
  atOnce?: AtOnce | undefined
  /** One person acts alone on a ground, unconfirmed for this time; null: until a person undoes it. */
  onGround?: OnGround | undefined
}

interface OnGround {
  unconfirmedMs: number | null
  /** The end of the enforcement in words, where it has no duration. */
  how?: string
}

/** One sentence that says what will happen, the outcome first. It never reassures: the reader must take it for done. */
export function formatEnforcement(about: Sayable): string {
  const begin = about.asked === 'you' ? 'You are asking that' : 'It is asked that'
  const { atOnce, onGround } = about
  if (onGround !== undefined && about.requirement.approvals.length === 0) return formatSoleRight(about, onGround)
  const asked = `${begin} ${formatOutcome(about)}. ${formatMoment(about)}`
  if (atOnce === undefined) return asked
  const now = formatImmediate(about, atOnce)
  return atOnce.longer ? `${now} ${asked}` : now
}

/** Formats an effect that comes at once: the outcome, for how long, and whether on-call is paged. */
export function formatImmediate(about: Happening, { ms, longer, pages }: AtOnce): string {
  const more = `${longer ? ', longer if a second person agrees' : ''}${pages ? '; on-call is paged' : ''}`
  return `At once: ${formatOutcome(about, ` for ${formatShort(ms)}`)}${more}.`
}

/** Formats an enforcement by one person on a ground: the outcome, the alerts, and its end unless it is confirmed. */
function formatSoleRight(about: Sayable, { unconfirmedMs, how }: OnGround): string {
  const alerted = 'on-call is alerted until a second person confirms it'
  const comesBack = unconfirmedMs === null ? '' : `, and it comes back after ${formatShort(unconfirmedMs)} without that`
  const after = about.requirement.identify ? 'Once you have named whose account it is' : 'At once'
  return `${after}: ${formatOutcome(about, how)}; ${alerted}${comesBack}.`
}

/** Formats a short time, such as 60 minutes or 24 hours. */
export const formatShort = (ms: number): string =>
  ms > HOUR_MS ? `${ms / HOUR_MS} hours` : `${Math.round(ms / MINUTE_MS)} minutes`

export type Happening = Pick<
  Sayable,
  'kind' | 'handle' | 'tags' | 'reach' | 'action' | 'label' | 'durationMs' | 'countries'
>

/** Formats what happens to the subject, and for how long. */
export function formatOutcome(about: Happening, how = forHow(about)): string {
  const who = `${about.handle === null ? 'an account with an unknown handle' : `@${about.handle}`}${formatParty(about)}`
  if (about.countries) return `${subject(who, about)} is not to be seen in ${formatCountries(about.countries)}${how}`
  return OUTCOMES[about.action](who, about, how)
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })
const LISTED = new Intl.ListFormat('en')
/** Germany (DE) and Austria (AT). */
const formatCountries = (codes: readonly string[]): string =>
  LISTED.format(codes.map((code) => `${NAMES.of(code)} (${code})`))

const OUTCOMES: Record<Action, (who: string, about: Happening, how: string) => string> = {
  warn: (who) => `${who} gets a warning that can't be taken back`,
  label: (who, { label, kind }) =>
    `${kind === 'account' ? who : `a post of ${who}`} is marked “${label}” for everyone to see`,
  limit: (who, about, how) => `${subject(who, about)} is kept from spreading${how}`,
  hide: (who, _about, how) => `a post of ${who} is hidden from everyone${how}`,
  remove: (who) => `a post of ${who} is gone for everyone`,
  lock: (who, _about, how) => `no one can sign in to or post as ${who}${how}`,
  suspend: (who, _about, how) => `${who} goes offline for everyone${how}`,
  deactivate: (who) => `${who} goes offline for everyone, without an end`,
}

const subject = (who: string, { kind }: Pick<Happening, 'kind'>): string =>
  kind === 'account' ? who : `a post of ${who}`

const forHow = ({ durationMs }: Pick<Happening, 'durationMs'>): string =>
  durationMs === null ? ', without an end' : ` for ${formatDuration(durationMs)}`

function formatParty({ reach, tags }: Pick<Happening, 'reach' | 'tags'>): string {
  const parts = [reach === 'absent' ? '' : formatReach(reach), ...tags.map((tag) => tag.replaceAll('_', ' '))]
  const said = parts.filter((part) => part !== '')
  return said.length === 0 ? '' : ` (${said.join(', ')})`
}

const THOUSAND = 1_000
/** 43.5M followers, 31 followers. */
export function formatReach(reach: number | null): string {
  if (reach === null) return 'follower count unknown'
  if (reach >= THOUSAND * THOUSAND) return `${short(reach / (THOUSAND * THOUSAND))}M followers`
  if (reach >= THOUSAND) return `${short(reach / THOUSAND)}k followers`
  return reach === 1 ? '1 follower' : `${reach} followers`
}

const short = (value: number): string => (value >= 100 ? Math.floor(value) : Math.floor(value * 10) / 10).toString()

/** Formats its beginning and the condition under which it stays. */
function formatMoment({ requirement, agreeBy, isBreakerOpen = false }: Sayable): string {
  const { approvals, holdMs, confirmMs } = requirement
  const after = formatStart(holdMs, isBreakerOpen)
  const happens =
    approvals.length === 0
      ? `It will${after}`
      : `If ${formatPeople(approvals)} ${formatAgreement(approvals)} by ${formatClockTime(agreeBy)}, it will${after}`
  if (confirmMs === null) return `${happens}.`
  return `${happens}; it comes back by itself unless a further person confirms within ${formatDuration(confirmMs)}.`
}

/** At once, or what it still waits for then. */
function formatStart(holdMs: number, isBreakerOpen: boolean): string {
  const later = holdMs === 0 ? '' : `, ${formatDuration(holdMs)} later`
  if (isBreakerOpen)
    return `${later}${later === '' ? ',' : ' and'} once two people have closed the breaker that is open`
  return later === '' ? ', at once' : later
}

/** The people of several clauses. One person counts towards every clause they fit, so these are not added up. */
export function formatPeople(clauses: readonly Clause[]): string {
  const said = withoutImplied(clauses).map(formatClause)
  return said.join(said.some((clause) => clause.includes(',')) ? ', and ' : ' and ')
}

/** Removes the clauses that another clause implies: people who meet the other meet them too. */
const withoutImplied = (clauses: readonly Clause[]): Clause[] =>
  clauses.filter(
    (clause, index) =>
      !clauses.some((other, at) => at !== index && implies(other, clause) && (at < index || !implies(clause, other))),
  )

/** One agrees, two agree. */
const formatAgreement = (clauses: readonly Clause[]): string => {
  const [first, ...more] = withoutImplied(clauses)
  return first?.count === 1 && more.length === 0 ? 'agrees' : 'agree'
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five']
const say = (count: number): string => NUMBERS[count] ?? String(count)

function formatClause({ count, roles, teams = 0, employers = 0 }: Clause): string {
  const who = roles === undefined ? (count === 1 ? 'other person' : 'other people') : `of ${roles.join(' or ')}`
  const from = [
    ...(teams > 1 ? [`from ${say(teams)} teams`] : []),
    ...(employers > 1 ? [`from ${say(employers)} employers`] : []),
  ]
  return [`${say(count)} ${who}`, ...from].join(', ')
}

/** In UTC, which is the desk's own time. */
export const formatClockTime = (at: Date): string => `${at.toISOString().slice(11, 16)} UTC`

/** Returns the label of the button: the action, never "submit" or "OK". */
export function formatButton({
  action,
  requirement,
  atOnce,
  countries,
}: Pick<Sayable, 'action' | 'requirement' | 'atOnce' | 'countries'>): string {
  const deed = countries ? 'Block there' : renderMessage(message(`action.do.${action}`))
  if (atOnce !== undefined) return deed
  return requirement.approvals.length === 0 && requirement.holdMs === 0 ? deed : `Ask to ${deed.toLowerCase()}`
}
