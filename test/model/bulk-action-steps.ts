import type { SeenBulkAction } from './bulk-action-rules.ts'
import { continueHistory, leave } from './continue-history.ts'
import type { Gate, Outcome, SubjectName } from './gate.ts'
import { Step, describeStep } from './step.ts'
import { type Story, Violation } from './story.ts'
import { FACTS } from './world-steps.ts'

const OPEN: readonly SeenBulkAction['state'][] = ['preparing', 'proposed', 'running', 'looking']
const SECOND_MS = 1_000

const told = (story: Story, by: number, outcome: Outcome | undefined): string =>
  `${story.name(by)}: ${describeStep(outcome)}`
const isElder = (story: Story, by: number): boolean => story.cast[by]?.role !== 'reviewer'
const elders = (story: Story): number[] =>
  [...story.cast.keys()].filter((by) => isElder(story, by) && story.isOnDuty(by) && !story.cast[by]?.leaving)

/** A person proposes one decision about many subjects. */
export class ProposeBulkAction extends Step {
  readonly by: number
  readonly action: 'suspend' | 'limit'
  readonly subjects: readonly SubjectName[]
  constructor(by: number, action: ProposeBulkAction['action'], subjects: readonly SubjectName[]) {
    super()
    this.by = by
    this.action = action
    this.subjects = subjects
  }
  override check = (story: Readonly<Story>) =>
    story.onCall === null && !story.seen.bulkActions.some(({ state }) => OPEN.includes(state))
  async act(story: Story, gate: Gate): Promise<string> {
    const able = elders(story)
    const by = able[this.by % Math.max(1, able.length)]
    if (by === undefined) return 'nobody may'
    const outcome = await gate.desk?.bulkActions.propose(by, this.action, this.subjects)
    await gate.advance(SECOND_MS, true)
    return told(story, by, outcome)
  }
  toString = () => `somebody asks to ${this.action} ${this.subjects.join(', ')}`
}

/** Takes the next step of the newest bulk action: usually a permitted one, sometimes a forbidden one. */
export class ContinueBulkAction extends Step {
  readonly chance: number
  constructor(chance: number) {
    super()
    this.chance = chance
  }
  override check = (story: Readonly<Story>) => story.seen.bulkActions.length > 0
  async act(story: Story, gate: Gate): Promise<string> {
    const bulkAction = story.seen.bulkActions.at(-1)
    if (bulkAction === undefined) return 'there is none'
    switch (bulkAction.state) {
      case 'proposed':
        return answer(story, gate, bulkAction, this.chance)
      case 'running':
        return trouble(story, gate, bulkAction, this.chance)
      case 'looking':
        return look(story, gate, bulkAction, this.chance)
      case 'preparing':
        await gate.advance(SECOND_MS, true)
        return 'the worker sees to it'
      default:
        // The subjects that were removed continue, each as an enforcement of its own.
        return continueHistory(story, gate, this.chance)
    }
  }
  toString = () => `what the newest bulk action waits for is done (${this.chance})`
}

async function answer(story: Story, gate: Gate, bulkAction: SeenBulkAction, chance: number): Promise<string> {
  const acts = gate.desk?.bulkActions
  const others = elders(story).filter((by) => by !== bulkAction.proposedBy)
  const by = chance % 5 === 1 ? bulkAction.proposedBy : others[chance % Math.max(1, others.length)]
  if (by === undefined || acts === undefined) return 'nobody may'
  const had = story.bulk.judged.get(bulkAction.id)
  if (!had?.has(by) && chance % 6 !== 2) {
    const wrong = chance % 4 === 3 ? 1 : 0
    const outcome = await acts.judge(by, bulkAction.id, wrong)
    if (outcome.done) story.bulk.judged.set(bulkAction.id, new Map(had).set(by, wrong))
    if (chance % 3 > 0) return `judges: ${told(story, by, outcome)}`
  }
  if (chance % 16 === 8) {
    const outcome = await acts.decline(by, bulkAction.id)
    if (outcome.done) story.bulk.endedAtMs.set(bulkAction.id, gate.nowMs)
    return `declines: ${told(story, by, outcome)}`
  }
  return `agrees: ${told(story, by, await acts.approve(by, bulkAction.id))}`
}

/** A person restores one of its enforcements, another account gains a wide reach, or neither. */
async function trouble(story: Story, gate: Gate, bulkAction: SeenBulkAction, chance: number): Promise<string> {
  if (chance % 4 === 1) return undoOne(story, gate, bulkAction, chance)
  if (chance % 4 === 2) {
    const open = bulkAction.items.filter(({ outcome, expected }) => outcome === null && expected === 'ordinary')
    const item = open[chance % Math.max(1, open.length)]
    if (item !== undefined) {
      gate.platform.setFacts(item.subject, FACTS.grows)
      story.changed.add(item.subject)
      return `${item.subject} grows`
    }
  }
  await gate.advance(SECOND_MS, true)
  return 'the worker sees to it'
}

async function undoOne(story: Story, gate: Gate, bulkAction: SeenBulkAction, chance: number): Promise<string> {
  const enforcement = story.seen.enforcements.findLast(
    ({ bulkActionId, state }) => bulkActionId === bulkAction.id && (state === 'in_effect' || state === 'releasing'),
  )
  const by = elders(story)[chance % Math.max(1, elders(story).length)]
  if (enforcement === undefined || by === undefined) return 'there is nothing to undo'
  const outcome = await gate.undo(by, enforcement.id)
  story.noteUndoing(gate, by, enforcement)
  await gate.advance(SECOND_MS, true)
  return `undoes one: ${told(story, by, outcome)}`
}

/** A person checks a stage, and restores a part, stops the bulk action, or continues it. */
async function look(story: Story, gate: Gate, bulkAction: SeenBulkAction, chance: number): Promise<string> {
  const by = elders(story)[chance % Math.max(1, elders(story).length)]
  if (by === undefined) return 'nobody may'
  if (chance % 5 === 1) return undoOne(story, gate, bulkAction, chance)
  if (chance % 9 === 4) return leave(story, gate, bulkAction.approvedBy ?? bulkAction.proposedBy)
  if (chance % 8 === 2) return stop(story, gate, by, bulkAction.id)
  const outcome = await gate.desk?.bulkActions.goOn(by, bulkAction.id)
  if (outcome?.done) story.bulk.looks.set(bulkAction.id, (story.bulk.looks.get(bulkAction.id) ?? 0) + 1)
  await gate.advance(SECOND_MS, true)
  return `has it go on: ${told(story, by, outcome)}`
}

async function stop(story: Story, gate: Gate, by: number, id: string): Promise<string> {
  const outcome = await gate.desk?.bulkActions.stop(by, id)
  if (!outcome?.done) throw new Violation('one person stops a bulk action', told(story, by, outcome))
  story.bulk.endedAtMs.set(id, gate.nowMs)
  await gate.advance(SECOND_MS, true)
  return `stops it: ${told(story, by, outcome)}`
}

/** One person on duty stops a bulk action at any moment. */
export class StopWave extends Step {
  readonly by: number
  constructor(by: number) {
    super()
    this.by = by
  }
  override check = (story: Readonly<Story>) =>
    this.by < story.cast.length &&
    story.isOnDuty(this.by) &&
    story.seen.bulkActions.some(({ state }) => OPEN.includes(state))
  async act(story: Story, gate: Gate): Promise<string> {
    const bulkAction = story.seen.bulkActions.findLast(({ state }) => OPEN.includes(state))
    if (bulkAction === undefined) return 'there is none'
    return stop(story, gate, this.by, bulkAction.id)
  }
  toString = () => `${this.by} stops the newest bulk action`
}

/** Everything that a bulk action did is restored. */
export class UndoWave extends Step {
  readonly by: number
  constructor(by: number) {
    super()
    this.by = by
  }
  override check = (story: Readonly<Story>) =>
    this.by < story.cast.length &&
    story.isOnDuty(this.by) &&
    story.seen.enforcements.some(({ bulkActionId }) => bulkActionId !== null)
  async act(story: Story, gate: Gate): Promise<string> {
    const id = story.seen.enforcements.findLast(({ bulkActionId }) => bulkActionId !== null)?.bulkActionId ?? ''
    const outcome = await gate.desk?.bulkActions.undo(this.by, (this.by + 1) % story.cast.length, id)
    if (outcome?.done && outcome.how === 'begun') story.bulk.undoneAtMs.set(id, gate.nowMs)
    await gate.advance(SECOND_MS, true)
    return told(story, this.by, outcome)
  }
  toString = () => `${this.by} undoes all of the newest bulk action`
}

/** An intruder with the application role adds a subject to a fixed set. */
export class Smuggle extends Step {
  readonly subject: SubjectName
  constructor(subject: SubjectName) {
    super()
    this.subject = subject
  }
  override check = (story: Readonly<Story>) => story.seen.bulkActions.length > 0
  async act(story: Story, gate: Gate): Promise<string> {
    const bulkAction = story.seen.bulkActions.at(-1)
    if (bulkAction === undefined || bulkAction.state === 'preparing') return 'it is not fixed yet'
    if (bulkAction.items.some(({ subject }) => subject === this.subject)) return 'it is in it'
    const outcome = await gate.desk?.bulkActions.smuggle(bulkAction.id, this.subject)
    return describeStep(outcome)
  }
  toString = () => `${this.subject} is to be slipped into the newest bulk action`
}
