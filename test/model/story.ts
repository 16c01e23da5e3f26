import type { Action } from '../../src/domain.ts'
import { darkens, type Gate, type Outcome, type Person, type Seen, type SeenOrder, type SubjectName } from './gate.ts'

/** How many people the company's guards want before an account, as it is now, goes dark: its proposer and those who agree. */
export type Standing = 'ordinary' | 'wide' | 'office'
export const PEOPLE_NEEDED: Record<Standing, number> = { ordinary: 1, wide: 2, office: 3 }
const WIDE_REACH = 100_000

/** Something that must never be so, and was. */
export class Violation extends Error {
  override name = 'Violation'
  readonly invariant: string

  constructor(invariant: string, what: string) {
    super(`${invariant}: ${what}`)
    this.invariant = invariant
  }
}

/** What is known of a history beside what the desk says of it: who did what, and what was true when. */
export class Story {
  readonly cast: readonly Person[]
  readonly lines: string[] = []
  readonly ended = new Set<number>()
  /** Of each order, who asked for it or agreed to it. Nothing here deserves to go dark, so each of them erred. */
  readonly erred = new Map<string, Set<number>>()
  /** Of each order, who may have no say in it: whoever asked for it, and of one taken up again whoever undid it. */
  readonly barred = new Map<string, Set<number>>()
  /** As whose account each of those who agreed to an order saw it. */
  readonly agreedAs = new Map<string, Map<number, Standing>>()
  /** Of each order, who asked that it be undone. */
  readonly undoing = new Map<string, Set<number>>()
  readonly freezes: { fromMs: number; untilMs: number }[] = []
  /** Who alone is on duty, at home; null: it is day, and everybody is. */
  onCall: number | null = null
  /** When two people last closed the breakers. */
  closedAtMs = Number.NEGATIVE_INFINITY
  /** Who is closing breakers in this very step. */
  readonly closing = new Set<number>()
  seen: Seen
  steps = 0
  /** Until then a worker that died holds what it had taken. */
  leasedUntilMs = 0
  /** The strictest that the desk has read of each account. */
  readonly #known: Record<AccountName, Standing> = { ordinary: 'ordinary', wide: 'ordinary', office: 'ordinary' }

  constructor(cast: readonly Person[], seen: Seen) {
    this.cast = cast
    this.seen = seen
  }

  tell(line: string): void {
    this.lines.push(line)
  }

  /** Somebody asked for an order, or for the same as one that waits; with `before`: to take that one up again. */
  noteAsked(gate: Gate, by: number, outcome: Outcome, before?: SeenOrder): void {
    if (!outcome.done || outcome.orderId === undefined || outcome.how === 'stands') return
    add(this.erred, outcome.orderId, by)
    add(this.barred, outcome.orderId, by)
    if (before === undefined || outcome.how !== 'ordered') return
    const undone = before.moves.filter(({ to }) => to === 'stopped' || to === 'restoring')
    for (const one of undone) if (one.by !== null) add(this.barred, outcome.orderId, one.by)
    for (const one of this.barred.get(before.id) ?? []) add(this.barred, outcome.orderId, one)
    this.noteRead(gate, before)
  }

  noteAgreed(gate: Gate, by: number, outcome: Outcome): void {
    if (!outcome.done || outcome.orderId === undefined) return
    const { orderId } = outcome
    add(this.erred, orderId, by)
    const order = this.seen.orders.find(({ id }) => id === orderId)
    if (order === undefined) return
    this.noteRead(gate, order)
    const seenAs = this.agreedAs.get(orderId) ?? new Map<number, Standing>()
    this.agreedAs.set(orderId, seenAs.set(by, this.#knownAs(order.subject)))
  }

  /** Whether they are here, and at work or on call. */
  isOnDuty = (by: number): boolean => !this.ended.has(by) && (this.onCall === null || this.onCall === by)

  noteUndoing(by: number, { id }: SeenOrder): void {
    add(this.undoing, id, by)
  }

  /** The desk has just read what the platform says of an account, as it does before it takes somebody's voice. */
  noteRead(gate: Gate, order: { action: Action; subject: SubjectName }): void {
    const isAsked = darkens(order) || order.action === 'remove'
    const account = accountOf(order.subject)
    if (isAsked && !gate.platform.isAway)
      this.#known[account] = stricter(this.#known[account], standingOf(gate, account))
  }

  /** As which a subject must be treated by now. */
  standing = (gate: Gate, subject: SubjectName): Standing =>
    asSubject(subject, stricter(this.#known[accountOf(subject)], standingOf(gate, accountOf(subject))))

  #knownAs = (subject: SubjectName): Standing => asSubject(subject, this.#known[accountOf(subject)])

  name(place: number): string {
    const { name, role, team, leaving } = this.cast[place] ?? { name: 'nobody', role: '', team: '', leaving: false }
    return `${name} (${role}, ${team}${leaving ? ', leaving' : ''})`
  }

  /** One of the orders for which this holds, counted from the newest; undefined: there is none. */
  pick(index: number, fits: (order: SeenOrder) => boolean): SeenOrder | undefined {
    const orders = this.seen.orders.filter(fits).reverse()
    return orders[index % Math.max(1, orders.length)]
  }
}

type AccountName = Exclude<SubjectName, 'post'>

const accountOf = (subject: SubjectName): AccountName => (subject === 'post' ? 'office' : subject)

/** A wide reach alone makes nobody guard a single post. */
const asSubject = (subject: SubjectName, standing: Standing): Standing =>
  subject === 'post' && standing === 'wide' ? 'ordinary' : standing

function standingOf(gate: Gate, account: AccountName): Standing {
  const { reach, tags } = gate.platform.factsOf(account)
  if (tags.includes('public_office')) return 'office'
  return reach >= WIDE_REACH ? 'wide' : 'ordinary'
}

const stricter = (one: Standing, other: Standing): Standing =>
  PEOPLE_NEEDED[one] >= PEOPLE_NEEDED[other] ? one : other

function add(to: Map<string, Set<number>>, orderId: string, by: number): void {
  to.set(orderId, (to.get(orderId) ?? new Set()).add(by))
}
