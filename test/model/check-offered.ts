import type { Gate } from './gate.ts'
import { type Story, Violation } from './story.ts'

/**
 * By day, an enforcement that lacks only the confirm duty is offered to those who may take it; if none may, leads were
 * alerted.
 */
export async function checkOffered(story: Story, gate: Gate): Promise<void> {
  if (story.onCall !== null) return
  const stuck = await gate.desk?.findStuck()
  if (stuck !== undefined) throw new Violation('what lacks a confirmation is offered, or leads are alerted', stuck)
}
