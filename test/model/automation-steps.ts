import type { RuleName } from './automation.ts'
import { ALL } from './automation-invariants.ts'
import type { Gate, SubjectName } from './gate.ts'
import { Step, describeStep } from './step.ts'
import { type Story, Violation } from './story.ts'

/** A source sends a signal about a subject, and its rules are evaluated. */
export class Signal extends Step {
  readonly rule: RuleName
  readonly subject: SubjectName
  constructor(rule: RuleName, subject: SubjectName) {
    super()
    this.rule = rule
    this.subject = subject
  }
  async act(story: Story, gate: Gate): Promise<string> {
    story.askedSinceMs ??= gate.nowMs
    const outcome = await gate.desk?.automation.signal(this.rule, this.subject)
    await gate.advance(1_000, true)
    return describeStep(outcome)
  }
  toString = () => `a source says "${this.rule}" of ${this.subject}`
}

/** One person stops a rule, or all rules. */
export class StopRule extends Step {
  readonly by: number
  readonly rule: RuleName | null
  constructor(by: number, rule: RuleName | null) {
    super()
    this.by = by
    this.rule = rule
  }
  override check = (story: Readonly<Story>) => this.by < story.cast.length && story.isOnDuty(this.by)
  async act(story: Story, gate: Gate): Promise<string> {
    const name = this.rule ?? ALL
    const outcome = await gate.desk?.automation.stop(this.by, this.rule)
    if (!outcome?.done && !story.stopped.has(name))
      throw new Violation('one person stops a rule', describeStep(outcome))
    if (outcome?.done) story.stopped.add(name)
    return `${story.name(this.by)}: ${describeStep(outcome)}`
  }
  toString = () => `${this.by} stops ${this.rule ?? 'all rules'}`
}

/** A lead proposes to resume the stopped rules; sometimes no other lead agrees. */
export class ResumeRules extends Step {
  readonly chance: number
  constructor(chance: number) {
    super()
    this.chance = chance
  }
  override check = (story: Readonly<Story>) => story.stopped.size > 0 && story.onCall === null
  async act(story: Story, gate: Gate): Promise<string> {
    const [by, second] = story.leads()
    if (by === undefined) return 'nobody may'
    const other = this.chance % 3 === 0 ? null : (second ?? null)
    const outcome = await gate.desk?.automation.goOn(by, other)
    if (outcome?.done && other === null)
      throw new Violation('two have a rule go on that was stopped', describeStep(outcome))
    if (outcome?.done) story.stopped.clear()
    return `${story.name(by)}, and ${other === null ? 'no other person' : story.name(other)}: ${describeStep(outcome)}`
  }
  toString = () => 'what was stopped is to go on'
}
