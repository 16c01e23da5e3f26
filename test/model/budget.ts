import { isUnderFreeze } from '../../src/enforcement/gate-queries.ts'
import type { Bound, Budget } from '../../src/policy/budgets/budgets-file.ts'
import type { Guards } from '../../src/policy/guards/guards-file.ts'
import { COUNTED, type Counted } from '../../src/policy/budgets/spent.ts'
import type { Row } from './rules-rows.ts'
import type { Scene } from './scene.ts'

const OF_THE_DESK = { why: 'Few subjects go offline in a history.', of: 'desk', reach: null } as const

/**
 * Budgets of the whole desk, small enough for a history to exceed them: one requires more people, one opens the circuit
 * breaker.
 */
export const BUDGETS: readonly (Budget & { enforcements: Bound })[] = [
  {
    ...OF_THE_DESK,
    id: 'more',
    withinMs: 3_600_000,
    actions: ['suspend', 'deactivate', 'remove'],
    enforcements: { over: 2, open: 9 },
  },
  { ...OF_THE_DESK, id: 'shut', withinMs: 14_400_000, actions: COUNTED, enforcements: { over: 3, open: 3 } },
]

/** The budget of all bulk actions together, which count towards no other budget. */
const BULK_ACTIONS_BUDGET: (typeof BUDGETS)[number] = {
  ...{ id: 'bulks', why: 'One wrong bulk is enough.', of: 'bulk_action', reach: null, withinMs: 14_400_000 },
  actions: COUNTED,
  enforcements: { over: 8, open: 8 },
}

/** In an organisation of a few people, no enforcement counts towards these budgets. */
export const budgetsOf = ({
  organisation,
  crowded,
  speeches,
}: Pick<Scene, 'organisation' | 'crowded' | 'speeches'>): typeof BUDGETS => {
  if (organisation !== 'company' || speeches) return []
  return crowded ? [...BUDGETS, BULK_ACTIONS_BUDGET] : BUDGETS
}

/** The shipped guards, with these budgets and no others. */
export const withBudgets = (guards: Guards, budgets = BUDGETS): Guards => ({ ...guards, budgets })

/**
 * Returns PostgreSQL's expected count of these enforcements by now, for each budget. `closed`: the last time at which
 * each one's breaker was closed.
 */
export const countReleases = (rows: readonly Row[], nowMs: number, closed: ReadonlyMap<string, number>): Counted[] =>
  BUDGETS.map(({ id, withinMs }) => countWithin(rows, { nowMs, withinMs, closedAtMs: closed.get(id) ?? null }))

interface Counting {
  nowMs: number
  withinMs: number
  closedAtMs: number | null
}

function countWithin(rows: readonly Row[], { nowMs, withinMs, closedAtMs }: Counting): Counted {
  const released = rows.filter(isUnderFreeze).flatMap(({ action, moves }) => {
    const move = moves.find(({ to }) => to === 'releasing')
    return move ? [{ action, atMs: move.atMs }] : []
  })
  const sums = (some: typeof released) => COUNTED.map((action) => some.filter((one) => one.action === action).length)
  const nothing = COUNTED.map(() => 0)
  return {
    key: '',
    enforcements: sums(released),
    reach: nothing,
    enforcementsBefore: sums(released.filter(({ atMs }) => atMs <= nowMs - withinMs)),
    reachBefore: nothing,
    enforcementsClosed: closedAtMs === null ? null : sums(released.filter(({ atMs }) => atMs <= closedAtMs)),
    reachClosed: closedAtMs === null ? null : nothing,
  }
}
