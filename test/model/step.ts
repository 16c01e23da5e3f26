import type fc from 'fast-check'
import { restartEndedShifts } from './open-console.ts'
import type { Gate, Outcome, Seen } from './gate.ts'
import { checkStep } from './invariants.ts'
import type { Story } from './story.ts'

/** One step of a history. All invariants are checked after each. */
export abstract class Step implements fc.AsyncCommand<Story, Gate> {
  abstract act(story: Story, gate: Gate): Promise<string>
  abstract toString(): string

  check(_story: Readonly<Story>): boolean {
    return true
  }

  async run(story: Story, gate: Gate): Promise<void> {
    story.tell(`${this}`)
    story.isAllDone = false
    await restartEndedShifts(story, gate)
    story.tell(`  ${await this.act(story, gate)}`)
    const seen = await gate.see()
    for (const { id, state } of seen.enforcements) {
      const was = story.seen.enforcements.find((enforcement) => enforcement.id === id)?.state
      if (was !== state) story.tell(`  ${id}: ${was ?? 'new'} -> ${state}`)
    }
    checkStep(story, gate, seen)
    this.after(story, seen)
  }

  /** Checks what must be true after this step in particular. */
  after(_story: Story, _seen: Seen): void {}
}

/** Returns nothing when no desk existed to carry it out. */
export function describeStep(outcome: Outcome | undefined): string {
  if (outcome === undefined) return ''
  return outcome.done ? `${outcome.enforcementId ?? ''} ${outcome.how}`.trim() : `not done: ${outcome.why}`
}
