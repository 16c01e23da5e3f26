import { openConsoleForAll } from './open-console.ts'
import { proposeFor } from './continue-history.ts'
import { type Gate, SPEECHES, type SubjectName } from './gate.ts'
import { Step, describeStep } from './step.ts'
import { type Story, Violation } from './story.ts'

const HOUR_MS = 3_600_000
const REVIEWS_MAX = 6
/** Each subject of protected accounts, more than one person may review within an hour. */
const PROTECTED: readonly SubjectName[] = [...SPEECHES, 'post', 'office', 'wide']
const SHARE = 3

const isHere = (story: Readonly<Story>, by: number): boolean => by < story.cast.length && !story.ended.has(by)

/** Proposes to hide a content, or to suspend an account for an hour. */
const propose = (story: Story, gate: Gate, by: number, subject: SubjectName): Promise<string> => {
  const isAccount = subject === 'office' || subject === 'wide' || subject === 'ordinary'
  const wish = { by, subject, action: isAccount ? ('suspend' as const) : ('hide' as const) }
  return proposeFor(story, gate, {
    ...wish,
    durationMs: isAccount ? HOUR_MS : null,
    legalDuty: false,
    complete: true,
  })
}

/** A tired person is asked about one protected account after the other, and answers each at once. */
export class Tire extends Step {
  readonly by: number
  constructor(by: number) {
    super()
    this.by = by
  }
  override check = (story: Readonly<Story>) => isHere(story, this.by) && story.onCall === null
  async act(story: Story, gate: Gate): Promise<string> {
    const others = [...story.cast.keys()].filter((one) => one !== this.by && !story.ended.has(one))
    for (const [place, subject] of PROTECTED.entries())
      await propose(story, gate, others[place % others.length] ?? 0, subject)
    // A decline is later than the proposals before it, also on a clock that stands still.
    await gate.advance(1_000, true)
    const reviewed = (await gate.desk?.collusion.declineAll(this.by)) ?? 0
    if (reviewed > REVIEWS_MAX)
      throw new Violation('one person reviews at most six protected accounts an hour', `${reviewed}`)
    return `${story.name(this.by)} reviews ${reviewed}`
  }
  toString = () => `${this.by} reviews protected accounts until the desk offers no more`
}

/** Two people propose three hides each, and each approves the proposals of the other. */
export class Collude extends Step {
  readonly pair: readonly [number, number]
  constructor(one: number, other: number) {
    super()
    this.pair = [one, other]
  }
  override check = (story: Readonly<Story>) =>
    this.pair[0] !== this.pair[1] && this.pair.every((by) => isHere(story, by)) && story.onCall === null
  async act(story: Story, gate: Gate): Promise<string> {
    const [one, other] = this.pair
    for (const [place, subject] of SPEECHES.entries()) await propose(story, gate, place < SHARE ? one : other, subject)
    const said: string[] = []
    for (let turn = 0; turn < SHARE; turn++) {
      for (const by of [other, one]) {
        const outcome = await gate.agree(by)
        story.noteAgreed(gate, by, outcome)
        said.push(describeStep(outcome))
      }
    }
    return said.join(', ')
  }
  toString = () => `${this.pair.join(' and ')} propose to hide three speeches each and approve each other's`
}

/**
 * Two people lock an account with a public-interest tag in turn, each as long as the desk permits, and again when both
 * limits have passed.
 */
export class LockInTurn extends Step {
  readonly pair: readonly [number, number]
  readonly hours: number
  constructor(one: number, other: number, hours: number) {
    super()
    this.pair = [one, other]
    this.hours = hours
  }
  override check = (story: Readonly<Story>) =>
    this.pair[0] !== this.pair[1] && this.pair.every((by) => isHere(story, by)) && story.onCall === null
  async act(story: Story, gate: Gate): Promise<string> {
    const said: string[] = []
    for (const mostHours of [this.hours, 48]) {
      for (const by of this.pair) {
        const outcome = await gate.desk?.collusion.lockAlone(by, 'office', mostHours * HOUR_MS)
        if (outcome?.done === true) story.noteRead(gate, { action: 'limit', subject: 'office' })
        said.push(describeStep(outcome))
      }
      // An hour more than a measure may last at most.
      await gate.advance((mostHours === 48 ? 25 : mostHours) * HOUR_MS, true)
      await openConsoleForAll(story, gate)
    }
    return said.join(', ')
  }
  toString = () => `${this.pair.join(' and ')} lock office in turn, first for ${this.hours} hours`
}

/** The database is restored from a backup older than an enforcement. The desk then suspends the account and restores it. */
export class RestoreOldBackup extends Step {
  readonly by: number
  constructor(by: number) {
    super()
    this.by = by
  }
  override check = (story: Readonly<Story>) =>
    isHere(story, this.by) &&
    story.onCall === null &&
    !story.lost.has('ordinary') &&
    !story.seen.enforcements.some(({ subject }) => subject === 'ordinary')
  async act(story: Story, gate: Gate): Promise<string> {
    gate.platform.clearFaults()
    await gate.desk?.collusion.losePast('ordinary')
    story.lost.set('ordinary', gate.nowMs)
    const proposed = await propose(story, gate, this.by, 'ordinary')
    await gate.advance(1_000, true)
    const { enforcements } = await gate.see()
    const again = enforcements.find(({ subject, state }) => subject === 'ordinary' && state === 'in_effect')
    if (again === undefined) return proposed
    const undone = await gate.undo(this.by, again.id)
    story.noteUndoing(gate, this.by, again)
    await gate.advance(1_000, true)
    const { state } = (await gate.see()).enforcements.find(({ id }) => id === again.id) ?? again
    if (state === 'restored' && !gate.platform.state('ordinary').visible)
      throw new Violation('a restore after a lost past gives the account back', again.id)
    if (!(await gate.desk?.collusion.isLossAlerted('ordinary')))
      throw new Violation('a past that the database lost is alerted', again.id)
    return `${proposed}, ${describeStep(undone)}`
  }
  toString = () => `a restored database has forgotten that ordinary is offline, and ${this.by} suspends and restores it`
}
