import type { AuthorisedEnforcement, Grounds } from './authorisation.ts'
import { canonicalJson } from './canonical.ts'
import type { Subject } from './protocol.ts'
import { sortLabels } from './platform-state.ts'
import { TOLERANCE_MS } from './signature.ts'

export interface Counted {
  subject: Subject
  grounds: Grounds
  enforcement: AuthorisedEnforcement
  /** True when the platform accepted this enforcement's signatures earlier. Their time limit is not checked again. */
  known: boolean
  /** The time for which the subject is restricted in all. */
  forMs: number
  nowMs: number
}

type Said = Grounds['signed'][number]

/** The acts by which a person becomes a proposer of an enforcement. The last two resubmit an earlier one as this enforcement. */
const PROPOSING: readonly unknown[] = ['propose', 'resume', 'reinstate']
const isProposal = ({ core }: Said): boolean => PROPOSING.includes(core.act)

/**
 * Counts the different people who approved this enforcement on this subject for at least this long. A proposer never
 * counts and never confirms, unless the pinned list has no other person. Approval of an enforcement that must be
 * confirmed covers only the time until then, until another person has signed the confirmation. Pure.
 */
export function countAgreeing(counted: Counted): number {
  const about = listAbout(counted)
  const proposers = listPeople(counted.grounds.people === 1 ? [] : about.filter(isProposal))
  const agreed = about.filter(({ core, person }) => core.act === 'agree' && !proposers.has(person))
  const taken = new Set([...proposers, ...listPeople(agreed)])
  const isConfirmed = about.some(({ core, person }) => core.act === 'confirm' && !taken.has(person))
  return listPeople(agreed.filter((said) => isEnough(said, counted, isConfirmed))).size
}

const listPeople = (said: readonly Said[]): Set<string> => new Set(said.map(({ person }) => person))

/**
 * Lists the signatures with which people of the pinned key list proposed this enforcement, on this subject, for at
 * least this long. The platform accepted a known enforcement before, so its signatures need no longer be in time. Pure.
 */
export function listProposals(counted: Counted): readonly Said[] {
  const { known, nowMs, forMs } = counted
  return listAbout(counted).filter((said) => {
    const { expiresAt, durationMs } = said.core
    const isInTime = known || (typeof expiresAt === 'string' && nowMs < Date.parse(expiresAt) + TOLERANCE_MS)
    return isProposal(said) && isInTime && forMs <= lasts(durationMs)
  })
}

/** True when a person who did not propose this enforcement signed that it is right. Pure. */
export function isConfirmedBySecond(counted: Counted): boolean {
  const about = listAbout(counted)
  const proposers = listPeople(about.filter(isProposal))
  return about.some(({ core, person }) => core.act === 'confirm' && !proposers.has(person))
}

/** Lists the signatures that name exactly this enforcement, subject, action and list of countries where it applies. */
const listAbout = ({ grounds, subject, enforcement }: Counted): readonly Said[] =>
  grounds.signed.filter(
    ({ enforcement: signed, core }) =>
      signed === enforcement.enforcement &&
      core.subject === `${subject.kind}:${subject.id}` &&
      core.action === enforcement.action &&
      isOfSameTerms(core, enforcement) &&
      isOfSame(core.countries, enforcement.countries),
  )

/** A signature over an action of the platform's own counts for exactly these losses and parameters. */
const isOfSameTerms = (core: Said['core'], { takes, reversible, parameters }: AuthorisedEnforcement): boolean =>
  canonicalJson([core.takes ?? null, core.reversible ?? null, core.parameters ?? null]) ===
  canonicalJson([takes ?? null, reversible ?? null, parameters ?? null])

/** A signature for some countries counts for no others, and not for all. */
const isOfSame = (signed: unknown, countries: readonly string[] | undefined): boolean =>
  countries === undefined
    ? signed === undefined
    : Array.isArray(signed) && sortLabels(signed.map(String)).join() === sortLabels(countries).join()

function isEnough({ core }: Said, { known, nowMs, forMs }: Counted, isConfirmed: boolean): boolean {
  const { durationMs, confirmMs, expiresAt } = core
  const isInTime = known || (typeof expiresAt === 'string' && nowMs < Date.parse(expiresAt))
  return isInTime && forMs <= lasts(durationMs) && (isConfirmed || forMs <= lasts(confirmMs))
}

/** A signed duration in milliseconds: `null` is without end, and a missing one is zero. */
function lasts(ms: unknown): number {
  if (ms === null) return Number.POSITIVE_INFINITY
  return typeof ms === 'number' ? ms + TOLERANCE_MS : Number.NEGATIVE_INFINITY
}
