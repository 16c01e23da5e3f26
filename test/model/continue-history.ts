import { checkOffered } from './check-offered.ts'
import { openConsoleForAll } from './open-console.ts'
import { takesOffline, type Gate, type Outcome, type SeenEnforcement, type Wish } from './gate.ts'
import { DAY_MS } from './scene.ts'
import type { Story } from './story.ts'
import { ACTION_RULES } from '../../src/policy/requirements/action-order.ts'

const HOLD_MS = 30 * 60_000
const HOUR_MS = 2 * HOLD_MS
const OPEN: readonly SeenEnforcement['state'][] = ['proposed', 'awaiting_approval', 'held', 'releasing', 'in_effect']
const TRIES_MAX = 3

/** The enforcement that requires most people: an account with a public-interest tag goes offline. */
const GRAVEST = { subject: 'office', action: 'deactivate', durationMs: null, legalDuty: false, complete: true } as const

/** Takes the next step that an enforcement waits for, so that histories come to their end. */
export async function continueHistory(story: Story, gate: Gate, chance: number): Promise<string> {
  const enforcement = findOpen(story, chance) ?? story.pick(0, () => true)
  if (enforcement === undefined) return 'there is no enforcement'
  if (chance % 2 === 0 && isDone(enforcement))
    return proposeFor(story, gate, { ...GRAVEST, by: chance % story.cast.length })
  const slept = await lookIn(story, gate, enforcement, chance)
  if (slept !== undefined) return slept
  switch (enforcement.state) {
    case 'proposed':
      return complete(story, gate, enforcement)
    case 'awaiting_approval':
      if (chance % 16 === 7) return decline(story, gate, enforcement, chance)
      return chance % 8 === 3
        ? proposeToo(story, gate, chance % story.cast.length, enforcement)
        : agree(story, gate, enforcement, chance)
    case 'held':
      return waitOut(story, gate, enforcement, chance)
    case 'stopped':
    case 'restored':
      return resubmit(story, gate, enforcement, chance)
    case 'in_effect':
      return confirm(story, gate, enforcement, chance)
    default:
      if (chance % 6 === 1) return leaveSent(story, gate, enforcement)
      await passAwake(story, gate, 1_000)
      return 'the worker sees to it'
  }
}

async function passAwake(story: Story, gate: Gate, ms: number): Promise<void> {
  await gate.advance(ms, true)
  story.isAllDone = true
}

/** Returns the newest of the waiting enforcements, or the one closest to its end. */
function findOpen(story: Story, chance: number): SeenEnforcement | undefined {
  const isOpen = (one: SeenEnforcement) =>
    OPEN.includes(one.state) && (takesOffline(one) || one.state !== 'in_effect') && !isOver(one)
  if (chance % 3 > 0) return story.pick(0, isOpen)
  const furthest = Math.max(...story.seen.enforcements.filter(isOpen).map(({ state }) => OPEN.indexOf(state)))
  return story.pick(0, (one) => isOpen(one) && OPEN.indexOf(one.state) === furthest)
}

/**
 * Without shifts, people open the desk; in an organisation of one, the proposer waits a day before their own approval
 * counts.
 */
async function lookIn(
  story: Story,
  gate: Gate,
  enforcement: SeenEnforcement,
  chance: number,
): Promise<string | undefined> {
  if (story.scene.organisation === 'company') return undefined
  if (chance % 4 > 0) await openConsoleForAll(story, gate)
  const waitsMs = gate.nowMs - (enforcement.moves[0]?.atMs ?? 0)
  if (story.rules.ownYesAfterMs === null || enforcement.state !== 'awaiting_approval' || waitsMs >= DAY_MS)
    return undefined
  if (chance % 3 === 0) return undefined
  await passAwake(story, gate, DAY_MS)
  return 'they sleep on it'
}

/** Lets the hold of an enforcement pass; when that is not enough, a person tries to have it evaluated again. */
async function waitOut(story: Story, gate: Gate, enforcement: SeenEnforcement, chance: number): Promise<string> {
  // Until two people close the circuit breaker, no enforcement that it holds continues.
  if (story.seen.isBreakerOpen && chance % 4 > 0) return closeBreakers(story, gate, chance)
  const heldMs = gate.nowMs - (enforcement.moves.findLast(({ to }) => to === 'held')?.atMs ?? gate.nowMs)
  const by = chance % story.cast.length
  const agreed = enforcement.answers.find(({ answer }) => answer === 'agree')
  if (agreed && chance % 4 === 1) return proposeToo(story, gate, agreed.by, enforcement)
  if (agreed && chance % 8 === 2 && !story.ended.has(agreed.by)) return leave(story, gate, agreed.by)
  if (heldMs < HOLD_MS || story.ended.has(by)) {
    await passAwake(story, gate, HOLD_MS)
    return 'its hold passes'
  }
  return `${story.name(by)} takes the duty: ${describeOutcome(await gate.takeDuty(by, enforcement.id))}`
}

/** A lead proposes to close the circuit breakers; sometimes no other lead agrees. */
export async function closeBreakers(story: Story, gate: Gate, chance: number): Promise<string> {
  const leads = story.cast.flatMap(({ role }, place) => (role === 'lead' && !story.ended.has(place) ? [place] : []))
  const by = leads[chance % Math.max(1, leads.length)]
  if (by === undefined) return 'nobody may'
  const others = leads.filter((one) => one !== by)
  const other = chance % 4 === 3 ? null : (others.find((one) => story.isOnDuty(one)) ?? null)
  for (const who of [by, other]) if (who !== null) story.closing.add(who)
  const outcome = await gate.closeBreakers(by, other)
  if (outcome.done) story.closedAtMs = gate.nowMs
  return `${story.name(by)}, and ${other === null ? 'no other person' : story.name(other)}: ${describeOutcome(outcome)}`
}

/** A person, perhaps one who approved the enforcement, proposes the same one again. */
export async function proposeToo(story: Story, gate: Gate, by: number, enforcement: SeenEnforcement): Promise<string> {
  const { subject, action, legalDuty } = enforcement
  const durationMs = ACTION_RULES[action].end === 'required' ? HOUR_MS : null
  const outcome = await gate.propose({ by, subject, action, durationMs, legalDuty, complete: true })
  story.recordRules(gate, by, outcome)
  return `${story.name(by)} asks for the same: ${describeOutcome(outcome)}`
}

/** A person at work proposes an enforcement. */
export async function proposeFor(story: Story, gate: Gate, wish: Wish): Promise<string> {
  const { by, action, subject } = wish
  if (story.onCall !== null || !story.isHere(by)) return `${story.name(by)} is at home`
  const outcome = await gate.propose(wish)
  story.recordRules(gate, by, outcome)
  if (outcome.done) story.noteRead(gate, wish)
  return `${story.name(by)} asks to ${action} ${subject}: ${describeOutcome(outcome)}`
}

async function resubmit(story: Story, gate: Gate, enforcement: SeenEnforcement, chance: number): Promise<string> {
  const by = chance % story.cast.length
  const outcome = await gate.resubmit(by, enforcement.id)
  story.recordRules(gate, by, outcome, enforcement)
  return `${story.name(by)} resubmits it: ${describeOutcome(outcome)}`
}

/** A person's work ends at once. */
export async function leave(story: Story, gate: Gate, by: number): Promise<string> {
  const outcome = await gate.leave(by)
  story.ended.add(by)
  return `${story.name(by)} leaves: ${describeOutcome(outcome)}`
}

/** The proposer of a pending enforcement departs. */
async function leaveSent(story: Story, gate: Gate, { parties }: SeenEnforcement): Promise<string> {
  const by = parties.find(({ how }) => how === 'proposed')?.by ?? 0
  return story.ended.has(by) ? 'they have left' : leave(story, gate, by)
}

async function decline(story: Story, gate: Gate, enforcement: SeenEnforcement, chance: number): Promise<string> {
  const by = chance % story.cast.length
  return `${story.name(by)} declines: ${describeOutcome(await gate.decline(by, enforcement.id))}`
}

const UNDONE: readonly SeenEnforcement['state'][] = ['stopped', 'restoring', 'restored']

/** True when no person can act on the enforcement any more, and it was not restored. */
const isDone = (enforcement: SeenEnforcement): boolean =>
  isOver(enforcement) || !(OPEN.includes(enforcement.state) || UNDONE.includes(enforcement.state))

/** True when the enforcement is in effect and needs no confirmation any more. */
const isOver = ({ state, confirmByMs, confirmedAtMs }: SeenEnforcement): boolean =>
  state === 'in_effect' && (confirmByMs === null || confirmedAtMs !== null)

async function complete(story: Story, gate: Gate, enforcement: SeenEnforcement): Promise<string> {
  const proposer = enforcement.parties.find(({ how }) => how === 'proposed')?.by ?? 0
  return `${story.name(proposer)}: ${describeOutcome(await gate.complete(proposer, enforcement.id))}`
}

async function agree(story: Story, gate: Gate, enforcement: SeenEnforcement, chance: number): Promise<string> {
  const spoke = new Set(
    enforcement.answers.filter(({ material }) => material === enforcement.material).map(({ by }) => by),
  )
  const mayBeOwn = story.rules.ownYesAfterMs !== null
  const free = story.cast
    .map((_, place) => (place + chance) % story.cast.length)
    .filter(
      (by) => !spoke.has(by) && !story.ended.has(by) && (mayBeOwn || !enforcement.parties.some((one) => one.by === by)),
    )
  const elder = (by: number) => Number(story.cast[by]?.role !== 'reviewer')
  const teams = enforcement.answers.map(({ by }) => story.cast[by]?.team)
  const other = (by: number) => Number(chance % 4 > 0 && !teams.includes(story.cast[by]?.team))
  const rest = free.toSorted((a, b) => elder(b) - elder(a) || other(b) - other(a))
  const agreed = enforcement.answers.filter(({ answer }) => answer === 'agree').length
  const hasDuty = enforcement.answers.some(({ answer }) => answer === 'duty')
  if (!hasDuty && agreed >= 2 && chance % 2 === 0) await checkOffered(story, gate)
  if (!hasDuty && (agreed >= 2 || chance % 5 === 0)) {
    // Sometimes an approver tries.
    const by = chance % 6 === 5 ? enforcement.answers[0]?.by : rest.at(-1)
    if (by === undefined) return story.onCall === null ? giveUp(story, gate, enforcement) : 'nobody is left'
    const outcome = await gate.takeDuty(by, enforcement.id)
    if (outcome.done) return `${story.name(by)} takes the duty: ${describeOutcome(outcome)}`
  }
  const said: string[] = []
  for (const by of rest.slice(0, TRIES_MAX)) {
    const outcome = await gate.agree(by)
    story.noteAgreed(gate, by, outcome)
    if (outcome.done) said.push(`${story.name(by)} agrees: ${describeOutcome(outcome)}`)
    if (outcome.done && (chance % 2 === 1 || outcome.how !== 'awaiting_approval')) break
  }
  if (said.length > 0) return said.join(', ')
  // By night it may wait for the morning.
  return chance % 4 === 0 && story.onCall === null ? giveUp(story, gate, enforcement) : 'nobody agrees'
}

/** Lets the time of an enforcement pass, because no person is left who could approve it. */
async function giveUp(story: Story, gate: Gate, { expiresAtMs }: SeenEnforcement): Promise<string> {
  await passAwake(story, gate, Math.max(expiresAtMs - gate.nowMs, 0))
  await openConsoleForAll(story, gate)
  return 'nobody agrees until its time is over'
}

async function confirm(story: Story, gate: Gate, enforcement: SeenEnforcement, chance: number): Promise<string> {
  const duty = enforcement.answers.find(({ answer }) => answer === 'duty')?.by
  if (duty === undefined || chance % 3 === 0) {
    if (chance % 2 === 0) await passAwake(story, gate, HOLD_MS)
    else await gate.advance(HOLD_MS, false)
    return 'nobody confirms it'
  }
  const said = describeOutcome(await gate.confirm(duty, enforcement.id))
  await passAwake(story, gate, 1_000)
  return `${story.name(duty)} confirms: ${said}`
}

const describeOutcome = (outcome: Outcome): string =>
  outcome.done ? `${outcome.enforcementId ?? ''} ${outcome.how}` : `not done: ${outcome.why}`
