import { closeBreakers } from './continue-history.ts'
import type { Gate } from './gate.ts'
import { Step } from './step.ts'
import type { Story } from './story.ts'

/** All shifts end except that one person is on call: from then on only that person stops, restores and freezes. */
export class FallNight extends Step {
  readonly onCall: number
  constructor(onCall: number) {
    super()
    this.onCall = onCall
  }
  override check = (story: Readonly<Story>) =>
    story.onCall === null && this.onCall < story.cast.length && !story.ended.has(this.onCall)
  async act(story: Story, gate: Gate): Promise<string> {
    await gate.fallNight(this.onCall)
    story.onCall = this.onCall
    return `${story.name(this.onCall)} is on call`
  }
  toString = () => 'night falls'
}

export class BreakDay extends Step {
  override check = (story: Readonly<Story>) => story.onCall !== null
  async act(story: Story, gate: Gate): Promise<string> {
    await gate.breakDay()
    story.onCall = null
    return 'everybody is at work'
  }
  toString = () => 'day breaks'
}

/** A person proposes to close the circuit breakers, and another agrees or none does. */
export class CloseBreakers extends Step {
  readonly chance: number
  constructor(chance: number) {
    super()
    this.chance = chance
  }
  override check = (story: Readonly<Story>) => story.seen.isBreakerOpen
  act = (story: Story, gate: Gate) => closeBreakers(story, gate, this.chance)
  toString = () => `the breakers are to be closed (${this.chance})`
}
