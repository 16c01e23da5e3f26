import type { OwnAction, OwnLoss } from '@countersign/platform-kit'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Action, Revert, PlatformState } from '../../foundation/domain.ts'
import { type StoredAction, withoutTitle } from '../../policy/items/own-actions.ts'
import { takes } from '../../policy/requirements/action-order.ts'

/**
 * The terms of an active enforcement. `endsAt` null: it has no end. `confirmBy`: it is undone then, unless confirmed.
 */
export interface StandingEnforcement {
  action: Action
  label: string | null
  endsAt: Date | null
  confirmBy: Date | null
  confirmedAt: Date | null
  /** The countries in which the enforcement applies. Null or absent: everywhere. */
  countries?: readonly string[] | null
  /** The action of the organisation's own, whose effect counts instead of that of `action`. */
  ownAction?: StoredAction | null
}

type Effect = Pick<StandingEnforcement, 'action' | 'ownAction'>

/**
 * Returns the time until which an enforcement lasts unless a person acts. Null: it has no end.
 * Twin of lasts_until in SQL.
 */
export function lastsUntil({
  endsAt,
  confirmBy,
  confirmedAt,
}: Omit<StandingEnforcement, 'action' | 'label' | 'countries' | 'ownAction'>): Date | null {
  const clock = confirmedAt === null ? confirmBy : null
  if (endsAt === null || clock === null) return endsAt ?? clock
  return endsAt < clock ? endsAt : clock
}

/** The most steps that the platform accepts in one instruction. */
const REVERTS_MAX = 16

/** True when an action takes its subject out of view. */
export const hides = (action: Action): boolean => takes(action, 'view')

const takesOwn = ({ ownAction }: Effect, loss: OwnLoss): boolean | undefined => ownAction?.takes.includes(loss)

/** True when the effect of an enforcement takes the subject out of view. Twin of effect_hides in SQL. */
const isHiding = (effect: Effect): boolean => takesOwn(effect, 'visibility') ?? hides(effect.action)
/** True when the effect keeps the account from posting and signing in. Twin of effect_locks in SQL. */
const isLocking = (effect: Effect): boolean => takesOwn(effect, 'sign-in') ?? takes(effect.action, 'posting')
/** True when the effect limits the spread. Twin of effect_limits in SQL. */
const isLimiting = (effect: Effect): boolean => takesOwn(effect, 'spread') ?? effect.action === 'limit'

/**
 * Computes the desired state: for each property the strictest of the baseline and the active enforcements.
 * Twin of is_state_justified in SQL.
 */
export function desiredStateOf(
  baseline: PlatformState,
  enforcements: readonly Pick<StandingEnforcement, 'action' | 'label' | 'countries' | 'ownAction'>[],
): PlatformState {
  const labels = enforcements.flatMap((enforcement) => (enforcement.label === null ? [] : [enforcement.label]))
  const everywhere = enforcements.filter(({ countries }) => !countries)
  const own = enforcements.flatMap(({ ownAction }) => (ownAction ? [withoutTitle(ownAction)] : []))
  const blocked = [...blockedOf(baseline), ...enforcements.flatMap(({ countries }) => countries ?? [])]
  return {
    visible: baseline.visible && !everywhere.some(isHiding),
    spread: enforcements.some(isLimiting) ? 'limited' : baseline.spread,
    mayPost: baseline.mayPost && !everywhere.some(isLocking),
    labels: [...new Set([...baseline.labels, ...labels])].sort(),
    ...blockedIn(blocked),
    ...actionsIn([...actionsOf(baseline), ...own]),
  }
}

const actionsOf = ({ actions = [] }: PlatformState): readonly OwnAction[] => actions
const keyOf = (action: OwnAction): string => canonicalJson(action as unknown as Json)
const hasAction = (state: PlatformState, action: OwnAction): boolean =>
  actionsOf(state).some((other) => keyOf(other) === keyOf(action))

/** The member is absent without actions of one's own, as for platforms that have none. Sorted as the protocol says. */
function actionsIn(actions: readonly OwnAction[]): Pick<PlatformState, 'actions'> {
  const byKey = [...new Map(actions.map((action) => [keyOf(action), action]))]
  const sorted = byKey.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, action]) => action)
  return sorted.length === 0 ? {} : { actions: sorted }
}

const blockedOf = ({ blockedCountries = [] }: PlatformState): readonly string[] => blockedCountries

/** The member is absent without countries, as for platforms that know no countries. */
const blockedIn = (countries: readonly string[]): Pick<PlatformState, 'blockedCountries'> =>
  countries.length === 0 ? {} : { blockedCountries: [...new Set(countries)].sort() }

/**
 * Computes the reverts that the platform carries out by itself, with their times: one for each end that changes the
 * desired state. Several enforcements can be active on one subject, so one time and the baseline would not suffice.
 */
export function revertsOf(baseline: PlatformState, enforcements: readonly StandingEnforcement[]): Revert[] {
  const ending = enforcements.map((enforcement) => ({
    enforcement,
    until: lastsUntil(enforcement)?.getTime() ?? Number.POSITIVE_INFINITY,
  }))
  const ends = [...new Set(ending.map(({ until }) => until))].filter(Number.isFinite)
  const reverts: Revert[] = []
  let before = desiredStateOf(baseline, enforcements)
  for (const end of ends.sort((a, b) => a - b)) {
    const after = desiredStateOf(
      baseline,
      ending.filter(({ until }) => until > end).map(({ enforcement }) => enforcement),
    )
    if (!isSameState(before, after)) reverts.push({ at: new Date(end).toISOString(), desired: after })
    before = after
  }
  // With too many reverts for one instruction the desk sends the middle ones itself, later. The last one, which frees
  // the subject, is always included.
  return reverts.length <= REVERTS_MAX ? reverts : [...reverts.slice(0, REVERTS_MAX - 1), ...reverts.slice(-1)]
}

export const isSameState = (a: PlatformState, b: PlatformState): boolean =>
  a.visible === b.visible &&
  a.spread === b.spread &&
  a.mayPost === b.mayPost &&
  a.labels.length === b.labels.length &&
  a.labels.every((label) => b.labels.includes(label)) &&
  blockedOf(a).length === blockedOf(b).length &&
  blockedOf(a).every((country) => blockedOf(b).includes(country)) &&
  actionsOf(a).length === actionsOf(b).length &&
  actionsOf(a).every((action) => hasAction(b, action))

/**
 * True when state `a` restricts the subject in a property in which `b` does not. Labels do not count as a restriction.
 * Twin of is_less_restrictive_state in SQL.
 */
export const isStricter = (a: PlatformState, b: PlatformState): boolean =>
  (!a.visible && b.visible) ||
  (b.visible && blockedOf(a).some((country) => !blockedOf(b).includes(country))) ||
  (a.spread === 'limited' && b.spread === 'full') ||
  (!a.mayPost && b.mayPost) ||
  actionsOf(a).some((action) => !hasAction(b, action))

/** Raises the baseline of a subject to what its platform has given back since. */
export const raiseBaseline = (baseline: PlatformState, seen: PlatformState): PlatformState => ({
  visible: baseline.visible || seen.visible,
  spread: seen.spread === 'full' ? 'full' : baseline.spread,
  mayPost: baseline.mayPost || seen.mayPost,
  labels: baseline.labels,
  ...blockedIn(
    seen.visible ? blockedOf(baseline).filter((country) => blockedOf(seen).includes(country)) : blockedOf(baseline),
  ),
  ...actionsIn(actionsOf(baseline).filter((action) => hasAction(seen, action))),
})
