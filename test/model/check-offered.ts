import type { Gate } from './gate.ts'
import { type Story, Violation } from './story.ts'

/** By day, what lacks nothing but the confirm duty is offered to whoever may take it; where nobody may, leads were alerted. */
export async function checkOffered(story: Story, gate: Gate): Promise<void> {
  if (story.onCall !== null) return
  const stuck = await gate.desk?.findStuck()
  if (stuck !== undefined) throw new Violation('what lacks a confirmation is offered, or leads are alerted', stuck)
}
