import type { Fact } from '../../foundation/domain.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { FACT_NAMES, type Facts } from '../../policy/guards/facts.ts'
import type { Guard } from '../../policy/guards/guards-file.ts'
import { judge } from '../../policy/guards/judge.ts'
import { describeRequirement } from '../../policy/requirements/describe-requirement.ts'
import type { Comparison, Observed } from './observation.ts'

const FARTHEST_SHOWN = 10

/** The classes of reach of the report, each up to its bound. */
const CLASSES: readonly [name: string, below: number][] = [
  ['under 1,000', 1_000],
  ['under 10,000', 10_000],
  ['under 100,000', 100_000],
  ['under 1,000,000', 1_000_000],
  ['1,000,000 and more', Number.POSITIVE_INFINITY],
]
const UNKNOWN_CLASS = 'unknown'

/** An enforcement of the other tool, with what the guards would have asked. */
export interface Compared extends Observed {
  fired: readonly string[]
  /** The number of approvals by other people. */
  approvals: number
  holdMs: number
  /** The requirement in words. */
  asks: string
  /** The time for which it took effect. Null: the action takes nothing offline. */
  offlineMs: number | null
}

interface Count {
  name: string
  enforcements: number
  /** The number that would have needed another person's approval. */
  needed: number
}

/** The report of a comparison. */
export interface ComparisonReport {
  from: string
  to: string
  enforcements: number
  needed: number
  guards: readonly Count[]
  reach: readonly Count[]
  farthest: readonly Compared[]
}

/**
 * Judges each observed enforcement by the guards, as if a rested colleague on duty had proposed it on a quiet day. What
 * the other tool doesn't tell of its people can't be judged. Facts of the account that are unknown stay unknown, so
 * guards that need them count as fired. Pure.
 */
export function compare(comparison: Comparison, guards: readonly Guard[], now: Date): Compared[] {
  return comparison.observed.map((observed) => {
    const facts = toFacts(observed, comparison.platform)
    const { accountId: id, handle, facts: told } = observed
    const { fired, requirement } = judge(guards, observed.action, {
      facts,
      account: {
        ...{ id, handle, tags: Array.isArray(told.tags) ? told.tags : [], reach: told.reach, protected: false },
        ...{ reachClass: classOf(told.reach), evidence: null, readAt: observed.at, goesOffline: false },
      },
    })
    const approvals = Math.max(0, ...requirement.approvals.map(({ count }) => count))
    const endMs = observed.endedAt === null ? now.getTime() : Date.parse(observed.endedAt)
    return {
      ...observed,
      fired: fired.map(({ id: guard }) => guard),
      ...{ approvals, holdMs: requirement.holdMs, asks: describeRequirement(requirement) },
      offlineMs: TAKES_OFFLINE.includes(observed.action) ? Math.max(0, endMs - Date.parse(observed.at)) : null,
    }
  })
}

/** Sums a comparison up. Pure. */
export function summarise(comparison: Comparison, compared: readonly Compared[]): ComparisonReport {
  const needed = compared.filter(({ approvals }) => approvals > 0)
  const guardNames = [...new Set(compared.flatMap(({ fired }) => fired))].sort()
  const countOf = (name: string, of: (each: Compared) => boolean): Count => ({
    name,
    enforcements: compared.filter(of).length,
    needed: needed.filter(of).length,
  })
  const reachNames = [...CLASSES.map(([name]) => name), UNKNOWN_CLASS]
  return {
    ...{ from: comparison.begunAt, to: comparison.readThrough },
    ...{ enforcements: compared.length, needed: needed.length },
    guards: guardNames.map((name) => countOf(name, ({ fired }) => fired.includes(name))),
    reach: reachNames.map((name) => countOf(name, ({ facts }) => nameClass(facts.reach) === name)),
    farthest: [...compared]
      .filter(({ offlineMs }) => offlineMs !== null)
      .sort((one, other) => reachOf(other) - reachOf(one))
      .slice(0, FARTHEST_SHOWN),
  }
}

const TAKES_OFFLINE: readonly string[] = ['suspend', 'deactivate', 'hide', 'remove']
const reachOf = ({ facts: { reach } }: Compared): number => (typeof reach === 'number' ? reach : -1)
const classOf = (reach: Fact<number>): number =>
  typeof reach === 'number' && reach > 0 ? Math.floor(Math.log10(reach)) : 0

function nameClass(reach: Fact<number>): string {
  if (typeof reach !== 'number') return UNKNOWN_CLASS
  return CLASSES.find(([, below]) => reach < below)?.[0] ?? UNKNOWN_CLASS
}

/** An ordinary day of a rested colleague: the facts of which the other tool tells nothing. */
const ORDINARY: Partial<Facts> = {
  ...{ 'enforcement.legal_duty': false, 'enforcement.account_items_24h': 0, 'enforcement.account_items_share': 0 },
  ...{ 'enforcement.review_seconds': 120, 'enforcement.seen_seconds': 120, 'enforcement.evidence_age_hours': 1 },
  ...{ 'enforcement.source': 'person', 'account.bio_domains': [], 'account.lookalike_reach': 0 },
  ...{ 'account.lookalike_vouched': false, 'account.reach_growth_30d': 1, 'account.reach_bought': false },
  ...{
    'account.restores': 0,
    'account.pending_enforcements': 0,
    'account.strikes': 0,
    'item.type': 'absent',
    'item.price': 'absent',
  },
  ...{ 'item.currency': 'absent', 'item.people': 'absent', 'actor.decisions_1h': 10, 'actor.declined_30d': 0 },
  ...{ 'actor.restrictive_enforcements_1h': 1, 'actor.restrictive_reach_1h': 0, 'actor.overturned_share_30d': 0 },
  ...{ 'actor.days_since_joining': 365, 'actor.sign_in_minutes': 60, 'actor.sign_in_strength': 'synced_passkey' },
  ...{ 'actor.severe_cases_24h': 0, 'actor.employment': 'employee', 'actor.employer': '', 'actor.leaving': false },
  ...{ 'actor.days_until_leaving': 36_500, 'actor.minutes_on_shift': 60, 'actor.minutes_since_break': 60 },
  ...{ 'actor.minutes_to_shift_end': 240, 'desk.on_duty': 10, 'desk.frozen': false, 'desk.badge_is_identity': false },
  ...{ 'desk.breakers_open': 0, 'desk.restrictive_enforcements_10m': 1, 'desk.offline_enforcements_1h': 1 },
}

function toFacts({ at, handle, facts: told }: Observed, platform: string): Facts {
  const unknown = Object.fromEntries(FACT_NAMES.map((name) => [name, null])) as unknown as Facts
  return {
    ...{ ...unknown, ...ORDINARY, 'enforcement.platform': platform },
    ...{ 'account.reach': told.reach, 'account.tags': told.tags, 'account.verified': told.verified },
    ...{ 'account.handle': handle, 'account.name': told.name, 'account.age_days': ageOf(told.createdAt, at) },
  }
}

function ageOf(createdAt: Fact<string>, at: string): Fact<number> {
  if (createdAt === null || createdAt === 'absent') return createdAt
  const ageMs = Date.parse(at) - Date.parse(createdAt)
  return Number.isNaN(ageMs) ? null : Math.max(0, Math.floor(ageMs / DAY_MS))
}
