import type { SeenCampaign } from './campaign.ts'
import { carryOn, leave } from './carry-on.ts'
import type { Gate, Outcome, SubjectName } from './gate.ts'
import { Step, say } from './step.ts'
import { type Story, Violation } from './story.ts'
import { FACTS } from './world-steps.ts'

const OPEN: readonly SeenCampaign['state'][] = ['preparing', 'proposed', 'running', 'looking']
const SECOND_MS = 1_000

const told = (story: Story, by: number, outcome: Outcome | undefined): string => `${story.name(by)}: ${say(outcome)}`
const isElder = (story: Story, by: number): boolean => story.cast[by]?.role !== 'reviewer'
const elders = (story: Story): number[] =>
  [...story.cast.keys()].filter((by) => isElder(story, by) && story.isOnDuty(by) && !story.cast[by]?.leaving)

/** Somebody asks for one decision about many. */
export class AskWave extends Step {
  readonly by: number
  readonly action: 'suspend' | 'limit'
  readonly subjects: readonly SubjectName[]
  constructor(by: number, action: AskWave['action'], subjects: readonly SubjectName[]) {
    super()
    this.by = by
    this.action = action
    this.subjects = subjects
  }
  override check = (story: Readonly<Story>) =>
    story.onCall === null && !story.seen.campaigns.some(({ state }) => OPEN.includes(state))
  async act(story: Story, gate: Gate): Promise<string> {
    const able = elders(story)
    const by = able[this.by % Math.max(1, able.length)]
    if (by === undefined) return 'nobody may'
    const outcome = await gate.desk?.campaigns.propose(by, this.action, this.subjects)
    await gate.advance(SECOND_MS, true)
    return told(story, by, outcome)
  }
  toString = () => `somebody asks to ${this.action} ${this.subjects.join(', ')}`
}

/** Does what the newest campaign waits for, rightly as a rule, and now and then as nobody should. */
export class CarryOnWave extends Step {
  readonly chance: number
  constructor(chance: number) {
    super()
    this.chance = chance
  }
  override check = (story: Readonly<Story>) => story.seen.campaigns.length > 0
  async act(story: Story, gate: Gate): Promise<string> {
    const campaign = story.seen.campaigns.at(-1)
    if (campaign === undefined) return 'there is none'
    switch (campaign.state) {
      case 'proposed':
        return answer(story, gate, campaign, this.chance)
      case 'running':
        return trouble(story, gate, campaign, this.chance)
      case 'looking':
        return look(story, gate, campaign, this.chance)
      case 'preparing':
        await gate.advance(SECOND_MS, true)
        return 'the worker sees to it'
      default:
        // What fell out goes on, each by itself.
        return carryOn(story, gate, this.chance)
    }
  }
  toString = () => `what the newest campaign waits for is done (${this.chance})`
}

async function answer(story: Story, gate: Gate, campaign: SeenCampaign, chance: number): Promise<string> {
  const acts = gate.desk?.campaigns
  const others = elders(story).filter((by) => by !== campaign.proposedBy)
  const by = chance % 5 === 1 ? campaign.proposedBy : others[chance % Math.max(1, others.length)]
  if (by === undefined || acts === undefined) return 'nobody may'
  const had = story.wave.judged.get(campaign.id)
  if (!had?.has(by) && chance % 6 !== 2) {
    const wrong = chance % 4 === 3 ? 1 : 0
    const outcome = await acts.judge(by, campaign.id, wrong)
    if (outcome.done) story.wave.judged.set(campaign.id, new Map(had).set(by, wrong))
    if (chance % 3 > 0) return `judges: ${told(story, by, outcome)}`
  }
  if (chance % 16 === 8) {
    const outcome = await acts.decline(by, campaign.id)
    if (outcome.done) story.wave.endedAtMs.set(campaign.id, gate.nowMs)
    return `declines: ${told(story, by, outcome)}`
  }
  return `agrees: ${told(story, by, await acts.approve(by, campaign.id))}`
}

/** Somebody undoes one of its enforcements; somebody else turns out to be whom many follow; or nothing of the kind. */
async function trouble(story: Story, gate: Gate, campaign: SeenCampaign, chance: number): Promise<string> {
  if (chance % 4 === 1) return undoOne(story, gate, campaign, chance)
  if (chance % 4 === 2) {
    const open = campaign.items.filter(({ outcome, expected }) => outcome === null && expected === 'ordinary')
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

async function undoOne(story: Story, gate: Gate, campaign: SeenCampaign, chance: number): Promise<string> {
  const enforcement = story.seen.enforcements.findLast(
    ({ campaignId, state }) => campaignId === campaign.id && (state === 'in_effect' || state === 'releasing'),
  )
  const by = elders(story)[chance % Math.max(1, elders(story).length)]
  if (enforcement === undefined || by === undefined) return 'there is nothing to undo'
  const outcome = await gate.undo(by, enforcement.id)
  story.noteUndoing(gate, by, enforcement)
  await gate.advance(SECOND_MS, true)
  return `undoes one: ${told(story, by, outcome)}`
}

/** Somebody looks at what a stage did, undoes some of it, and has it go on. */
async function look(story: Story, gate: Gate, campaign: SeenCampaign, chance: number): Promise<string> {
  const by = elders(story)[chance % Math.max(1, elders(story).length)]
  if (by === undefined) return 'nobody may'
  if (chance % 5 === 1) return undoOne(story, gate, campaign, chance)
  if (chance % 9 === 4) return leave(story, gate, campaign.approvedBy ?? campaign.proposedBy)
  if (chance % 8 === 2) return stop(story, gate, by, campaign.id)
  const outcome = await gate.desk?.campaigns.goOn(by, campaign.id)
  if (outcome?.done) story.wave.looks.set(campaign.id, (story.wave.looks.get(campaign.id) ?? 0) + 1)
  await gate.advance(SECOND_MS, true)
  return `has it go on: ${told(story, by, outcome)}`
}

async function stop(story: Story, gate: Gate, by: number, id: string): Promise<string> {
  const outcome = await gate.desk?.campaigns.stop(by, id)
  if (!outcome?.done) throw new Violation('one person stops a campaign', told(story, by, outcome))
  story.wave.endedAtMs.set(id, gate.nowMs)
  await gate.advance(SECOND_MS, true)
  return `stops it: ${told(story, by, outcome)}`
}

/** One person on duty stops a campaign at any moment. */
export class StopWave extends Step {
  readonly by: number
  constructor(by: number) {
    super()
    this.by = by
  }
  override check = (story: Readonly<Story>) =>
    this.by < story.cast.length &&
    story.isOnDuty(this.by) &&
    story.seen.campaigns.some(({ state }) => OPEN.includes(state))
  async act(story: Story, gate: Gate): Promise<string> {
    const campaign = story.seen.campaigns.findLast(({ state }) => OPEN.includes(state))
    if (campaign === undefined) return 'there is none'
    return stop(story, gate, this.by, campaign.id)
  }
  toString = () => `${this.by} stops the newest campaign`
}

/** All that a campaign did is undone. */
export class UndoWave extends Step {
  readonly by: number
  constructor(by: number) {
    super()
    this.by = by
  }
  override check = (story: Readonly<Story>) =>
    this.by < story.cast.length &&
    story.isOnDuty(this.by) &&
    story.seen.enforcements.some(({ campaignId }) => campaignId !== null)
  async act(story: Story, gate: Gate): Promise<string> {
    const id = story.seen.enforcements.findLast(({ campaignId }) => campaignId !== null)?.campaignId ?? ''
    const outcome = await gate.desk?.campaigns.undo(this.by, (this.by + 1) % story.cast.length, id)
    if (outcome?.done && outcome.how === 'begun') story.wave.undoneAtMs.set(id, gate.nowMs)
    await gate.advance(SECOND_MS, true)
    return told(story, this.by, outcome)
  }
  toString = () => `${this.by} undoes all of the newest campaign`
}

/** Whoever has the desk's own hands adds somebody to a set. */
export class Smuggle extends Step {
  readonly subject: SubjectName
  constructor(subject: SubjectName) {
    super()
    this.subject = subject
  }
  override check = (story: Readonly<Story>) => story.seen.campaigns.length > 0
  async act(story: Story, gate: Gate): Promise<string> {
    const campaign = story.seen.campaigns.at(-1)
    if (campaign === undefined || campaign.state === 'preparing') return 'it is not fixed yet'
    if (campaign.items.some(({ subject }) => subject === this.subject)) return 'it is in it'
    const outcome = await gate.desk?.campaigns.smuggle(campaign.id, this.subject)
    return say(outcome)
  }
  toString = () => `${this.subject} is to be slipped into the newest campaign`
}
