import { budgetsOf } from './budget.ts'
import { takesOffline, type Gate, type Seen, type SeenEnforcement } from './gate.ts'
import { checkGroundRelease, takesLargeShare } from './ground-invariants.ts'
import type { Standing } from './scene.ts'
import { type Story, Violation } from './story.ts'

const MINUTE_MS = 60_000
const FRESH_MS = 30_000
/** The longest time for which a rule hides a content by itself. */
const HIDDEN_ALONE_MS = 60 * MINUTE_MS

/** Checks what must have been true when an enforcement was released. */
export function checkRelease(story: Story, gate: Gate, enforcement: SeenEnforcement, seen: Seen): void {
  const at = enforcement.moves.find(({ to }) => to === 'releasing')?.atMs ?? 0
  const isShare = takesLargeShare(story, enforcement, seen)
  const standing = isShare
    ? story.accountStanding(gate, enforcement.subject)
    : story.standing(gate, enforcement.subject)
  story.releasedAs.set(enforcement.id, standing)
  if (enforcement.ground !== null) checkGroundRelease(story, gate, enforcement, seen)
  if (enforcement.verdict === null) throw new Violation('nothing is released without a verdict', enforcement.id)
  if (at - enforcement.verdict.judgedAtMs > FRESH_MS)
    throw new Violation('judged again at the last moment', enforcement.id)
  if (enforcement.expiresAtMs <= at) throw new Violation('what has expired does not take effect', enforcement.id)
  if (enforcement.answers.some(({ answer }) => answer === 'decline')) {
    throw new Violation('one decline ends an enforcement', enforcement.id)
  }
  // A document counts as one person; the other grounds apply before every limit.
  const isProved = enforcement.ground !== null && enforcement.ground !== 'document'
  const { isInterim, legalDuty } = enforcement
  const harmless = ['warn', 'label'].includes(enforcement.action) || legalDuty || isProved || isInterim
  if (!harmless && story.freezes.some(({ fromMs, untilMs }) => fromMs <= at && at < untilMs)) {
    throw new Violation('nothing restrictive begins during a freeze', enforcement.id)
  }
  if (!harmless && story.seen.isBreakerOpen) {
    throw new Violation('no restrictive effect is released while a breaker is open', enforcement.id)
  }
  const more = checkBudgets(story, seen, enforcement, at)
  const takesVoice =
    enforcement.ground === null &&
    (takesOffline(enforcement) || ((enforcement.action === 'remove' || isShare) && !story.scene.bare))
  const isHeld = !(enforcement.shadow && story.isShadow)
  if (enforcement.source === 'automation') checkRule(story, enforcement, at)
  if (takesVoice && !isHeld) checkRecorded(story, gate, enforcement)
  if (takesVoice && isHeld) checkHarm(story, gate, enforcement, { at, more, standing })
}

/** In shadow mode the requirements that would have applied are on record. */
function checkRecorded(story: Story, gate: Gate, enforcement: SeenEnforcement): void {
  const standing = story.standing(gate, enforcement.subject)
  if (story.rules.people[standing] > 1 && enforcement.verdict?.guarded !== true)
    throw new Violation(
      'in shadow mode it is recorded what would have been asked for',
      `${enforcement.id} of ${standing}`,
    )
}

/** A rule does only two things by itself: it labels, and it hides unprotected content for an hour. */
function checkRule(story: Story, enforcement: SeenEnforcement, at: number): void {
  const agreed = enforcement.answers.some(
    ({ answer, material }) => answer === 'agree' && material === enforcement.material,
  )
  if (agreed || enforcement.action === 'label') return
  const forMs = (enforcement.endsAtMs ?? Number.POSITIVE_INFINITY) - at
  const isGuarded = enforcement.subject === 'post' && !story.changed.has('office')
  if (enforcement.action !== 'hide' || forMs > HIDDEN_ALONE_MS || isGuarded)
    throw new Violation(
      'a rule agrees to nothing',
      `${enforcement.id} is to ${enforcement.action} ${enforcement.subject} for ${forMs} ms`,
    )
}

/** Returns the number of further people required because of earlier releases, within the time of each budget. */
function checkBudgets(
  { scene, closedAtMs }: Story,
  { enforcements }: Seen,
  enforcement: SeenEnforcement,
  at: number,
): 0 | 1 {
  const over = budgetsOf(scene).filter(({ of, actions, withinMs, enforcements: bound }) => {
    const isCounted = ({ action, legalDuty, isInterim, source }: SeenEnforcement) =>
      !legalDuty && !isInterim && actions.includes(action) && (source === 'bulk_action') === (of === 'bulk_action')
    const isBefore = ({ releasedAtMs }: SeenEnforcement) =>
      releasedAtMs !== null && releasedAtMs < at && releasedAtMs > at - withinMs
    const spent = isCounted(enforcement) ? enforcements.filter((other) => isCounted(other) && isBefore(other)) : []
    // After two people closed the breaker, the same number of releases opens it again.
    const since = spent.filter(({ releasedAtMs }) => (releasedAtMs ?? 0) > closedAtMs).length
    if (since >= bound.open) {
      throw new Violation(
        'no restrictive effect is released while a breaker is open',
        `${enforcement.id} is number ${since + 1}`,
      )
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

function checkHarm(story: Story, gate: Gate, enforcement: SeenEnforcement, { at, more, standing }: Harm): void {
  const { verdict } = enforcement
  if (verdict?.readAtMs == null || at - verdict.readAtMs > FRESH_MS) {
    throw new Violation('what is unknown never loosens', `${enforcement.id} was released on facts that nobody had read`)
  }
  const { people, holdsMs, confirmMs: confirmMax, ownYesAfterMs } = story.rules
  const needed = Math.max(people[standing], leastFor(story, enforcement)) + more
  const erred = story.erred.get(enforcement.id)?.size ?? 0
  if (erred < needed && ownYesAfterMs === null) {
    const guarded =
      needed > 2 ? 'fewer than three take a public voice offline' : 'fewer than two take a guarded account offline'
    const why = more > 0 ? 'over budget takes one more' : needed === 1 ? 'nobody is taken offline by nobody' : guarded
    throw new Violation(why, `${enforcement.id} by ${erred}`)
  }
  if (standing !== 'ordinary' && !enforcement.isSigned)
    throw new Violation('a proposer signs what takes a protected account offline', enforcement.id)
  checkApprovals(story, enforcement, { standing, shownAs: story.standing(gate, enforcement.subject) }, needed - 1)
  if (!enforcement.isSuccessor) checkHold(enforcement, at, holdsMs[standing])
  const confirmMs = enforcement.confirmByMs === null ? Number.POSITIVE_INFINITY : enforcement.confirmByMs - at
  if (standing === 'office' && confirmMs > confirmMax) {
    throw new Violation(
      'a public voice is offline for minutes unless confirmed',
      `${enforcement.id} has ${confirmMs} ms`,
    )
  }
}

/**
 * Returns the least number of people on any account: two for a proposer who departs soon, three for a resubmitted
 * enforcement, in most organisations.
 */
function leastFor(story: Story, enforcement: SeenEnforcement): number {
  if (enforcement.isSuccessor && (takesOffline(enforcement) || !story.scene.bare)) return story.rules.again
  const proposer = enforcement.parties.find(({ how }) => how === 'proposed')?.by
  return takesOffline(enforcement) && proposer !== undefined && story.cast[proposer]?.leaving ? story.rules.leaving : 1
}

/** The approvers are other people, still work here, and approved the present state. */
function checkApprovals(
  story: Story,
  enforcement: SeenEnforcement,
  { standing, shownAs }: { standing: Standing; shownAs: Standing },
  needed: number,
): void {
  const { material, parties } = enforcement
  const valid = enforcement.answers.filter(
    ({ by, answer, material: of }) =>
      answer === 'agree' &&
      of === material &&
      !story.ended.has(by) &&
      !story.barred.get(enforcement.id)?.has(by) &&
      (isOwnCounted(story, enforcement, by) ||
        !(story.asked.get(enforcement.id)?.has(by) || parties.some((one) => one.by === by))) &&
      story.agreedAs.get(enforcement.id)?.get(by)?.standing === shownAs,
  )
  const people = [...new Set(valid.map(({ by }) => by))].flatMap((by) => story.cast[by] ?? [])
  if (people.length < needed) {
    throw new Violation(
      'only standing approvals of others count',
      `${enforcement.id} had ${people.length} of ${needed}`,
    )
  }
  if (standing !== 'office' || !story.rules.elders) return
  const elders = people.filter(({ role }) => role !== 'reviewer')
  if (elders.length < 2 || new Set(elders.map(({ team }) => team)).size < 2) {
    throw new Violation('a public voice takes two of senior or lead, from two teams', enforcement.id)
  }
}

/** In an organisation of one, a proposer's own approval counts a day later. */
function isOwnCounted(
  { agreedAs, rules: { ownYesAfterMs } }: Story,
  { id, moves }: SeenEnforcement,
  by: number,
): boolean {
  const agreedAtMs = agreedAs.get(id)?.get(by)?.atMs ?? 0
  return ownYesAfterMs !== null && agreedAtMs - (moves[0]?.atMs ?? Number.POSITIVE_INFINITY) >= ownYesAfterMs
}

function checkHold(enforcement: SeenEnforcement, at: number, holdMs: number): void {
  if (holdMs === 0) return
  const released = enforcement.moves.findIndex(({ to }) => to === 'releasing')
  const held = enforcement.moves.slice(0, released).findLast(({ to }) => to === 'held')
  if (held === undefined || at - held.atMs < holdMs) {
    throw new Violation('anybody can stop it during its hold', `${enforcement.id} was not held for ${holdMs} ms`)
  }
}
