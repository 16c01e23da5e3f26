import type { ContentName, Gate, Seen, SeenEnforcement, SubjectName } from './gate.ts'
import { checkAlerts } from './ground-invariants.ts'
import type { Claim, Lie } from './grounds.ts'
import { ownerOf } from './owners.ts'
import type { Signers } from './pinned-people.ts'
import { Step, describeStep } from './step.ts'
import { type Story, Violation } from './story.ts'

const isUnconfirmed = ({ ground, confirmedAtMs, state }: SeenEnforcement): boolean =>
  ground !== null && confirmedAtMs === null && (state === 'releasing' || state === 'in_effect')

/** One person hides a content alone and names a ground, which proves the action or does not. */
export class ActAlone extends Step {
  readonly by: number
  readonly content: ContentName
  readonly claim: Claim
  constructor(by: number, content: ContentName, claim: Claim) {
    super()
    this.by = by
    this.content = content
    this.claim = claim
  }
  override check = (story: Readonly<Story>) => this.by < story.cast.length && !story.ended.has(this.by)
  async act(story: Story, gate: Gate): Promise<string> {
    const before = story.isOnDuty(this.by)
    const outcome = await gate.desk?.grounds.actAlone(this.by, this.content, this.claim)
    if (outcome === undefined) return ''
    story.recordRules(gate, this.by, outcome)
    if (outcome.done) story.noteRead(gate, { action: 'hide', subject: this.content })
    if (outcome.done && outcome.how === 'created' && outcome.enforcementId !== undefined)
      story.claims.set(outcome.enforcementId, { claim: this.claim, isOnDuty: before })
    return `${story.name(this.by)}: ${describeStep(outcome)}`
  }
  toString = () => `${this.by} alone hides ${this.content}, and says: ${this.claim}`
}

/** One person hides three contents of an account alone, each on a document of its own. */
export class ActOnDocuments extends Step {
  readonly by: number
  readonly contents: readonly ContentName[]
  constructor(by: number, contents: readonly ContentName[]) {
    super()
    this.by = by
    this.contents = contents
  }
  override check = (story: Readonly<Story>) => this.by < story.cast.length && !story.ended.has(this.by)
  async act(story: Story, gate: Gate): Promise<string> {
    const said: string[] = []
    for (const content of this.contents) said.push(await new ActAlone(this.by, content, 'document').act(story, gate))
    return said.join(', ')
  }
  toString = () => `${this.by} alone hides ${this.contents.join(', ')}, each on a document`
}

/** Another person checks what one person did alone, and confirms or restores all of it. */
export class LookAtAlone extends Step {
  readonly by: number
  readonly index: number
  readonly undoes: boolean
  #undone: SeenEnforcement | undefined
  constructor(by: number, index: number, undoes: boolean) {
    super()
    this.by = by
    this.index = index
    this.undoes = undoes
  }
  override check = (story: Readonly<Story>) =>
    this.by < story.cast.length && !story.ended.has(this.by) && story.seen.enforcements.some(isUnconfirmed)
  async act(story: Story, gate: Gate): Promise<string> {
    this.#undone = undefined
    const enforcement = story.pick(this.index, isUnconfirmed)
    if (enforcement === undefined) return 'nothing is unconfirmed'
    if (!this.undoes) return `${story.name(this.by)}: ${describeStep(await gate.confirm(this.by, enforcement.id))}`
    if (!story.isOnDuty(this.by)) return 'they are not on duty'
    const outcome = await gate.desk?.grounds.undoUnconfirmed(this.by, enforcement.id)
    story.noteUndoing(gate, this.by, enforcement)
    if (enforcement.ground !== 'match') this.#undone = enforcement
    if (enforcement.ground !== 'match' && outcome?.done === false)
      throw new Violation('one person undoes what another did alone', `${enforcement.id}: ${describeStep(outcome)}`)
    return `${story.name(this.by)}: ${describeStep(outcome)}`
  }
  /** Nothing that this person did on this account stays unconfirmed, except what only two people can restore. */
  override after(_story: Story, { enforcements }: Seen): void {
    const undone = this.#undone
    if (undone === undefined) return
    const left = enforcements.find(
      (enforcement) =>
        isUnconfirmed(enforcement) &&
        enforcement.ground !== 'match' &&
        ownerOf(enforcement.subject) === ownerOf(undone.subject) &&
        proposerOf(enforcement) === proposerOf(undone),
    )
    if (left) throw new Violation('one person undoes all that another did alone to an account', left.id)
  }
  toString = () =>
    `${this.by} ${this.undoes ? 'undoes all of' : 'confirms'} what one person did alone (${this.index + 1}. newest)`
}

const proposerOf = ({ parties }: SeenEnforcement) => parties.find(({ how }) => how === 'proposed')?.by

/** Time passes with the worker running; the person on call must then have been alerted to unconfirmed enforcements. */
export class WaitForAlerts extends Step {
  readonly minutes: number
  constructor(minutes: number) {
    super()
    this.minutes = minutes
  }
  async act(story: Story, gate: Gate): Promise<string> {
    await gate.advance(this.minutes * 60_000, true)
    await checkAlerts(story, gate)
    return new Date(gate.nowMs).toISOString()
  }
  toString = () => `${this.minutes} minutes pass`
}

/** A thief with an API key for facts sends false facts. */
export class TellLies extends Step {
  readonly content: ContentName
  readonly lie: Lie
  constructor(content: ContentName, lie: Lie) {
    super()
    this.content = content
    this.lie = lie
  }
  async act(_story: Story, gate: Gate): Promise<string> {
    const before = await gate.desk?.grounds.authorOf(this.content)
    const said = (await gate.desk?.grounds.tell(this.content, this.lie)) ?? ''
    const author = await gate.desk?.grounds.authorOf(this.content)
    if (before !== undefined && author !== before)
      throw new Violation('a facts key never reassigns a content', `${this.content} is ${author}'s`)
    return said
  }
  toString = () => `a thief of a facts key says of ${this.content}: ${this.lie}`
}

/** People of the platform's list restore a subject, regardless of earlier instructions by a holder of its secret. */
export class GiveBack extends Step {
  readonly subject: SubjectName
  readonly signers: Signers
  constructor(subject: SubjectName, signers: Signers) {
    super()
    this.subject = subject
    this.signers = signers
  }
  async act(story: Story, gate: Gate): Promise<string> {
    const answer = await gate.platform.restoreByPeople(this.subject, this.signers)
    const isRestored = answer === 'restored'
    if (this.signers !== 'two people') {
      if (isRestored)
        throw new Violation('two people who sign just now give a subject back, and nobody else', `${this}`)
      return answer
    }
    if (!isRestored || !gate.platform.state(this.subject).visible)
      throw new Violation('two enrolled people always give a subject back', `${this.subject}: ${answer}`)
    story.givenBack.set(this.subject, gate.nowMs)
    return answer
  }
  toString = () => `${this.signers} of the platform's list give ${this.subject} back`
}
