import type { AuthorisedEnforcement, Grounds } from './authorisation.ts'
import { canonicalJson } from './canonical.ts'
import { countAgreeing, isConfirmedBySecond, listProposals } from './count-agreeing.ts'
import { type AloneNow, type AloneSoFar, findGround } from './judge-alone.ts'
import { findHijackLock, type Takeover } from './judge-hijack.ts'
import { listInterim, sumStoodMs } from './judge-interim.ts'
import { type ActionRule, actionsOf, isAsDeclared, isMild, listStates, type OwnAction } from './own-actions.ts'
import type { Revert, Subject, PlatformState } from './protocol.ts'
import { TOLERANCE_MS } from './signature.ts'
import type { AcceptedEnforcement, LegalDutyMark, InterimMeasure, SubjectRecord } from './store.ts'
import {
  countryOf,
  isOwn,
  offlineUntil,
  standsUntil,
  type Takeable,
  takeableBy,
  takenBy,
  takenUntil,
} from './taken-until.ts'

/**
 * The limits of one person on protected subjects: the length of a measure, and their number and total time in a week.
 */
export interface InterimLimits {
  maxMs: number
  perWeek: number
  /** The longest measure. Left out: a day. */
  weekMs?: number
}

export interface Asked {
  subject: Subject
  before: PlatformState
  seen: SubjectRecord | undefined
  desired: PlatformState
  reverts: readonly Revert[]
  grounds: Grounds
  /** The number of people who must have signed before this subject goes offline; 0: it isn't protected. */
  protectedBy: number
  interim: InterimLimits
  /** The actions of this platform's own. */
  rules: Readonly<Record<string, ActionRule>>
  /**
   * The content's account, and the number of its contents that one person alone took offline within a day. Left out: no
   * proposer signed a ground, or the account isn't known.
   */
  alone?: AloneSoFar
  /** This platform's own records of the account's credentials. Left out without a takeover, or when no person signed a lock. */
  takeover?: Takeover
  nowMs: number
}

/** The enforcements that the platform accepted, as its record has them. */
export interface Believed {
  accepted: readonly AcceptedEnforcement[]
  interim: readonly InterimMeasure[]
  legalDuty: readonly LegalDutyMark[]
}

/** The enforcements that the platform accepted, and those among them that one person just took alone. */
type Judged = Believed & { alone: readonly AloneNow[] }

/** All interim measures of one person on a subject last a day in seven at most. Twin of interim_max_ms in SQL. */
export const INTERIM_WEEK_MS = 86_400_000
const ACCEPTED_MAX = 200
const RESTORERS_MIN = 2
/** Twin of final_approvals in SQL and clausesOfFinal in TypeScript. */
export const FINAL_APPROVALS = 1
/** Twin of action_taking in SQL and removes_visibility in SQL and removes_posting in SQL and ACTION_RULES in TypeScript. */
export const TAKES_OFFLINE = ['hide', 'remove', 'suspend', 'deactivate']
export const MUTES = ['lock', 'suspend', 'deactivate']
const actionsFor = (what: Takeable): readonly string[] =>
  what === 'mayPost' ? MUTES : what === 'spread' ? ['limit'] : TAKES_OFFLINE

/**
 * True when an enforcement takes this property: one for some countries takes nothing in others, and never the right to
 * post.
 */
function takes(enforcement: AuthorisedEnforcement, what: Takeable, rules: Asked['rules']): boolean {
  const own = ownActionOf(enforcement)
  if (own) return isAsDeclared(rules, own) && takesOwn(own, what)
  const { action, countries } = enforcement
  if (isOwn(what) || !actionsFor(what).includes(action)) return false
  const country = countryOf(what)
  return countries === undefined || (country !== undefined && countries.includes(country))
}

const OWN_LOSS_OF = { visible: 'visibility', mayPost: 'sign-in', spread: 'spread' } as const
const takesOwn = (own: OwnAction, what: Takeable): boolean =>
  isOwn(what)
    ? takenBy(own) === what
    : (what === 'visible' || what === 'mayPost' || what === 'spread') && own.takes.includes(OWN_LOSS_OF[what])

/** Returns the action of the platform's own on which an enforcement is based. Undefined: it is one of the protocol's. */
function ownActionOf({ action, takes, reversible, parameters }: AuthorisedEnforcement): OwnAction | undefined {
  return takes && reversible !== undefined && parameters ? { action, takes, reversible, parameters } : undefined
}

/** The people who must have approved an enforcement: one at least for what can't be undone, on every subject. */
function countNeeded(enforcement: AuthorisedEnforcement, { subject, protectedBy }: Asked): number {
  const own = ownActionOf(enforcement)
  if (own?.reversible === false) return Math.max(FINAL_APPROVALS, protectedBy)
  const isMilder = own ? isMild(subject, own) : ['lock', 'limit'].includes(enforcement.action)
  return isMilder ? 1 : protectedBy
}

/**
 * Decides by the signatures that came with an instruction whether the platform carries it out, and what it then
 * remembers. It looks at the whole time ahead: keeping a subject offline for longer is taken as seriously as taking it
 * offline. Pure.
 */
export function judgeTaking(asked: Asked): { refused: string } | Judged {
  const spokenOf = new Set(asked.grounds.enforcements.map(({ enforcement }) => enforcement))
  const believed: Believed = {
    accepted: asked.seen?.accepted ?? [],
    interim: listInterim(asked.seen?.interim ?? [], spokenOf, asked.nowMs),
    legalDuty: (asked.seen?.legalDuty ?? []).filter(({ untilMs }) => untilMs === null || untilMs > asked.nowMs),
  }
  const undone = undoLegalDuty(asked, believed)
  if ('refused' in undone) return undone
  let now: Judged = { ...believed, alone: [] }
  for (const what of listJudged(asked)) {
    const until = takenUntil(what, asked.desired, asked.reverts)
    if (until <= stoodUntil(what, asked)) continue
    const judged = judgeOne(what, until, asked, now)
    if ('refused' in judged) return judged
    now = judged
  }
  const legalDuty = markLegalDuty(asked, undone.legalDuty, now)
  return { ...now, legalDuty, accepted: now.accepted.slice(-ACCEPTED_MAX), interim: now.interim.slice(-ACCEPTED_MAX) }
}

/**
 * Lists the losses that need people's signatures: all on a protected subject, and on any other those that can't be
 * given back.
 */
function listJudged({ desired, reverts, protectedBy, grounds }: Asked): Takeable[] {
  const states = listStates(desired, reverts)
  if (protectedBy > 0) return takeableBy(states)
  const final = grounds.pinned ? states.flatMap(actionsOf).filter(({ reversible }) => !reversible) : []
  return [...new Set(final.map(takenBy))]
}

/** The end of the restriction as things are now, including the held instruction. */
function stoodUntil(what: Takeable, { before, seen }: Asked): number {
  const reverts = seen?.reverts ?? []
  const [shown, held] = [
    standsUntil(what, before, reverts),
    seen?.held && standsUntil(what, seen.held.desired, reverts),
  ]
  return Math.max(shown, held ?? Number.NEGATIVE_INFINITY)
}

function judgeOne(what: Takeable, until: number, asked: Asked, now: Judged): { refused: string } | Judged {
  const begins = stoodUntil(what, asked) === Number.NEGATIVE_INFINITY
  const { nowMs, subject } = asked
  const candidates = asked.grounds.enforcements.filter((enforcement) => takes(enforcement, what, asked.rules))
  const hides = what !== 'mayPost' && what !== 'spread' && !isOwn(what)
  for (const enforcement of candidates) {
    const known = asked.seen?.accepted?.find((accepted) => accepted.enforcement === enforcement.enforcement)
    if (begins && known) continue // A restore came since. Repeating the restriction needs a new enforcement.
    const enough = countNeeded(enforcement, asked)
    const forMs = until - (known?.sinceMs ?? nowMs)
    const counted = { ...asked, enforcement, known: known !== undefined, forMs }
    // Approvals count only together with the signature of a person who proposed: the word of the desk replaces neither.
    if (countAgreeing(counted) >= enough && listProposals(counted).length > 0)
      return accept(now, enforcement.enforcement, nowMs)
    const soFar = asked.alone && { ...asked.alone, used: asked.alone.used + now.alone.length }
    const ground = hides ? findGround(counted, soFar) : undefined
    if (ground === undefined) continue
    const accepted = accept(now, enforcement.enforcement, nowMs)
    return known ? accepted : { ...accepted, alone: [...now.alone, { enforcement: enforcement.enforcement, ground }] }
  }
  if (isOwn(what) || (hides && subject.kind !== 'content')) return { refused: formatMissing(asked, candidates) }
  return judgeHijack(candidates, { until, begins }, asked, now) ?? judgeInterim(what, until, asked, now)
}

/** Finds one person's hijack lock. Undefined: there is none among these. */
function judgeHijack(
  candidates: readonly AuthorisedEnforcement[],
  { until, begins }: { until: number; begins: boolean },
  asked: Asked,
  now: Judged,
): Judged | undefined {
  for (const enforcement of candidates) {
    const known = now.interim.find((measure) => measure.enforcement === enforcement.enforcement)
    const forMs = until - (known?.sinceMs ?? asked.nowMs)
    const counted = { ...asked, enforcement, known: known !== undefined, forMs }
    const lock = findHijackLock(counted, known, { takeover: asked.takeover, measures: now.interim, begins })
    if (lock === undefined) continue
    const interim = [...now.interim.filter((measure) => measure !== known), lock]
    return {
      ...now,
      interim,
      alone: known ? now.alone : [...now.alone, { enforcement: lock.enforcement, ground: 'hijack' }],
    }
  }
  return undefined
}

const accept = (now: Judged, enforcement: string, sinceMs: number): Judged =>
  now.accepted.some((accepted) => accepted.enforcement === enforcement)
    ? now
    : { ...now, accepted: [...now.accepted, { enforcement, sinceMs }] }

function formatMissing(asked: Asked, candidates: readonly AuthorisedEnforcement[]): string {
  const why = asked.protectedBy > 0 ? 'protects this subject' : "can't undo this"
  const others = Math.max(asked.protectedBy, ...candidates.map((one) => countNeeded(one, asked)))
  return `This platform ${why}: it takes a proposer and others (${others}) of the list it has pinned, who signed this enforcement, in time, for as long, and one more who confirmed it, where they signed that.`
}

function judgeInterim(what: Takeable, until: number, asked: Asked, now: Judged): { refused: string } | Judged {
  const { nowMs, interim, grounds } = asked
  const mildest = actionsFor(what)[0]
  for (const given of grounds.enforcements.filter((one) => takes(one, what, asked.rules))) {
    const { enforcement, action } = given
    if (action !== mildest) continue
    const known = now.interim.find((measure) => measure.enforcement === enforcement && measure.hijack !== true)
    const forMs = until - (known?.sinceMs ?? nowMs)
    if (forMs > interim.maxMs + TOLERANCE_MS) continue
    const proposed = listProposals({ ...asked, enforcement: given, known: known !== undefined, forMs })
    if (!proposed.some(({ core }) => core.ground === undefined)) continue
    const others = now.interim.filter((measure) => measure !== known)
    const measure: InterimMeasure = {
      enforcement,
      sinceMs: known?.sinceMs ?? nowMs,
      untilMs: Math.max(known?.untilMs ?? 0, until),
    }
    const all = [...others, measure]
    const ordinary = all.filter(({ hijack }) => hijack !== true)
    if (
      ordinary.length <= interim.perWeek &&
      sumStoodMs(all, nowMs) <= (interim.weekMs ?? INTERIM_WEEK_MS) + TOLERANCE_MS
    ) {
      return { ...now, interim: all }
    }
  }
  return { refused: LESS }
}

const LESS =
  'This platform protects this subject: one person of its pinned list may take a signed interim measure, for a limited time.'

/** A legal duty is not restored before its time, unless two people signed the restore. */
function undoLegalDuty(asked: Asked, { legalDuty }: Believed): { refused: string } | Pick<Believed, 'legalDuty'> {
  if (!asked.grounds.pinned) return { legalDuty }
  const until = offlineUntil(asked.desired, asked.reverts)
  const undone = legalDuty.filter(({ untilMs }) => until < (untilMs ?? Number.POSITIVE_INFINITY))
  const subject = `${asked.subject.kind}:${asked.subject.id}`
  for (const { enforcement } of undone) {
    const restorers = asked.grounds.signed.filter(
      ({ enforcement: about, core }) =>
        about === enforcement && core.subject === subject && String(core.act).startsWith('restore'),
    )
    // Two people restore together only if both signed the same milder action in its place, or none.
    const lesserOf = ({ core }: (typeof restorers)[number]) => canonicalJson(core.lesser ?? null)
    const sharing = (one: (typeof restorers)[number]) =>
      new Set(restorers.filter((other) => lesserOf(other) === lesserOf(one)).map(({ person }) => person)).size
    if (!restorers.some((one) => sharing(one) >= RESTORERS_MIN))
      return { refused: 'The law asked for this: undoing it takes two people of the pinned list, who signed that.' }
  }
  return { legalDuty: legalDuty.filter((mark) => !undone.includes(mark)) }
}

/**
 * The mark stays when the desk no longer speaks of the enforcement, and its time only grows. On what is protected the desk's word marks
 * nothing: only what enough people signed is undone by two, and of what one person did alone a verified match, or what was confirmed.
 */
function markLegalDuty(asked: Asked, marks: readonly LegalDutyMark[], { accepted }: Believed): LegalDutyMark[] {
  const { grounds, desired, reverts, protectedBy } = asked
  const until = offlineUntil(desired, reverts)
  const isBelieved = (enforcement: AuthorisedEnforcement): boolean =>
    protectedBy === 0 ||
    (accepted.some((one) => one.enforcement === enforcement.enforcement) && !isOnePersons(asked, enforcement))
  const lawful = grounds.enforcements.filter(
    (enforcement) => enforcement.legalDuty && takes(enforcement, 'visible', asked.rules) && isBelieved(enforcement),
  )
  const marked = new Map(marks.map(({ enforcement, untilMs }) => [enforcement, untilMs ?? Number.POSITIVE_INFINITY]))
  for (const { enforcement, until: end } of until === Number.NEGATIVE_INFINITY ? [] : lawful) {
    const asFar = Math.min(until, end === null ? Number.POSITIVE_INFINITY : Date.parse(end))
    marked.set(enforcement, Math.max(marked.get(enforcement) ?? asFar, asFar))
  }
  return Array.from(marked, ([enforcement, untilMs]) => ({
    enforcement,
    untilMs: Number.isFinite(untilMs) ? untilMs : null,
  }))
}

/** True when one person alone stands behind this enforcement, on another ground than a verified match. */
function isOnePersons(asked: Asked, enforcement: AuthorisedEnforcement): boolean {
  const counted = { ...asked, enforcement, known: true, forMs: 0 }
  const isMatch = listProposals(counted).some(({ core }) => core.ground === 'match')
  return countAgreeing(counted) === 0 && !isConfirmedBySecond(counted) && !isMatch
}
