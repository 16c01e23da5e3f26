import { LEASE_MS } from '../../src/foundation/jobs.ts'
import { openConsoleForAll } from './open-console.ts'
import type { Gate, Seen, SubjectName, Turn } from './gate.ts'
import { checkAfterWork, overAtMs } from './invariants.ts'
import type { CallFault } from './model-platform.ts'
import { ownerOf } from './owners.ts'
import { Step } from './step.ts'
import type { Story } from './story.ts'

export class Work extends Step {
  readonly turn: Turn
  constructor(turn: Turn) {
    super()
    this.turn = turn
  }
  async act(_story: Story, gate: Gate): Promise<string> {
    await gate.work(this.turn)
    return ''
  }
  override after(story: Story, seen: Seen): void {
    if (this.turn.diesAtStep === null) checkAfterWork(story, seen)
    else story.leasedUntilMs = seen.nowMs + LEASE_MS
  }
  toString(): string {
    const { diesAtStep, doubled } = this.turn
    return `work is done${doubled ? ', all of it twice at once' : ''}${diesAtStep === null ? '' : `, dying after ${diesAtStep} steps`}`
  }
}

export class Pass extends Step {
  readonly ms: number
  readonly awake: boolean
  constructor(ms: number, awake: boolean) {
    super()
    this.ms = ms
    this.awake = awake
  }
  async act(_story: Story, gate: Gate): Promise<string> {
    await gate.advance(this.ms, this.awake)
    return new Date(gate.nowMs).toISOString()
  }
  override after(story: Story, seen: Seen): void {
    if (this.awake) checkAfterWork(story, seen)
  }
  toString = () => `${this.ms / 1_000} s pass${this.awake ? '' : ', with nobody at work'}`
}

/** Time passes until the next of all that has a time is over: a wait, an effect, or the time to confirm it. Whose shift ended begins another. */
export class PassNext extends Step {
  readonly awake: boolean
  constructor(awake: boolean) {
    super()
    this.awake = awake
  }
  override check = (story: Readonly<Story>) => story.onCall === null && nextOverAtMs(story) !== undefined
  async act(story: Story, gate: Gate): Promise<string> {
    await gate.advance((nextOverAtMs(story) ?? gate.nowMs) - gate.nowMs, this.awake)
    await openConsoleForAll(story, gate)
    return new Date(gate.nowMs).toISOString()
  }
  override after(story: Story, seen: Seen): void {
    if (this.awake) checkAfterWork(story, seen)
  }
  toString = () => `time passes until something is over${this.awake ? '' : ', with nobody at work'}`
}

function nextOverAtMs({ seen }: Readonly<Story>): number | undefined {
  const times = seen.enforcements.map(overAtMs).filter((atMs) => atMs > seen.nowMs && atMs < Number.POSITIVE_INFINITY)
  return times.length === 0 ? undefined : Math.min(...times)
}

export class Break extends Step {
  readonly fault: CallFault | 'stale' | 'away' | 'back'
  constructor(fault: Break['fault']) {
    super()
    this.fault = fault
  }
  async act(_story: Story, gate: Gate): Promise<string> {
    if (this.fault === 'away') gate.platform.isAway = true
    else if (this.fault === 'back') gate.platform.clearFaults()
    else if (this.fault === 'stale') gate.platform.isStale = true
    else gate.platform.setFault(this.fault)
    return ''
  }
  toString = () =>
    ['stale', 'away', 'back'].includes(this.fault) ? `the platform is ${this.fault}` : `the next call is ${this.fault}`
}

export class Arrive extends Step {
  readonly afterMs: number
  constructor(afterMs: number) {
    super()
    this.afterMs = afterMs
  }
  async act(_story: Story, gate: Gate): Promise<string> {
    if (this.afterMs > 0) await gate.advance(this.afterMs, false)
    return `${await gate.platform.deliverLate()} calls`
  }
  toString = () => `late calls arrive, ${this.afterMs / 1_000} s later, with nobody at work`
}

export const FACTS = {
  grows: { reach: 3_000_000, tags: [] },
  shrinks: { reach: 40, tags: [] },
  'takes office': { reach: 60_000, tags: ['public_office'] },
  'changes a little': { reach: 9_000, tags: ['verified_business'] },
}

export class Change extends Step {
  /** The subject; undefined: that of the newest enforcement. */
  readonly subject: SubjectName | undefined
  readonly how: keyof typeof FACTS
  constructor(subject: SubjectName | undefined, how: keyof typeof FACTS) {
    super()
    this.subject = subject
    this.how = how
  }
  async act(story: Story, gate: Gate): Promise<string> {
    const subject = this.subject ?? story.pick(0, () => true)?.subject ?? 'ordinary'
    gate.platform.setFacts(subject, FACTS[this.how])
    story.changed.add(ownerOf(subject))
    return subject
  }
  toString = () => `${this.subject ?? 'whom the newest enforcement is about'} ${this.how}`
}
