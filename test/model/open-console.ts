import type { Gate } from './gate.ts'
import { SHIFT_MS } from './scene.ts'
import type { Story } from './story.ts'

export async function openConsole(story: Story, gate: Gate, by: number): Promise<void> {
  await gate.desk?.openConsole(by)
  story.hereAt.set(by, gate.nowMs)
}

/** All people who still work here open the desk, as on most days. */
export async function openConsoleForAll(story: Story, gate: Gate): Promise<void> {
  for (const by of story.cast.keys()) if (!story.ended.has(by)) await openConsole(story, gate, by)
}

/** By day, in an organisation with shifts, people whose shift has ended by itself begin another. */
export async function restartEndedShifts(story: Story, gate: Gate): Promise<void> {
  if (story.scene.organisation !== 'company' || story.onCall !== null) return
  for (const [by, atMs] of story.hereAt)
    if (!story.ended.has(by) && gate.nowMs - atMs >= SHIFT_MS) await openConsole(story, gate, by)
}
