import { checkAutomation } from './automation-invariants.ts'
import { checkCampaigns, checkUndone } from './campaign-invariants.ts'
import { darkens, type Gate, type Seen, type SeenOrder } from './gate.ts'
import { checkGivenBack, checkGround } from './ground-invariants.ts'
import { checkProtected } from './protected-invariant.ts'
import { checkRelease } from './release-invariants.ts'
import { DAY_MS } from './scene.ts'
import { type Story, Violation } from './story.ts'

/** Everything that must be so after each step of a history. Takes note of what was seen. */
export function checkStep(story: Story, gate: Gate, seen: Seen): void {
  const before = new Map(story.seen.orders.map((order) => [order.id, order]))
  checkCampaigns(story, seen)
  for (const order of seen.orders) {
    checkPeople(story, order)
    checkRecord(order)
    checkDuty(story, order, before.get(order.id))
    const was = before.get(order.id)
    if (was?.verdict?.readAtMs !== order.verdict?.readAtMs) checkMaterial(story, gate, order)
    if (was !== undefined && was.expiresAtMs !== order.expiresAtMs) {
      throw new Violation('an expiry stays where it was set', `that of ${order.id} moved`)
    }
    if (was === undefined) checkNew(story, order)
    if (releaseOf(order) && !(was && releaseOf(was))) checkRelease(story, gate, order, seen)
    checkUndoing(story, order)
    checkLeft(story, order)
    checkGround(story, order)
    if (order.state === 'restored' && was?.state !== 'restored') checkShown(gate, seen, order)
  }
  checkPlatform(gate, seen)
  checkProtected(story, gate, seen)
  checkGivenBack(story, gate, seen)
  checkAutomation(story, seen)
  checkShadow(story, seen)
  if (story.seen.isShut && !seen.isShut && story.closing.size < 2)
    throw new Violation('a breaker is closed by two', `by ${story.closing.size}`)
  story.closing.clear()
  story.loosening.clear()
  story.seen = seen
  story.steps += 1
}

/** Guards that hold are made to watch by two. */
function checkShadow(story: Story, { isShadow }: Seen): void {
  if (isShadow && !story.seen.isShadow && story.loosening.size < 2)
    throw new Violation('guards are made to watch by two', `by ${story.loosening.size}`)
  if (isShadow !== story.isShadow)
    throw new Violation('one person ends shadow mode', isShadow ? 'it goes on' : 'it is over')
}

/** While guards only watch, whatever a person asks for goes its way, but for a freeze and a breaker. */
function checkNew(story: Story, order: SeenOrder): void {
  if (!order.shadow || order.source === 'automation' || !story.isShadow) return
  const next = order.moves[1]?.to
  if (next === undefined || next === 'awaiting_approval')
    throw new Violation('in shadow mode nothing waits for people', `${order.id} is ${order.state}`)
}

/** At night nobody but whoever is on call says anything of an order, but to confirm what one person did alone on a ground; where people keep no shifts, nobody who was not here. */
function checkDuty(story: Story, { id, ground, answers }: SeenOrder, was: SeenOrder | undefined): void {
  const fresh = answers.slice(was?.answers.length ?? 0).filter(({ answer }) => ground === null || answer !== 'confirm')
  const other = fresh.find(({ by }) => (story.onCall !== null && by !== story.onCall) || !story.isHere(by))
  if (other !== undefined) throw new Violation('who is off duty has no say', `${other.answer} of ${id}`)
}

/** What the law asked for takes two people to undo, once it took effect; so does a verified match, and a lock of two on a protected account. */
function checkUndoing(story: Story, { id, legalDuty, ground, isSecondedLock, moves }: SeenOrder): void {
  const undone = moves.find(({ to }) => to === 'restoring')
  if (!(legalDuty || ground === 'match' || isSecondedLock) || undone === undefined || undone.by === null) return
  const asked = [...(story.undoing.get(id)?.values() ?? [])]
  const isLate = story.rules.ownYesAfterMs !== null && undone.atMs - Math.min(...asked) >= DAY_MS
  if (asked.length < 2 && !isLate)
    throw new Violation('undoing what the law asked for, or a lock of two, takes two', id)
}

export const UNDER_WAY: readonly SeenOrder['state'][] = ['proposed', 'awaiting_approval', 'held', 'releasing']

function checkLeft(story: Story, { id, state, parties }: SeenOrder): void {
  const hasLeft = parties.some(({ by, how }) => how === 'proposed' && story.ended.has(by))
  if (hasLeft && UNDER_WAY.includes(state))
    throw new Violation('who leaves leaves nothing under way', `${id} is ${state}`)
}

/** Back is what was read to be back, unless another order keeps it dark. */
function checkShown(gate: Gate, seen: Seen, { id, subject, action }: SeenOrder): void {
  const others = seen.orders.filter((order) => order.subject === subject && takesVisibility(order))
  if (others.some(({ state }) => ACTS.includes(state))) return
  if (takesVisibility({ action }) && gate.platform.shown.get(subject)?.visible === false) {
    throw new Violation('restored is what was read back', `${id} was last read to be dark`)
  }
}

/** What must be so once everything due was carried out by a worker that lived, and that no dead one held any more. */
export function checkAfterWork(story: Story, seen: Seen): void {
  if (seen.nowMs < story.leasedUntilMs) return
  for (const order of seen.orders) {
    if (overAtMs(order) > seen.nowMs) continue
    const invariant = waits(order) ? 'what waits ends by its expiry' : 'the desk ends what is over'
    throw new Violation(invariant, `${order.id} is ${order.state} still`)
  }
}

/** What must be so when all faults are over and time enough has passed: everybody is where the orders say. */
export function checkEnd(story: Story, gate: Gate, seen: Seen): void {
  checkUndone(story, seen)
  for (const order of seen.orders) {
    if (order.state === 'releasing' || order.state === 'restoring') {
      throw new Violation('nothing is lost', `${order.id} is ${order.state} for good`)
    }
  }
  for (const name of gate.platform.names) {
    const standing = seen.orders.filter((order) => order.subject === name && stands(order))
    const takesAway = standing.some((order) => darkens(order) || order.action === 'hide' || order.action === 'remove')
    const { visible } = gate.platform.state(name)
    const isGivenBack = visible && (story.givenBack.get(name) ?? Number.NEGATIVE_INFINITY) >= lastReleaseMs(standing)
    if (visible === takesAway && !isGivenBack) {
      throw new Violation('the platform shows what the orders say', `${name} is ${visible ? 'up' : 'dark'}`)
    }
  }
}

const lastReleaseMs = (orders: readonly SeenOrder[]): number =>
  Math.max(...orders.map(({ releasedAtMs }) => releasedAtMs ?? 0))

const stands = (order: SeenOrder): boolean =>
  (order.state === 'in_effect' || order.state === 'confirmed') && !order.lifted && !order.failing

/** When it took effect as far as the desk is concerned; undefined: it did not. */
const releaseOf = (order: SeenOrder) => order.moves.find(({ to }) => to === 'releasing')

/** Nobody counts twice. */
function checkPeople(story: Story, order: SeenOrder): void {
  const agreed = order.answers.filter(({ answer, material }) => answer === 'agree' && material === order.material)
  const who = new Set(agreed.map(({ by }) => by))
  if (who.size < agreed.length) throw new Violation('one person is one approval', `of ${order.id}`)
  for (const { by, answer } of order.answers) {
    const party = order.parties.find((one) => one.by === by)
    const sooner = party?.how === 'proposed' || party?.how === 'undid'
    const isOwn = story.rules.ownYesAfterMs !== null && answer === 'agree' && party?.how === 'proposed'
    if (party !== undefined && (sooner || answer === 'confirm') && !isOwn) {
      throw new Violation('who asked for it, or undid it before, says nothing of it', `${answer} to ${order.id}`)
    }
    const isFirst = (what: string) =>
      order.answers.find((one) => one.by === by && one.answer !== 'confirm')?.answer === what
    // The holder of the confirm duty may approve once another person holds it, which ends the duty; never the other way round.
    const takesOn = answer === 'confirm' || (answer === 'duty' && isFirst('agree'))
    const agrees = order.answers.some((one) => one.by === by && one.answer === 'agree')
    if (takesOn && agrees) throw new Violation('who agreed does not confirm', order.id)
  }
  const confirmed = order.answers.some(({ answer }) => answer === 'confirm')
  if ((order.state === 'confirmed' || order.confirmedAtMs !== null) && !confirmed) {
    throw new Violation('nothing is confirmed that nobody confirmed', order.id)
  }
}

/** Once the desk has read that an account is another than those who agreed were shown, what they said is void. */
function checkMaterial(story: Story, gate: Gate, order: SeenOrder): void {
  if (order.state !== 'awaiting_approval' && order.state !== 'held') return
  if (order.verdict?.readAtMs == null) return
  const now = story.standing(gate, order.subject)
  for (const { by, answer, material } of order.answers) {
    const then = story.agreedAs.get(order.id)?.get(by)?.standing
    if (answer !== 'agree' || material !== order.material || then === undefined || then === now) continue
    throw new Violation('a yes is to what was shown', `${order.id}: ${then} then, ${now} now`)
  }
}

/** State and ledger leaf go together. */
function checkRecord(order: SeenOrder): void {
  if (order.moves.length !== order.moveLeaves) {
    const counts = `${order.moves.length} moves and ${order.moveLeaves} leaves`
    throw new Violation('each move has its leaf', `${order.id} has ${counts}`)
  }
}

/** Nothing is dark but by an order that was let take effect, acts still, and whose time is not over. */
function checkPlatform(gate: Gate, seen: Seen): void {
  for (const name of gate.platform.names) {
    const unrecorded = gate.platform.carriedOut.find(
      // In a later epoch the platform counts anew, and the desk's own numbers are others.
      ({ subject, generation, epoch }) =>
        subject === name && epoch === 0 && !seen.recordedGenerations[name]?.includes(generation),
    )
    if (unrecorded) throw new Violation('recorded first, then done', `generation ${unrecorded.generation} of ${name}`)
    if (gate.platform.state(name).visible) continue
    const takers = seen.orders.filter((order) => order.subject === name && takesVisibility(order))
    const acting = takers.filter((order) => ACTS.includes(order.state))
    if (acting.length === 0) {
      const restored = takers.some(({ state }) => state === 'restored')
      throw new Violation(
        restored ? 'what was restored stays up' : 'no effect without an order that was released',
        `${name} is dark`,
      )
    }
    if (acting.every((order) => clockOf(order) <= seen.nowMs)) {
      const unconfirmed = acting.some(
        ({ confirmByMs, confirmedAtMs }) => confirmByMs !== null && confirmedAtMs === null,
      )
      throw new Violation(
        unconfirmed ? 'what nobody confirmed in time comes back' : 'what has an end comes back then',
        `${name} is dark past ${new Date(Math.max(...acting.map(clockOf))).toISOString()}`,
      )
    }
  }
}

const ACTS: readonly SeenOrder['state'][] = ['releasing', 'in_effect', 'confirmed', 'restoring']

const takesVisibility = (order: Pick<SeenOrder, 'action'>): boolean =>
  darkens(order) || order.action === 'hide' || order.action === 'remove'

const waits = ({ state }: SeenOrder): boolean =>
  state === 'proposed' || state === 'awaiting_approval' || state === 'held'

/** When it is over by itself, as it stands. */
export function overAtMs(order: SeenOrder): number {
  if (waits(order)) return order.expiresAtMs
  return ACTS.includes(order.state) && order.state !== 'restoring' ? clockOf(order) : Number.POSITIVE_INFINITY
}

/** By when it is over unless somebody says something more. */
const clockOf = ({ endsAtMs, confirmByMs, confirmedAtMs }: SeenOrder): number =>
  Math.min(
    endsAtMs ?? Number.POSITIVE_INFINITY,
    confirmedAtMs === null && confirmByMs !== null ? confirmByMs : Number.POSITIVE_INFINITY,
  )
