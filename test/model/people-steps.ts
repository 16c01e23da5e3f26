import type { EnforcementState } from '../../src/foundation/domain.ts'
import { proposeFor, proposeToo, continueHistory, leave } from './continue-history.ts'
import type { Gate, Seen, SeenEnforcement, Wish } from './gate.ts'
import { checkAfterWork, UNDER_WAY } from './invariants.ts'
import { Step, describeStep } from './step.ts'
import { type Story, Violation } from './story.ts'

export class Ask extends Step {
  readonly wish: Wish
  constructor(wish: Wish) {
    super()
    this.wish = wish
  }
  async act(story: Story, gate: Gate): Promise<string> {
    if (this.wish.by >= story.cast.length) return 'nobody is there'
    return proposeFor(story, gate, this.wish)
  }
  toString(): string {
    const { by, subject, action, durationMs, legalDuty, complete, isUnsigned } = this.wish
    const span = durationMs === null ? '' : ` for ${durationMs / 3_600_000} h`
    return `${by} asks to ${action} ${subject}${span}${legalDuty ? ' by law' : ''}${complete ? '' : ', saying no more'}${isUnsigned ? ', by a stolen token' : ''}`
  }
}

const SPREE = ['limit', 'lock', 'suspend'] as const
const SPREE_MS = 2 * 3_600_000

/**
 * A person in a hurry proposes three enforcements at once on the ordinary account: as many as a budget lets through.
 */
export class Spree extends Step {
  readonly by: number
  constructor(by: number) {
    super()
    this.by = by
  }
  override check = (story: Readonly<Story>) =>
    this.by < story.cast.length && !story.ended.has(this.by) && story.onCall === null
  async act(story: Story, gate: Gate): Promise<string> {
    const said: string[] = []
    for (const action of SPREE) {
      const wish = { by: this.by, subject: 'ordinary', action, durationMs: SPREE_MS, legalDuty: false } as const
      const outcome = await gate.propose({ ...wish, complete: true })
      story.recordRules(gate, this.by, outcome)
      if (outcome.done) story.noteRead(gate, wish)
      said.push(describeStep(outcome))
    }
    return `${story.name(this.by)}: ${said.join(', ')}`
  }
  toString = () => `${this.by} is in a hurry`
}

export const PEOPLE_ACTS = [
  ...['agree', 'agree unasked', 'ask too', 'decline', 'takeDuty', 'confirm', 'complete', 'undo', 'resubmit'],
] as const

const AT_WORK: readonly (typeof PEOPLE_ACTS)[number][] = ['ask too', 'complete', 'resubmit']

export class Say extends Step {
  readonly said: { what: (typeof PEOPLE_ACTS)[number]; by: number; enforcement: number }
  constructor(said: Say['said']) {
    super()
    this.said = said
  }
  override check(story: Readonly<Story>): boolean {
    return story.seen.enforcements.length > 0 && this.said.by < story.cast.length && !story.ended.has(this.said.by)
  }
  async act(story: Story, gate: Gate): Promise<string> {
    const { what, by, enforcement: index } = this.said
    const enforcement = story.pick(index, () => true)
    if (enforcement === undefined) return 'there is no enforcement'
    if (what === 'undo') return undo(story, gate, story.onCall ?? by, index)
    // Other acts than answers require a shift, which the routes check.
    if (story.onCall !== null && AT_WORK.includes(what)) return `${story.name(by)} is at home`
    if (what === 'ask too') return proposeToo(story, gate, by, enforcement)
    if (what === 'agree' || what === 'agree unasked') {
      const outcome = await (what === 'agree' ? gate.agree(by) : gate.agree(by, enforcement.id))
      story.noteAgreed(gate, by, outcome)
      return `${story.name(by)}: ${describeStep(outcome)}`
    }
    const outcome = await gate[what](by, enforcement.id)
    if (what === 'resubmit') story.recordRules(gate, by, outcome, enforcement)
    return `${story.name(by)} about ${enforcement.id}: ${describeStep(outcome)}`
  }
  toString(): string {
    const { what, by, enforcement } = this.said
    return `${by} does: ${what}, of the ${enforcement + 1}. newest enforcement`
  }
}

const UNDOABLE: readonly EnforcementState[] = [...UNDER_WAY, 'in_effect', 'confirmed']

/** True when the enforcement is so old that restoring it takes another decision, unless the account is protected. */
const isOld = ({ releasedAtMs }: SeenEnforcement, nowMs: number): boolean =>
  releasedAtMs !== null && nowMs - releasedAtMs > OLD_MS
const OLD_MS = 72 * 3_600_000

/** Restores an enforcement: one person on duty is enough, at once, in every state. */
async function undo(story: Story, gate: Gate, by: number, index: number): Promise<string> {
  const enforcement = story.pick(index, ({ state }) => UNDOABLE.includes(state))
  if (enforcement === undefined) return 'nothing is left to undo'
  if (!story.isOnDuty(by)) return 'nobody is on duty'
  // Sometimes the platform shows the restore only later.
  if (by % 2 === 0) gate.platform.isStale = true
  const first = await gate.undo(by, enforcement.id)
  // One person who asks twice is still one person.
  const takesTwo =
    enforcement.legalDuty ||
    enforcement.ground === 'match' ||
    enforcement.isSecondedLock ||
    isOld(enforcement, gate.nowMs)
  const outcome = takesTwo ? await gate.undo(by, enforcement.id) : first
  story.noteUndoing(gate, by, enforcement)
  const gone = outcome.done && (outcome.how === 'stopped' || outcome.how === 'restoring')
  if (!gone && !takesTwo)
    throw new Violation('one person stops and restores', `${enforcement.id}: ${describeStep(outcome)}`)
  return `${story.name(by)}: ${describeStep(outcome)}`
}

export class ContinueHistory extends Step {
  readonly chance: number
  constructor(chance: number) {
    super()
    this.chance = chance
  }
  override check(story: Readonly<Story>): boolean {
    return story.seen.enforcements.length > 0
  }
  act = (story: Story, gate: Gate) => continueHistory(story, gate, this.chance)
  override after(story: Story, seen: Seen): void {
    if (story.isAllDone) checkAfterWork(story, seen)
  }
  toString = () => `what an enforcement waits for is done (${this.chance})`
}

/** The least duration of a freeze, for a person who freezes often; others freeze for longer. */
const FREEZE_LEAST_MS = 15 * 60_000

export class Freeze extends Step {
  readonly by: number
  readonly begins: boolean
  #done = false
  constructor(by: number, begins: boolean) {
    super()
    this.by = by
    this.begins = begins
  }
  override check = (story: Readonly<Story>) => this.by < story.cast.length && !story.ended.has(this.by)
  async act(story: Story, gate: Gate): Promise<string> {
    const outcome = await (this.begins ? gate.freeze(this.by) : gate.endFreeze(this.by))
    this.#done = outcome.done
    if (outcome.done && !story.isOnDuty(this.by)) throw new Violation('who is off duty stops nothing', `${this}`)
    if (!outcome.done && this.begins && story.isOnDuty(this.by))
      throw new Violation('one person on duty freezes all harm', describeStep(outcome))
    return `${story.name(this.by)}: ${describeStep(outcome)}`
  }
  override after(story: Story, { nowMs }: Seen): void {
    if (!this.#done) return
    if (this.begins) story.freezes.push({ fromMs: nowMs, untilMs: nowMs + FREEZE_LEAST_MS })
    else for (const freeze of story.freezes) freeze.untilMs = Math.min(freeze.untilMs, nowMs)
  }
  toString = () => `${this.by} ${this.begins ? 'freezes all harm' : 'ends the freeze'}`
}

export class Leave extends Step {
  readonly by: number
  constructor(by: number) {
    super()
    this.by = by
  }
  override check = (story: Readonly<Story>) => this.by < story.cast.length && !story.ended.has(this.by)
  async act(story: Story, gate: Gate): Promise<string> {
    return leave(story, gate, this.by)
  }
  toString = () => `${this.by} leaves at once`
}
