import { staffKey } from '../../foundation/domain.ts'
import type { RecordedEntry } from '../../ledger/recorded-entry.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { message, type Text } from '../../foundation/messages/message.ts'
import { recordedText } from '../ledger/entries/recorded-text.ts'
import { actionText, type StoredAction } from '../../policy/items/own-actions.ts'

export type MarkKind =
  | 'asked'
  | 'agreed'
  | 'declined'
  | 'held'
  | 'effect'
  | 'offline'
  | 'told'
  | 'restore_asked'
  | 'back'
  | 'whole'
  | 'other'

/** One line of an incident's timeline in words; people as the ledger names them. */
export interface Mark {
  at: string
  kind: MarkKind
  says: Text
  by: string
  /** The person or role that was asked or alerted, or "on_call". */
  whom: string | null
}

/** A period in which only the platform's own staff saw the account. */
interface Stretch {
  from: string
  /** The end of the period. Null: the account is still offline. */
  until: string | null
}

export interface Incident {
  subject: string
  /** The account's reach just before it went offline; null: it was never read. */
  reach: number | null
  marks: Mark[]
  offline: Stretch[]
  offlineMs: number
  /**
   * The time from going offline until a person or the desk began the restore. Null: not yet, or the account was offline
   * before the first record.
   */
  detectMs: number | null
  /** The time from the begin of the restore until the account was read as visible again. Null: not yet. */
  restoreMs: number | null
  /** Periods without an alert or an act, the longest first. */
  gaps: { from: string; until: string; says: Text }[]
  /** The controls that were missing, never people. */
  missing: Text[]
}

/** The shortest silence that is listed as a gap while an account is offline. */
const GAP_MS = MINUTE_MS
const GAPS_MAX = 5

/**
 * Builds the incident of one enforcement from the ledger alone, in the order of time. `now` ends a period that is still
 * offline. `own` is its action of one's own, whose title the ledger doesn't have. Pure.
 */
export function buildIncident(
  subject: string,
  entries: readonly RecordedEntry[],
  now: string,
  own: StoredAction | null = null,
): Incident {
  const inTime = [...entries].sort((one, other) => one.at.localeCompare(other.at))
  const marks = inTime.flatMap((entry) => markOf(entry, own))
  const offline = offlineStretches(inTime)
  const gaps = findGaps(marks, offline, now)
  const undoing = inTime.find(isUndoing)
  return {
    subject,
    reach: readReach(inTime),
    marks,
    offline,
    offlineMs: offline.reduce((sum, { from, until }) => sum + Date.parse(until ?? now) - Date.parse(from), 0),
    ...timesOf(offline, undoing?.at),
    gaps,
    missing: findMissing(inTime, offline, gaps),
  }
}

const isUndoing = (entry: RecordedEntry): boolean =>
  entry.kind === 'restore_asked' || (entry.kind === 'enforcement_moved' && entry.to === 'restoring')

function timesOf(offline: readonly Stretch[], undoing: string | undefined): Pick<Incident, 'detectMs' | 'restoreMs'> {
  const stretch = offline.find(
    ({ from, until }) => undoing !== undefined && from <= undoing && undoing <= (until ?? undoing),
  )
  if (stretch === undefined || undoing === undefined) return { detectMs: null, restoreMs: null }
  const restoreMs = stretch.until === null ? null : Date.parse(stretch.until) - Date.parse(undoing)
  return { detectMs: Date.parse(undoing) - Date.parse(stretch.from), restoreMs }
}

function markOf(entry: RecordedEntry, own: StoredAction | null): Mark[] {
  const said = describeEntry(entry, own)
  return said === undefined ? [] : [{ at: entry.at, by: entry.by, kind: said[0], says: said[1], whom: whomOf(entry) }]
}

function whomOf(entry: RecordedEntry): string | null {
  if (entry.kind === 'enforcement_offered') return staffKey(entry.staffId)
  if (entry.kind !== 'alerted') return null
  return entry.to === 'on_call' || entry.to.startsWith('role:') ? entry.to : staffKey(entry.to)
}

/** Returns the kind and the sentence of an entry for the incident's timeline. Undefined: the entry is bookkeeping. */
function describeEntry(entry: RecordedEntry, own: StoredAction | null): [MarkKind, Text] | undefined {
  switch (entry.kind) {
    case 'enforcement_proposed':
      return ['asked', message('incident.mark.asked', { action: actionText({ action: entry.action, ownAction: own }) })]
    case 'enforcement_joined':
      return ['asked', message('incident.mark.joined')]
    case 'enforcement_offered':
      return ['other', message('incident.mark.offered')]
    case 'enforcement_answered':
      return [entry.answer === 'decline' ? 'declined' : 'agreed', message(`incident.answered.${entry.answer}`)]
    case 'enforcement_moved':
      return describeMove(entry.to)
    case 'desired_state_reached':
      return ['effect', withReach(entry.reach, 'incident.mark.reachedReach', 'incident.mark.reached')]
    case 'restore_asked':
      return ['restore_asked', message('incident.mark.restoreAsked')]
    case 'alerted':
      return ['told', message('incident.mark.alerted', { because: recordedText(entry.why) })]
    case 'platform_disagreed':
      return ['other', message(entry.answer === 'brought_up' ? 'incident.mark.broughtBack' : 'incident.mark.disagreed')]
    case 'needs_attention':
      return ['other', recordedText(entry.why)]
    case 'reach_back':
      return ['whole', withReach(entry.reach, 'incident.mark.whole', 'incident.mark.accepted')]
    default:
      return undefined
  }
}

const withReach = (
  reach: number | null,
  known: 'incident.mark.reachedReach' | 'incident.mark.whole',
  unknown: 'incident.mark.reached' | 'incident.mark.accepted',
): Text => (reach === null ? message(unknown) : message(known, { reach }))

type Moved = Extract<RecordedEntry, { kind: 'enforcement_moved' }>['to']

const describeMove = (to: Moved): [MarkKind, Text] | undefined =>
  to === 'proposed' ? undefined : [MOVES[to], message(`incident.moved.${to}`)]

const MOVES: Record<Exclude<Moved, 'proposed'>, MarkKind> = {
  awaiting_approval: 'held',
  held: 'held',
  releasing: 'effect',
  in_effect: 'offline',
  confirmed: 'agreed',
  restoring: 'restore_asked',
  declined: 'declined',
  stopped: 'declined',
  expired: 'declined',
  superseded: 'other',
  failed: 'other',
  restored: 'back',
}

/** Returns the times offline by what the desk read back from the platform, never by the desired state alone. */
function offlineStretches(entries: readonly RecordedEntry[]): Stretch[] {
  const stretches: Stretch[] = []
  let isWanted = false
  for (const entry of entries) {
    if (entry.kind === 'desired_state_set') isWanted = !entry.desired.visible
    if (entry.kind === 'platform_disagreed' && !entry.seen.visible && stretches.at(-1)?.until !== null) {
      stretches.push({ from: entry.at, until: null })
    }
    if (entry.kind !== 'desired_state_reached') continue
    const open = stretches.at(-1)
    if (isWanted && open?.until !== null) stretches.push({ from: entry.at, until: null })
    if (!isWanted && open?.until === null) open.until = entry.at
  }
  return stretches
}

function findGaps(marks: readonly Mark[], offline: readonly Stretch[], now: string): Incident['gaps'] {
  return offline
    .flatMap(({ from, until }) => {
      const end = until ?? now
      const within = marks.filter(({ at }) => at > from && at < end).map(({ at }) => at)
      const times = [from, ...within, end]
      return times.slice(1).map((at, index) => ({ from: times[index] ?? from, until: at }))
    })
    .filter(({ from, until }) => Date.parse(until) - Date.parse(from) >= GAP_MS)
    .sort((one, other) => lengthOf(other) - lengthOf(one))
    .slice(0, GAPS_MAX)
    .map((gap) => ({
      ...gap,
      says: message('incident.gap', { minutes: Math.round(lengthOf(gap) / MINUTE_MS) }),
    }))
}

const lengthOf = ({ from, until }: { from: string; until: string }): number => Date.parse(until) - Date.parse(from)

/** The answers by which a person reviewed an enforcement in effect, or undertook to review it. */
const LOOKING_AFTERWARDS: readonly string[] = ['duty', 'confirm']

/** Returns the missing controls, which name no people. */
function findMissing(entries: readonly RecordedEntry[], offline: readonly Stretch[], gaps: Incident['gaps']): Text[] {
  if (offline.length === 0) return []
  const has = (test: (entry: RecordedEntry) => boolean) => entries.some(test)
  const missing: Text[] = []
  if (!has((entry) => entry.kind === 'enforcement_answered' && entry.answer === 'agree'))
    missing.push(message('incident.missing.approval'))
  if (!has((entry) => entry.kind === 'enforcement_moved' && entry.to === 'held'))
    missing.push(message('incident.missing.hold'))
  if (!has((entry) => entry.kind === 'enforcement_answered' && LOOKING_AFTERWARDS.includes(entry.answer)))
    missing.push(message('incident.missing.confirmation'))
  if (!has((entry) => entry.kind === 'alerted')) missing.push(message('incident.missing.alert'))
  if (gaps.length > 0) missing.push(message('incident.missing.silence'))
  return missing
}

/**
 * Returns the reach before the incident: the one against which the return is measured, or the first that was read while
 * the account was visible.
 */
function readReach(entries: readonly RecordedEntry[]): number | null {
  let isUp = true
  let whileUp: number | null = null
  for (const entry of entries) {
    if (entry.kind === 'reach_back' && entry.before !== null) return entry.before
    if (entry.kind === 'desired_state_set') isUp = entry.desired.visible
    if (entry.kind === 'desired_state_reached' && isUp) whileUp ??= entry.reach
  }
  return whileUp
}
