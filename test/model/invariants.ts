import { checkAutomation } from './automation-invariants.ts'
import { checkBulkActions, checkUndone } from './bulk-action-invariants.ts'
import { checkInterimTime, checkPairs, isPastLost } from './collusion-invariants.ts'
import { takesOffline, type Gate, type Seen, type SeenEnforcement } from './gate.ts'
import { checkGivenBack, checkGround } from './ground-invariants.ts'
import { checkProtected } from './protected-invariant.ts'
import { checkRelease } from './release-invariants.ts'
import { DAY_MS } from './scene.ts'
import { type Story, Violation } from './story.ts'

/** Checks the invariants after each step of a history, and remembers the observed states. */
export function checkStep(story: Story, gate: Gate, seen: Seen): void {
  const before = new Map(story.seen.enforcements.map((enforcement) => [enforcement.id, enforcement]))
  checkBulkActions(story, seen)
  for (const enforcement of seen.enforcements) {
    checkPeople(story, enforcement)
    checkRecord(enforcement)
    checkDuty(story, enforcement, before.get(enforcement.id))
    const was = before.get(enforcement.id)
    if (was?.verdict?.readAtMs !== enforcement.verdict?.readAtMs) checkMaterial(story, gate, enforcement)
    if (was !== undefined && was.expiresAtMs !== enforcement.expiresAtMs) {
      throw new Violation('an expiry stays where it was set', `that of ${enforcement.id} moved`)
    }
    if (was === undefined) checkNew(story, enforcement)
    if (releaseOf(enforcement) && !(was && releaseOf(was))) checkRelease(story, gate, enforcement, seen)
    checkUndoing(story, enforcement)
    checkLeft(story, enforcement)
    checkGround(story, enforcement)
    if (enforcement.state === 'restored' && was?.state !== 'restored') checkShown(gate, seen, enforcement)
  }
  checkPlatform(story, gate, seen)
  checkPairs(seen)
  checkInterimTime(seen)
  checkProtected(story, gate, seen)
  checkGivenBack(story, gate, seen)
  checkAutomation(story, seen)
  checkShadow(story, seen)
  if (story.seen.isBreakerOpen && !seen.isBreakerOpen && story.closing.size < 2)
    throw new Violation('a breaker is closed by two', `by ${story.closing.size}`)
  story.closing.clear()
  story.loosening.clear()
  story.seen = seen
  story.steps += 1
}

/** Checks that shadow mode begins only by two people. */
function checkShadow(story: Story, { isShadow }: Seen): void {
  if (isShadow && !story.seen.isShadow && story.loosening.size < 2)
    throw new Violation('guards are made to watch by two', `by ${story.loosening.size}`)
  if (isShadow !== story.isShadow)
    throw new Violation('one person ends shadow mode', isShadow ? 'it goes on' : 'it is over')
}

/** In shadow mode, an enforcement proposed by a person waits for no approval, only for a freeze or a breaker. */
function checkNew(story: Story, enforcement: SeenEnforcement): void {
  if (!enforcement.shadow || enforcement.source === 'automation' || !story.isShadow) return
  const next = enforcement.moves[1]?.to
  if (next === undefined || next === 'awaiting_approval')
    throw new Violation('in shadow mode nothing waits for people', `${enforcement.id} is ${enforcement.state}`)
}

/**
 * At night only the person on call may act, except to confirm what one person did alone on a ground. Without shifts,
 * only people seen within a day may act.
 */
function checkDuty(story: Story, { id, ground, answers }: SeenEnforcement, was: SeenEnforcement | undefined): void {
  const fresh = answers.slice(was?.answers.length ?? 0).filter(({ answer }) => ground === null || answer !== 'confirm')
  const other = fresh.find(({ by }) => (story.onCall !== null && by !== story.onCall) || !story.isHere(by))
  if (other !== undefined) throw new Violation('who is off duty has no say', `${other.answer} of ${id}`)
}

/**
 * Restoring takes two people for an enforcement in effect under a legal duty, on a verified match, or by a lock of two
 * people on a protected account.
 */
function checkUndoing(story: Story, { id, legalDuty, ground, isSecondedLock, moves }: SeenEnforcement): void {
  const undone = moves.find(({ to }) => to === 'restoring')
  if (!(legalDuty || ground === 'match' || isSecondedLock) || undone === undefined || undone.by === null) return
  const asked = [...(story.undoing.get(id)?.values() ?? [])]
  const isLate = story.rules.ownYesAfterMs !== null && undone.atMs - Math.min(...asked) >= DAY_MS
  if (asked.length < 2 && !isLate)
    throw new Violation('undoing what the law asked for, or a lock of two, takes two', id)
}

export const UNDER_WAY: readonly SeenEnforcement['state'][] = ['proposed', 'awaiting_approval', 'held', 'releasing']

function checkLeft(story: Story, { id, state, parties }: SeenEnforcement): void {
  const hasLeft = parties.some(({ by, how }) => how === 'proposed' && story.ended.has(by))
  if (hasLeft && UNDER_WAY.includes(state))
    throw new Violation('who leaves leaves nothing under way', `${id} is ${state}`)
}

/**
 * A subject counts as restored only when a read of the platform shows it, unless another enforcement keeps it offline.
 */
function checkShown(gate: Gate, seen: Seen, { id, subject, action }: SeenEnforcement): void {
  const others = seen.enforcements.filter(
    (enforcement) => enforcement.subject === subject && takesVisibility(enforcement),
  )
  if (others.some(({ state }) => ACTS.includes(state))) return
  if (takesVisibility({ action }) && gate.platform.shown.get(subject)?.visible === false) {
    throw new Violation('restored is what was read back', `${id} was last read to be offline`)
  }
}

/** Checks what must hold once a living worker has done every due job and no dead one holds any. */
export function checkAfterWork(story: Story, seen: Seen): void {
  if (seen.nowMs < story.leasedUntilMs) return
  for (const enforcement of seen.enforcements) {
    if (overAtMs(enforcement) > seen.nowMs) continue
    const invariant = waits(enforcement) ? 'what waits ends by its expiry' : 'the desk ends what is over'
    throw new Violation(invariant, `${enforcement.id} is ${enforcement.state} still`)
  }
}

/** Checks what must hold when all faults are over and enough time has passed: every subject is in its desired state. */
export function checkEnd(story: Story, gate: Gate, seen: Seen): void {
  checkUndone(story, seen)
  for (const enforcement of seen.enforcements) {
    if (enforcement.state === 'releasing' || enforcement.state === 'restoring') {
      throw new Violation('nothing is lost', `${enforcement.id} is ${enforcement.state} for good`)
    }
  }
  for (const name of gate.platform.names) {
    const standing = seen.enforcements.filter((enforcement) => enforcement.subject === name && stands(enforcement))
    const takesAway = standing.some(
      (enforcement) => takesOffline(enforcement) || enforcement.action === 'hide' || enforcement.action === 'remove',
    )
    const { visible } = gate.platform.state(name)
    const isGivenBack = visible && (story.givenBack.get(name) ?? Number.NEGATIVE_INFINITY) >= lastReleaseMs(standing)
    if (visible === takesAway && !isGivenBack && !isPastLost(story, seen, name)) {
      throw new Violation('the platform shows what the enforcements say', `${name} is ${visible ? 'up' : 'offline'}`)
    }
  }
}

const lastReleaseMs = (enforcements: readonly SeenEnforcement[]): number =>
  Math.max(...enforcements.map(({ releasedAtMs }) => releasedAtMs ?? 0))

const stands = (enforcement: SeenEnforcement): boolean =>
  (enforcement.state === 'in_effect' || enforcement.state === 'confirmed') &&
  !enforcement.lifted &&
  !enforcement.failing

/** Finds the transition by which the desk released the enforcement; undefined when there is none. */
const releaseOf = (enforcement: SeenEnforcement) => enforcement.moves.find(({ to }) => to === 'releasing')

/** Checks that no person counts twice among the approvals of an enforcement. */
function checkPeople(story: Story, enforcement: SeenEnforcement): void {
  const agreed = enforcement.answers.filter(
    ({ answer, material }) => answer === 'agree' && material === enforcement.material,
  )
  const who = new Set(agreed.map(({ by }) => by))
  if (who.size < agreed.length) throw new Violation('one person is one approval', `of ${enforcement.id}`)
  for (const { by, answer } of enforcement.answers) {
    const party = enforcement.parties.find((one) => one.by === by)
    const sooner = party?.how === 'proposed' || party?.how === 'undid'
    const isOwn = story.rules.ownYesAfterMs !== null && answer === 'agree' && party?.how === 'proposed'
    if (party !== undefined && (sooner || answer === 'confirm') && !isOwn) {
      throw new Violation('who asked for it, or undid it before, says nothing of it', `${answer} to ${enforcement.id}`)
    }
    const isFirst = (what: string) =>
      enforcement.answers.find((one) => one.by === by && one.answer !== 'confirm')?.answer === what
    // The holder of the confirm duty may approve once another person holds it, which ends the duty; never the other way round.
    const takesOn = answer === 'confirm' || (answer === 'duty' && isFirst('agree'))
    const agrees = enforcement.answers.some((one) => one.by === by && one.answer === 'agree')
    if (takesOn && agrees) throw new Violation('who agreed does not confirm', enforcement.id)
  }
  const confirmed = enforcement.answers.some(({ answer }) => answer === 'confirm')
  if ((enforcement.state === 'confirmed' || enforcement.confirmedAtMs !== null) && !confirmed) {
    throw new Violation('nothing is confirmed that nobody confirmed', enforcement.id)
  }
}

/** The answers of approvers are void when the desk has read that the account is not the one they were shown. */
function checkMaterial(story: Story, gate: Gate, enforcement: SeenEnforcement): void {
  if (enforcement.state !== 'awaiting_approval' && enforcement.state !== 'held') return
  if (enforcement.verdict?.readAtMs == null) return
  const now = story.standing(gate, enforcement.subject)
  for (const { by, answer, material } of enforcement.answers) {
    const then = story.agreedAs.get(enforcement.id)?.get(by)?.standing
    if (answer !== 'agree' || material !== enforcement.material || then === undefined || then === now) continue
    throw new Violation('a yes is to what was shown', `${enforcement.id}: ${then} then, ${now} now`)
  }
}

/** Checks that each transition of an enforcement has its ledger entry. */
function checkRecord(enforcement: SeenEnforcement): void {
  if (enforcement.moves.length !== enforcement.moveEntries) {
    const counts = `${enforcement.moves.length} moves and ${enforcement.moveEntries} leaves`
    throw new Violation('each move has its entry', `${enforcement.id} has ${counts}`)
  }
}

/** A subject is offline only by an enforcement that was released, is still in effect, and whose time has not passed. */
function checkPlatform(story: Story, gate: Gate, seen: Seen): void {
  for (const name of gate.platform.names) {
    const unrecorded = gate.platform.carriedOut.find(
      // In a later epoch the platform counts from the beginning, so the desk's own numbers differ.
      ({ subject, generation, epoch }) =>
        subject === name && epoch === 0 && !seen.recordedGenerations[name]?.includes(generation),
    )
    if (unrecorded) throw new Violation('recorded first, then done', `generation ${unrecorded.generation} of ${name}`)
    if (gate.platform.state(name).visible) continue
    const takers = seen.enforcements.filter(
      (enforcement) => enforcement.subject === name && takesVisibility(enforcement),
    )
    const acting = takers.filter((enforcement) => ACTS.includes(enforcement.state))
    if (acting.length === 0 && isPastLost(story, seen, name)) continue
    if (acting.length === 0) {
      const restored = takers.some(({ state }) => state === 'restored')
      throw new Violation(
        restored ? 'what was restored stays up' : 'no effect without an enforcement that was released',
        `${name} is offline`,
      )
    }
    if (acting.every((enforcement) => clockOf(enforcement) <= seen.nowMs)) {
      const unconfirmed = acting.some(
        ({ confirmByMs, confirmedAtMs }) => confirmByMs !== null && confirmedAtMs === null,
      )
      throw new Violation(
        unconfirmed ? 'what nobody confirmed in time comes back' : 'what has an end comes back then',
        `${name} is offline past ${new Date(Math.max(...acting.map(clockOf))).toISOString()}`,
      )
    }
  }
}

const ACTS: readonly SeenEnforcement['state'][] = ['releasing', 'in_effect', 'confirmed', 'restoring']

const takesVisibility = (enforcement: Pick<SeenEnforcement, 'action'>): boolean =>
  takesOffline(enforcement) || enforcement.action === 'hide' || enforcement.action === 'remove'

const waits = ({ state }: SeenEnforcement): boolean =>
  state === 'proposed' || state === 'awaiting_approval' || state === 'held'

/** Returns the time at which the enforcement ends by itself in its current state. */
export function overAtMs(enforcement: SeenEnforcement): number {
  if (waits(enforcement)) return enforcement.expiresAtMs
  return ACTS.includes(enforcement.state) && enforcement.state !== 'restoring'
    ? clockOf(enforcement)
    : Number.POSITIVE_INFINITY
}

/** The time at which the enforcement ends unless a person acts. */
const clockOf = ({ endsAtMs, confirmByMs, confirmedAtMs }: SeenEnforcement): number =>
  Math.min(
    endsAtMs ?? Number.POSITIVE_INFINITY,
    confirmedAtMs === null && confirmByMs !== null ? confirmByMs : Number.POSITIVE_INFINITY,
  )
