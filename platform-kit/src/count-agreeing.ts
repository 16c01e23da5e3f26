import type { AuthorisedOrder, Grounds } from './authorisation.ts'
import type { Subject } from './protocol.ts'
import { sortLabels } from './target.ts'
import { TOLERANCE_MS } from './signature.ts'

export interface Counted {
  subject: Subject
  grounds: Grounds
  order: AuthorisedOrder
  /** True when this order was believed before: then its signatures need no longer be in time. */
  known: boolean
  /** The time for which it is to be taken in all. */
  forMs: number
  nowMs: number
}

type Said = Grounds['signed'][number]

/**
 * Counts the different people who agreed to this order, on this subject, for at least so long. A person who signed that
 * it must be confirmed agreed to no more than the time for that, until another person has signed that it was. Pure.
 */
export function countAgreeing(counted: Counted): number {
  const about = listAbout(counted)
  const agreed = about.filter(({ core }) => core.act === 'agree')
  const agreeing = new Set(agreed.map(({ person }) => person))
  const isConfirmed = about.some(({ core, person }) => core.act === 'confirm' && !agreeing.has(person))
  return new Set(agreed.filter((said) => isEnough(said, counted, isConfirmed)).map(({ person }) => person)).size
}

/**
 * Lists the signatures by people of the pinned list as proposers of this order, on this subject, for at least so long.
 * A known order was believed before, so its signatures need no longer be in time. Pure.
 */
export function listProposals(counted: Counted): readonly Said[] {
  const { known, nowMs, forMs } = counted
  return listAbout(counted).filter(({ core }) => {
    const isInTime = known || (typeof core.expiresAt === 'string' && nowMs < Date.parse(core.expiresAt) + TOLERANCE_MS)
    return core.act === 'propose' && isInTime && forMs <= lasts(core.durationMs)
  })
}

/** True when a person who did not propose this order signed that it is right. Pure. */
export function isConfirmedBySecond(counted: Counted): boolean {
  const about = listAbout(counted)
  const proposers = new Set(about.filter(({ core }) => core.act === 'propose').map(({ person }) => person))
  return about.some(({ core, person }) => core.act === 'confirm' && !proposers.has(person))
}

/** Lists the signatures about this order, on this subject, with this action, of the same countries. */
const listAbout = ({ grounds, subject, order }: Counted): readonly Said[] =>
  grounds.signed.filter(
    ({ order: signed, core }) =>
      signed === order.order &&
      core.subject === `${subject.kind}:${subject.id}` &&
      core.action === order.action &&
      isOfSame(core.countries, order.countries),
  )

/** A signature for some countries agrees to no others, and not to all. */
const isOfSame = (signed: unknown, countries: readonly string[] | undefined): boolean =>
  countries === undefined
    ? signed === undefined
    : Array.isArray(signed) && sortLabels(signed.map(String)).join() === sortLabels(countries).join()

function isEnough({ core }: Said, { known, nowMs, forMs }: Counted, isConfirmed: boolean): boolean {
  const { durationMs, confirmMs, expiresAt } = core
  const isInTime = known || (typeof expiresAt === 'string' && nowMs < Date.parse(expiresAt))
  return isInTime && forMs <= lasts(durationMs) && (isConfirmed || forMs <= lasts(confirmMs))
}

/** What was signed of a time: `null` is no end, and nothing at all is none of it. */
function lasts(ms: unknown): number {
  if (ms === null) return Number.POSITIVE_INFINITY
  return typeof ms === 'number' ? ms + TOLERANCE_MS : Number.NEGATIVE_INFINITY
}
