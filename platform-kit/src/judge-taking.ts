import type { AuthorisedOrder, Grounds } from './authorisation.ts'
import { countAgreeing } from './count-agreeing.ts'
import type { Revert, Subject, Target } from './protocol.ts'
import { TOLERANCE_MS } from './signature.ts'
import type { AcceptedOrder, LegalDutyMark, LesserMeasure, SubjectRecord } from './store.ts'
import { countryOf, darkUntil, type Takeable, takeableBy, takenUntil } from './taken-until.ts'

/** How much may be taken from what is protected without anybody's signature: for how long, and how often in a week. */
export interface LesserLimits {
  maxMs: number
  perWeek: number
}

export interface Asked {
  subject: Subject
  before: Target
  seen: SubjectRecord | undefined
  target: Target
  reverts: readonly Revert[]
  grounds: Grounds
  /** How many people must have signed before this subject goes dark; 0: it isn't protected. */
  protectedBy: number
  lesser: LesserLimits
  nowMs: number
}

/** What the record keeps of whom the platform believed. */
export interface Believed {
  accepted: readonly AcceptedOrder[]
  lesser: readonly LesserMeasure[]
  legalDuty: readonly LegalDutyMark[]
}

const WEEK_MS = 7 * 86_400_000
const ACCEPTED_MAX = 200
const RESTORERS_MIN = 2
const DARKENS = ['hide', 'remove', 'suspend', 'deactivate']
const MUTES = ['lock', 'suspend', 'deactivate']
const actionsFor = (what: Takeable): readonly string[] =>
  what === 'mayPost' ? MUTES : what === 'spread' ? ['limit'] : DARKENS

/** Whether an order takes this: one of some countries takes nothing anywhere else, and nobody's voice. */
function takes({ action, countries }: AuthorisedOrder, what: Takeable): boolean {
  if (!actionsFor(what).includes(action)) return false
  const country = countryOf(what)
  return countries === undefined || (country !== undefined && countries.includes(country))
}

/**
 * Whether the platform does what it is asked, going by whose signatures came with it, and what it then remembers. It looks at
 * the whole time ahead: keeping a subject dark for longer is taken as seriously as making it dark. Pure.
 */
export function judgeTaking(asked: Asked): { refused: string } | Believed {
  const believed: Believed = {
    accepted: asked.seen?.accepted ?? [],
    lesser: (asked.seen?.lesser ?? []).filter(({ sinceMs }) => sinceMs > asked.nowMs - WEEK_MS),
    legalDuty: (asked.seen?.legalDuty ?? []).filter(({ untilMs }) => untilMs === null || untilMs > asked.nowMs),
  }
  const undone = undoLegalDuty(asked, believed)
  if ('refused' in undone) return undone
  let now: Believed = { ...believed, legalDuty: markLegalDuty(asked, undone.legalDuty) }
  for (const what of asked.protectedBy > 0 ? listTaken(asked) : []) {
    const until = takenUntil(what, asked.target, asked.reverts)
    if (until <= stoodUntil(what, asked)) continue
    const judged = judgeOne(what, until, asked, now)
    if ('refused' in judged) return judged
    now = judged
  }
  return { ...now, accepted: now.accepted.slice(-ACCEPTED_MAX), lesser: now.lesser.slice(-ACCEPTED_MAX) }
}

const listTaken = ({ target, reverts }: Asked): Takeable[] =>
  takeableBy([target, ...reverts.map((revert) => revert.target)])

/** Until when it is taken as things are, what is held included. */
function stoodUntil(what: Takeable, { before, seen }: Asked): number {
  const reverts = seen?.reverts ?? []
  const [shown, held] = [takenUntil(what, before, reverts), seen?.held && takenUntil(what, seen.held.target, reverts)]
  return Math.max(shown, held ?? Number.NEGATIVE_INFINITY)
}

function judgeOne(what: Takeable, until: number, asked: Asked, now: Believed): { refused: string } | Believed {
  const begins = stoodUntil(what, asked) === Number.NEGATIVE_INFINITY
  const { nowMs, subject } = asked
  const candidates = asked.grounds.orders.filter((order) => takes(order, what))
  const hides = what !== 'mayPost' && what !== 'spread'
  for (const order of candidates) {
    const known = asked.seen?.accepted?.find((accepted) => accepted.order === order.order)
    if (begins && known) continue // What it took was given back since. Taking it again takes a new order.
    const enough = order.action === 'lock' || order.action === 'limit' ? 1 : asked.protectedBy
    const forMs = until - (known?.sinceMs ?? nowMs)
    const agreeing = countAgreeing({ ...asked, order, known: known !== undefined, forMs })
    if (agreeing >= enough) return accept(now, order.order, nowMs)
  }
  const isContent = subject.kind === 'content'
  const isLawful = candidates.some(({ legalDuty, action }) => legalDuty && action === 'hide')
  if (isContent && hides && isLawful) return now
  if (hides && !isContent) return { refused: sayMissing(asked) }
  return judgeLesser(what, until, asked, now)
}

const accept = (now: Believed, order: string, sinceMs: number): Believed =>
  now.accepted.some((accepted) => accepted.order === order)
    ? now
    : { ...now, accepted: [...now.accepted, { order, sinceMs }] }

const sayMissing = ({ protectedBy }: Asked): string =>
  `This platform protects this subject: it takes ${protectedBy} people of the list it has pinned, who signed this order, in time, for as long, and one more who confirmed it, where they signed that.`

function judgeLesser(what: Takeable, until: number, asked: Asked, now: Believed): { refused: string } | Believed {
  const { nowMs, lesser, grounds } = asked
  const mildest = actionsFor(what)[0]
  for (const given of grounds.orders.filter((one) => takes(one, what))) {
    const { order, action } = given
    if (action !== mildest) continue
    const known = now.lesser.find((measure) => measure.order === order)
    if (until > (known?.sinceMs ?? nowMs) + lesser.maxMs + TOLERANCE_MS) continue
    if (known) return now
    if (now.lesser.length < lesser.perWeek) return { ...now, lesser: [...now.lesser, { order, sinceMs: nowMs }] }
  }
  return { refused: 'This platform protects this subject: one person may take less, for a short time and not often.' }
}

/** What the law asked for is not given back before its time, unless two people signed that. */
function undoLegalDuty(asked: Asked, { legalDuty }: Believed): { refused: string } | Pick<Believed, 'legalDuty'> {
  if (!asked.grounds.pinned) return { legalDuty }
  const until = darkUntil(asked.target, asked.reverts)
  const undone = legalDuty.filter(({ untilMs }) => until < (untilMs ?? Number.POSITIVE_INFINITY))
  const subject = `${asked.subject.kind}:${asked.subject.id}`
  for (const { order } of undone) {
    const restorers = asked.grounds.signed.filter(
      ({ order: about, core }) => about === order && core.subject === subject && String(core.act).startsWith('restore'),
    )
    if (new Set(restorers.map(({ person }) => person)).size < RESTORERS_MIN)
      return { refused: 'The law asked for this: undoing it takes two people of the pinned list, who signed that.' }
  }
  return { legalDuty: legalDuty.filter((mark) => !undone.includes(mark)) }
}

/** The mark stays when the desk no longer speaks of the order, and its time only grows. */
function markLegalDuty({ grounds, target, reverts }: Asked, marks: readonly LegalDutyMark[]): LegalDutyMark[] {
  const until = darkUntil(target, reverts)
  const lawful = grounds.orders.filter((order) => order.legalDuty && takes(order, 'visible'))
  const marked = new Map(marks.map(({ order, untilMs }) => [order, untilMs ?? Number.POSITIVE_INFINITY]))
  for (const { order, until: end } of until === Number.NEGATIVE_INFINITY ? [] : lawful) {
    const asFar = Math.min(until, end === null ? Number.POSITIVE_INFINITY : Date.parse(end))
    marked.set(order, Math.max(marked.get(order) ?? asFar, asFar))
  }
  return Array.from(marked, ([order, untilMs]) => ({ order, untilMs: Number.isFinite(untilMs) ? untilMs : null }))
}
