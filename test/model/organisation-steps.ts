import { openConsole, openConsoleForAll } from './open-console.ts'
import type { Gate } from './gate.ts'
import { Step, describeStep } from './step.ts'
import { type Story, Violation } from './story.ts'

/** A person opens the desk after some time. */
export class OpenConsole extends Step {
  readonly by: number
  constructor(by: number) {
    super()
    this.by = by
  }
  override check = (story: Readonly<Story>) => this.by < story.cast.length && !story.ended.has(this.by)
  async act(story: Story, gate: Gate): Promise<string> {
    await openConsole(story, gate, this.by)
    return story.name(this.by)
  }
  toString = () => `${this.by} looks in`
}

/** A day passes, and all people are back at work. */
export class DayPasses extends Step {
  readonly ms: number
  constructor(ms: number) {
    super()
    this.ms = ms
  }
  override check = (story: Readonly<Story>) => story.onCall === null
  async act(story: Story, gate: Gate): Promise<string> {
    await gate.advance(this.ms, true)
    await openConsoleForAll(story, gate)
    return new Date(gate.nowMs).toISOString()
  }
  toString = () => `${this.ms / 3_600_000} h pass`
}

/** One person makes guards enforce from now on; shadow mode, in which they only record, takes two. */
export class SetShadow extends Step {
  readonly shadow: boolean
  readonly chance: number
  constructor(shadow: boolean, chance: number) {
    super()
    this.shadow = shadow
    this.chance = chance
  }
  override check = (story: Readonly<Story>) => story.isShadow !== this.shadow && story.onCall === null
  async act(story: Story, gate: Gate): Promise<string> {
    const [by, second] = story.leads()
    if (by === undefined) return 'nobody may'
    const other = this.chance % 3 === 0 ? null : (second ?? null)
    story.loosening.add(by)
    if (other !== null) story.loosening.add(other)
    const outcome = await gate.desk?.setShadow(this.shadow, by, other)
    if (outcome?.done) story.isShadow = this.shadow
    else if (!this.shadow) throw new Violation('one person ends shadow mode', describeStep(outcome))
    return `${story.name(by)}, and ${other === null ? 'no other person' : story.name(other)}: ${describeStep(outcome)}`
  }
  toString = () => (this.shadow ? 'guards are to watch only' : 'guards are to hold')
}
