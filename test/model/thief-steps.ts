import type { ForgedRow, Gate, SubjectName, Theft } from './gate.ts'
import { Step, describeStep } from './step.ts'
import { type Story, Violation } from './story.ts'

/** The next generation, one further on, as far as a platform goes, and as far as numbers go. */
export const GENERATIONS_ABOVE = [1, 2, 2 ** 20, 2 ** 53 - 1] as const

/** A thief with the platform's secret uses up the generations of a subject, so that no restore arrives any more. */
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

/** A thief with the credential of the application role releases an enforcement that people have not approved yet. */
export class ReleaseByHand extends Step {
  override check = (story: Readonly<Story>) =>
    story.seen.enforcements.some(({ state }) => state === 'awaiting_approval')
  async act(story: Story, gate: Gate): Promise<string> {
    const enforcement = story.pick(0, ({ state }) => state === 'awaiting_approval')
    if (enforcement === undefined) return 'nothing waits'
    const outcome = await gate.desk?.release(enforcement.id)
    if (outcome?.done)
      throw new Violation('the database role releases nothing that waits for approvals', enforcement.id)
    return describeStep(outcome)
  }
  toString = () => 'a thief of the database role releases what waits for approvals'
}

/** A thief with the credential of the application role forges a release of their own. */
export class Rob extends Step {
  readonly theft: Theft
  constructor(theft: Theft) {
    super()
    this.theft = theft
  }
  /** An account that changed before the desk first read it may be on record as unprotected. */
  override check = (story: Readonly<Story>) =>
    !story.seen.isShadow && !story.changed.has(this.theft.subject === 'post' ? 'office' : this.theft.subject)
  async act(_story: Story, gate: Gate): Promise<string> {
    const outcome = await gate.desk?.rob(this.theft)
    if (outcome?.done) throw new Violation('the database role takes nothing protected offline', `${this}`)
    return describeStep(outcome)
  }
  toString = () =>
    `a thief of the database role (${this.theft.how}) makes an enforcement: ${this.theft.action} ${this.theft.subject}`
}

/** A thief with the credential of the application role inserts rows about a person. */
export class ForgeRow extends Step {
  readonly what: ForgedRow
  readonly by: number
  constructor(what: ForgedRow, by: number) {
    super()
    this.what = what
    this.by = by
  }
  override check = (story: Readonly<Story>) => this.by < story.cast.length && !story.ended.has(this.by)
  async act(story: Story, gate: Gate): Promise<string> {
    const outcome = await gate.desk?.forge(this.what, this.by)
    if (outcome?.done) throw new Violation('the database role takes no power from people', `${this}`)
    return `${story.name(this.by)}: ${describeStep(outcome)}`
  }
  toString = () => `a thief of the database role forges ${this.what}, of ${this.by}`
}

/** A thief with a person's token, who lacks their passkey, acts alone on a protected account. */
export class ActByToken extends Step {
  readonly by: number
  readonly subject: 'wide' | 'office'
  constructor(by: number, subject: 'wide' | 'office') {
    super()
    this.by = by
    this.subject = subject
  }
  override check = (story: Readonly<Story>) =>
    this.by < story.cast.length && !story.seen.isShadow && !story.changed.has(this.subject)
  async act(story: Story, gate: Gate): Promise<string> {
    const outcome = await gate.desk?.takeAlone(this.by, this.subject)
    if (outcome?.done) throw new Violation('a token alone takes no interim measure on a protected account', `${this}`)
    return `${story.name(this.by)}: ${describeStep(outcome)}`
  }
  toString = () => `a thief of ${this.by}'s token locks ${this.subject}`
}

/** The most people whom one person may end alone within a week, in the largest organisation. */
const ENDS_MAX = 5

/** An administrator ends the access of as many people as possible. */
export class EndAllPeople extends Step {
  readonly isSigned: boolean
  constructor(isSigned: boolean) {
    super()
    this.isSigned = isSigned
  }
  async act(_story: Story, gate: Gate): Promise<string> {
    const out = await gate.desk?.endMany(this.isSigned)
    if (out === undefined) return ''
    if (!this.isSigned && out > 0) throw new Violation("an administrator's token alone ends nobody", `${out} are out`)
    if (out > ENDS_MAX) throw new Violation('one administrator ends few people a week', `${out} are out`)
    return `${out} are out`
  }
  toString = () =>
    `${this.isSigned ? 'an administrator' : "a thief of an administrator's token"} ends everybody they can`
}
