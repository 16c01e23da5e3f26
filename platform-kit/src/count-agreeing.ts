import type { AuthorisedOrder, Grounds } from './authorisation.ts'
import type { Subject } from './protocol.ts'
import { sortLabels } from './target.ts'
import { TOLERANCE_MS } from './signature.ts'

interface Counted {
  subject: Subject
  grounds: Grounds
  order: AuthorisedOrder
  /** Whether this order was believed before: then what was signed need no longer be in time. */
  known: boolean
  /** For how long it is to be taken in all. */
  forMs: number
  nowMs: number
}

type Said = Grounds['signed'][number]

/**
 * How many different people agreed to this order, on this subject, for at least so long. Who signed that it must be
 * confirmed agreed to no more than the time for that, until somebody else has signed that it was. Pure.
 */
export function countAgreeing(counted: Counted): number {
  const { grounds, subject, order } = counted
  const about = grounds.signed.filter(
    ({ order: signed, core }) =>
      signed === order.order &&
      core.subject === `${subject.kind}:${subject.id}` &&
      core.action === order.action &&
      isOfSame(core.countries, order.countries),
  )
  const agreed = about.filter(({ core }) => core.act === 'agree')
  const agreeing = new Set(agreed.map(({ person }) => person))
  const isConfirmed = about.some(({ core, person }) => core.act === 'confirm' && !agreeing.has(person))
  return new Set(agreed.filter((said) => isEnough(said, counted, isConfirmed)).map(({ person }) => person)).size
}

/** What was signed for some countries is no yes to others, and none to all. */
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
