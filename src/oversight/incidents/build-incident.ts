import { staffKey } from '../../foundation/domain.ts'
import type { RecordedLeaf } from '../../ledger/recorded-leaf.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

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

/** One event in words; people as the ledger names them. */
export interface Mark {
  at: string
  kind: MarkKind
  says: string
  by: string
  /** The person or role that was asked or alerted, or on_call. */
  whom: string | null
}

/** A stretch of time in which only the platform's own staff saw the account. */
interface Stretch {
  from: string
  /** The end; null: it is still offline. */
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
   * From going offline until a person or the desk began the restore; null: not yet, or the account was offline before
   * the first record.
   */
  detectMs: number | null
  /** From then until the account was read as visible again; null: not yet. */
  restoreMs: number | null
  /** Stretches without an alert or an act, the longest first. */
  gaps: { from: string; until: string; says: string }[]
  /** Missing controls, never people. */
  missing: string[]
}

/** The silence while an account is offline from which a gap is listed. */
const GAP_MS = MINUTE_MS
const GAPS_MAX = 5

/**
 * Builds the incident of one enforcement from the ledger alone, in the order of time. `now` ends a stretch that is
 * still offline. Pure.
 */
export function buildIncident(subject: string, leaves: readonly RecordedLeaf[], now: string): Incident {
  const inTime = [...leaves].sort((one, other) => one.at.localeCompare(other.at))
  const marks = inTime.flatMap(markOf)
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

const isUndoing = (leaf: RecordedLeaf): boolean =>
  leaf.kind === 'restore_asked' || (leaf.kind === 'enforcement_moved' && leaf.to === 'restoring')

function timesOf(offline: readonly Stretch[], undoing: string | undefined): Pick<Incident, 'detectMs' | 'restoreMs'> {
  const stretch = offline.find(
    ({ from, until }) => undoing !== undefined && from <= undoing && undoing <= (until ?? undoing),
  )
  if (stretch === undefined || undoing === undefined) return { detectMs: null, restoreMs: null }
  const restoreMs = stretch.until === null ? null : Date.parse(stretch.until) - Date.parse(undoing)
  return { detectMs: Date.parse(undoing) - Date.parse(stretch.from), restoreMs }
}

function markOf(leaf: RecordedLeaf): Mark[] {
  const said = sayLeaf(leaf)
  return said === undefined ? [] : [{ at: leaf.at, by: leaf.by, kind: said[0], says: said[1], whom: whomOf(leaf) }]
}

function whomOf(leaf: RecordedLeaf): string | null {
  if (leaf.kind === 'enforcement_offered') return staffKey(leaf.staffId)
  if (leaf.kind !== 'alerted') return null
  return leaf.to === 'on_call' || leaf.to.startsWith('role:') ? leaf.to : staffKey(leaf.to)
}

/** Returns the kind and the sentence of an entry for the timeline; undefined: bookkeeping. */
function sayLeaf(leaf: RecordedLeaf): [MarkKind, string] | undefined {
  switch (leaf.kind) {
    case 'enforcement_proposed':
      return ['asked', `${leaf.action} was asked for`]
    case 'enforcement_joined':
      return ['asked', 'somebody else asked for the same']
    case 'enforcement_offered':
      return ['other', 'asked what they make of it']
    case 'enforcement_answered':
      return leaf.answer === 'decline' ? ['declined', 'declined'] : ['agreed', ANSWERED[leaf.answer]]
    case 'enforcement_moved':
      return MOVES[leaf.to]
    case 'target_reached':
      return [
        'effect',
        leaf.reach === null ? 'read back at the platform' : `read back: reaches ${sayReach(leaf.reach)}`,
      ]
    case 'restore_asked':
      return ['restore_asked', 'one of two asked for its restore']
    case 'alerted':
      return ['told', `told: ${leaf.why}`]
    case 'platform_disagreed':
      return [
        'other',
        leaf.answer === 'brought_up'
          ? 'found offline without an enforcement, and brought up'
          : 'the platform shows something else',
      ]
    case 'needs_attention':
      return ['other', leaf.why]
    case 'reach_back':
      return ['whole', leaf.reach === null ? 'accepted as back' : `all of it is back: reaches ${sayReach(leaf.reach)}`]
    default:
      return undefined
  }
}

const sayReach = (reach: number): string => reach.toLocaleString('en')

const ANSWERED = {
  agree: 'agreed',
  duty: 'somebody took on to confirm it',
  confirm: 'confirmed',
  decline: 'declined',
} as const

const MOVES: Record<Extract<RecordedLeaf, { kind: 'enforcement_moved' }>['to'], [MarkKind, string] | undefined> = {
  proposed: undefined,
  awaiting_approval: ['held', 'waits for others'],
  held: ['held', 'all agreed: the hold began'],
  releasing: ['effect', 'sent to the platform'],
  in_effect: ['offline', 'in effect, read back'],
  confirmed: ['agreed', 'confirmed for good'],
  restoring: ['restore_asked', 'its restore was asked for'],
  declined: ['declined', 'ended: declined'],
  stopped: ['declined', 'ended: stopped'],
  expired: ['declined', 'ended: nobody agreed in time'],
  superseded: ['other', 'ended: something stricter took its place'],
  failed: ['other', 'failed: the platform would not'],
  restored: ['back', 'restored, read back'],
}

/** Returns the times offline by what the desk read back from the platform, never by the desired state alone. */
function offlineStretches(leaves: readonly RecordedLeaf[]): Stretch[] {
  const stretches: Stretch[] = []
  let isWanted = false
  for (const leaf of leaves) {
    if (leaf.kind === 'target_set') isWanted = !leaf.target.visible
    if (leaf.kind === 'platform_disagreed' && !leaf.seen.visible && stretches.at(-1)?.until !== null) {
      stretches.push({ from: leaf.at, until: null })
    }
    if (leaf.kind !== 'target_reached') continue
    const open = stretches.at(-1)
    if (isWanted && open?.until !== null) stretches.push({ from: leaf.at, until: null })
    if (!isWanted && open?.until === null) open.until = leaf.at
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
      says: `${Math.round(lengthOf(gap) / MINUTE_MS)} min: nobody did anything, and nobody was told`,
    }))
}

const lengthOf = ({ from, until }: { from: string; until: string }): number => Date.parse(until) - Date.parse(from)

/** Answers by which a person looked, or was to look, at an enforcement in effect. */
const LOOKING_AFTERWARDS: readonly string[] = ['duty', 'confirm']

/** Returns the missing controls, before anything about people. */
function findMissing(leaves: readonly RecordedLeaf[], offline: readonly Stretch[], gaps: Incident['gaps']): string[] {
  if (offline.length === 0) return []
  const has = (test: (leaf: RecordedLeaf) => boolean) => leaves.some(test)
  const missing: string[] = []
  if (!has((leaf) => leaf.kind === 'enforcement_answered' && leaf.answer === 'agree'))
    missing.push('No second person was asked.')
  if (!has((leaf) => leaf.kind === 'enforcement_moved' && leaf.to === 'held'))
    missing.push('There was no hold in which it could be stopped.')
  if (!has((leaf) => leaf.kind === 'enforcement_answered' && LOOKING_AFTERWARDS.includes(leaf.answer)))
    missing.push('Nobody had to look at it afterwards and say that it is right.')
  if (!has((leaf) => leaf.kind === 'alerted')) missing.push('Nobody was told when it went offline.')
  if (gaps.length > 0) missing.push('There was a time in which nothing happened while it was offline.')
  return missing
}

/**
 * Returns the reach before: the one against which the return is measured, else the first that was read while the
 * account was visible.
 */
function readReach(leaves: readonly RecordedLeaf[]): number | null {
  let isUp = true
  let whileUp: number | null = null
  for (const leaf of leaves) {
    if (leaf.kind === 'reach_back' && leaf.before !== null) return leaf.before
    if (leaf.kind === 'target_set') isUp = leaf.target.visible
    if (leaf.kind === 'target_reached' && isUp) whileUp ??= leaf.reach
  }
  return whileUp
}
