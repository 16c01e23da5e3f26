import type { Gate, SubjectName } from './gate.ts'
import { Step, say } from './step.ts'
import { type Story, Violation } from './story.ts'

/** The next generation, one further on, as far as a platform goes, and as far as numbers go. */
export const GENERATIONS_ABOVE = [1, 2, 2 ** 20, 2 ** 53 - 1] as const

/** A thief with the platform's secret uses up the generations of a subject, so that no restore of it arrives any more. */
export class UseUpGenerations extends Step {
  readonly subject: SubjectName
  readonly above: number
  constructor(subject: SubjectName, above: number) {
    super()
    this.subject = subject
    this.above = above
  }
  act = (_story: Story, gate: Gate) => gate.platform.sendAbove(this.subject, this.above)
  toString = () => `a thief of the secret sends ${this.subject} a generation ${this.above} above the last`
}

/** A thief with the database role's credential lets take effect what people have not agreed to yet. */
export class ReleaseByHand extends Step {
  override check = (story: Readonly<Story>) => story.seen.orders.some(({ state }) => state === 'awaiting_approval')
  async act(story: Story, gate: Gate): Promise<string> {
    const order = story.pick(0, ({ state }) => state === 'awaiting_approval')
    if (order === undefined) return 'nothing waits'
    const outcome = await gate.desk?.release(order.id)
    if (outcome?.done) throw new Violation('the database role releases nothing that waits for approvals', order.id)
    return say(outcome)
  }
  toString = () => 'a thief of the database role releases what waits for approvals'
}
