import { budgetsOf } from './budget.ts'
import { darkens, type Gate, type Seen, type SeenOrder } from './gate.ts'
import { checkGroundRelease, takesLargeShare } from './ground-invariants.ts'
import type { Standing } from './scene.ts'
import { type Story, Violation } from './story.ts'

const MINUTE_MS = 60_000
const FRESH_MS = 30_000
/** For so long a rule hides something by itself. */
const HIDDEN_ALONE_MS = 60 * MINUTE_MS

/** Everything that must have been so when an order was let take effect. */
export function checkRelease(story: Story, gate: Gate, order: SeenOrder, seen: Seen): void {
  const at = order.moves.find(({ to }) => to === 'releasing')?.atMs ?? 0
  const isShare = takesLargeShare(story, order, seen)
  const standing = isShare ? story.accountStanding(gate, order.subject) : story.standing(gate, order.subject)
  story.releasedAs.set(order.id, standing)
  if (order.ground !== null) checkGroundRelease(story, gate, order, seen)
  if (order.verdict === null) throw new Violation('nothing is released without a verdict', order.id)
  if (at - order.verdict.judgedAtMs > FRESH_MS) throw new Violation('judged again at the last moment', order.id)
  if (order.expiresAtMs <= at) throw new Violation('what has expired does not take effect', order.id)
  if (order.answers.some(({ answer }) => answer === 'decline')) {
    throw new Violation('one decline ends an order', order.id)
  }
  // A document is as good as one person; the other grounds come before every limit.
  const isProved = order.ground !== null && order.ground !== 'document'
  const harmless = order.action === 'warn' || order.action === 'label' || order.legalDuty || isProved
  if (!harmless && story.freezes.some(({ fromMs, untilMs }) => fromMs <= at && at < untilMs)) {
    throw new Violation('nothing harmful begins during a freeze', order.id)
  }
  if (!harmless && story.seen.isShut) {
    throw new Violation('no harmful effect is released while a breaker is open', order.id)
  }
  const more = checkBudgets(story, seen, order, at)
  const takesVoice =
    order.ground === null && (darkens(order) || ((order.action === 'remove' || isShare) && !story.scene.bare))
  const isHeld = !(order.shadow && story.isShadow)
  if (order.source === 'automation') checkRule(story, order, at)
  if (takesVoice && !isHeld) checkRecorded(story, gate, order)
  if (takesVoice && isHeld) checkHarm(story, gate, order, { at, more, standing })
}

/** While guards only watch, what they would have asked for is on record. */
function checkRecorded(story: Story, gate: Gate, order: SeenOrder): void {
  const standing = story.standing(gate, order.subject)
  if (story.rules.people[standing] > 1 && order.verdict?.guarded !== true)
    throw new Violation('in shadow mode it is recorded what would have been asked for', `${order.id} of ${standing}`)
}

/** A rule does two things by itself: it labels, and it hides for an hour what nobody guards. */
function checkRule(story: Story, order: SeenOrder, at: number): void {
  const agreed = order.answers.some(({ answer, material }) => answer === 'agree' && material === order.material)
  if (agreed || order.action === 'label') return
  const forMs = (order.endsAtMs ?? Number.POSITIVE_INFINITY) - at
  const isGuarded = order.subject === 'post' && !story.changed.has('office')
  if (order.action !== 'hide' || forMs > HIDDEN_ALONE_MS || isGuarded)
    throw new Violation(
      'a rule agrees to nothing',
      `${order.id} is to ${order.action} ${order.subject} for ${forMs} ms`,
    )
}

/** How many more people are needed because so much was released before, surely and within the time that a budget looks back at. */
function checkBudgets({ scene, closedAtMs }: Story, { orders }: Seen, order: SeenOrder, at: number): 0 | 1 {
  const over = budgetsOf(scene).filter(({ of, actions, withinMs, orders: bound }) => {
    const isCounted = ({ action, legalDuty, source }: SeenOrder) =>
      !legalDuty && actions.includes(action) && (source === 'campaign') === (of === 'campaign')
    const isBefore = ({ releasedAtMs }: SeenOrder) =>
      releasedAtMs !== null && releasedAtMs < at && releasedAtMs > at - withinMs
    const spent = isCounted(order) ? orders.filter((other) => isCounted(other) && isBefore(other)) : []
    // Since two people closed it, it takes as much again.
    const since = spent.filter(({ releasedAtMs }) => (releasedAtMs ?? 0) > closedAtMs).length
    if (since >= bound.open) {
      throw new Violation('no harmful effect is released while a breaker is open', `${order.id} is number ${since + 1}`)
    }
    return spent.length >= bound.over
  })
  return over.length > 0 ? 1 : 0
}

interface Harm {
  at: number
  more: number
  standing: Standing
}

function checkHarm(story: Story, gate: Gate, order: SeenOrder, { at, more, standing }: Harm): void {
  const { verdict } = order
  if (verdict?.readAtMs == null || at - verdict.readAtMs > FRESH_MS) {
    throw new Violation('what is unknown never loosens', `${order.id} was released on facts that nobody had read`)
  }
  const { people, holdsMs, confirmMs: confirmMax, ownYesAfterMs } = story.rules
  const needed = Math.max(people[standing], leastFor(story, order)) + more
  const erred = story.erred.get(order.id)?.size ?? 0
  if (erred < needed && ownYesAfterMs === null) {
    const guarded =
      needed > 2 ? 'fewer than three make a public voice dark' : 'fewer than two make a guarded account dark'
    const why = more > 0 ? 'over budget takes one more' : needed === 1 ? 'nobody is darkened by nobody' : guarded
    throw new Violation(why, `${order.id} by ${erred}`)
  }
  checkApprovals(story, order, { standing, shownAs: story.standing(gate, order.subject) }, needed - 1)
  if (!order.isSuccessor) checkHold(order, at, holdsMs[standing])
  const confirmMs = order.confirmByMs === null ? Number.POSITIVE_INFINITY : order.confirmByMs - at
  if (standing === 'office' && confirmMs > confirmMax) {
    throw new Violation('a public voice is dark for minutes unless confirmed', `${order.id} has ${confirmMs} ms`)
  }
}

/** Whatever the account: two for whoever leaves soon, three for what was undone once. */
function leastFor(story: Story, order: SeenOrder): number {
  if (order.isSuccessor && (darkens(order) || !story.scene.bare)) return story.rules.again
  const proposer = order.parties.find(({ how }) => how === 'proposed')?.by
  return darkens(order) && proposer !== undefined && story.cast[proposer]?.leaving ? story.rules.leaving : 1
}

/** Those who agreed are other people, are still here, and agreed to what is so now. */
function checkApprovals(
  story: Story,
  order: SeenOrder,
  { standing, shownAs }: { standing: Standing; shownAs: Standing },
  needed: number,
): void {
  const { material, parties } = order
  const valid = order.answers.filter(
    ({ by, answer, material: of }) =>
      answer === 'agree' &&
      of === material &&
      !story.ended.has(by) &&
      !story.barred.get(order.id)?.has(by) &&
      (isOwnCounted(story, order, by) ||
        !(story.asked.get(order.id)?.has(by) || parties.some((one) => one.by === by))) &&
      story.agreedAs.get(order.id)?.get(by)?.standing === shownAs,
  )
  const people = [...new Set(valid.map(({ by }) => by))].flatMap((by) => story.cast[by] ?? [])
  if (people.length < needed) {
    throw new Violation('only standing approvals of others count', `${order.id} had ${people.length} of ${needed}`)
  }
  if (standing !== 'office' || !story.rules.elders) return
  const elders = people.filter(({ role }) => role !== 'reviewer')
  if (elders.length < 2 || new Set(elders.map(({ team }) => team)).size < 2) {
    throw new Violation('a public voice takes two of senior or lead, from two teams', order.id)
  }
}

/** Where there is nobody else, one's own yes counts a day later. */
function isOwnCounted({ agreedAs, rules: { ownYesAfterMs } }: Story, { id, moves }: SeenOrder, by: number): boolean {
  const agreedAtMs = agreedAs.get(id)?.get(by)?.atMs ?? 0
  return ownYesAfterMs !== null && agreedAtMs - (moves[0]?.atMs ?? Number.POSITIVE_INFINITY) >= ownYesAfterMs
}

function checkHold(order: SeenOrder, at: number, holdMs: number): void {
  if (holdMs === 0) return
  const released = order.moves.findIndex(({ to }) => to === 'releasing')
  const held = order.moves.slice(0, released).findLast(({ to }) => to === 'held')
  if (held === undefined || at - held.atMs < holdMs) {
    throw new Violation('anybody can stop it during its hold', `${order.id} was not held for ${holdMs} ms`)
  }
}
