import type { Action, SubjectKind } from '../domain.ts'

/** From the mildest on, by what each takes. Those that take nothing comparable stand beside each other. */
const LADDERS: Record<SubjectKind, readonly Action[]> = {
  account: ['limit', 'lock', 'suspend', 'deactivate'],
  content: ['limit', 'hide', 'remove'],
}

export interface Wish {
  action: Action
  label: string | null
  durationMs: number | null
}

/** How a new order stands to one of the same subject that waits. */
export type Relation =
  /** It asks for no more: its proposer joins the other. */
  | 'joins'
  /** It asks for all the other does and more, so the other is over. */
  | 'supersedes'
  | 'beside'

export function relationOf(kind: SubjectKind, wish: Wish, waiting: Wish): Relation {
  if (wish.action === waiting.action && wish.label === waiting.label) {
    if (wish.action === 'warn') return 'beside'
    return until(wish) <= until(waiting) ? 'joins' : 'supersedes'
  }
  const ladder = LADDERS[kind]
  const [mine, other] = [ladder.indexOf(wish.action), ladder.indexOf(waiting.action)]
  return mine > other && other >= 0 && until(wish) >= until(waiting) ? 'supersedes' : 'beside'
}

const until = ({ durationMs }: Wish): number => durationMs ?? Number.POSITIVE_INFINITY
