import type { Receipt } from './apply.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { Revert, Subject, PlatformState } from './protocol.ts'
import type { Statement } from './statement.ts'
import type { HeldEffect } from './store.ts'
import { takesOffline, isSameState } from './platform-state.ts'
/** Twin of platform_holds_for in SQL and HOLD_MS_MAX in TypeScript. */
export const HOLD_MS_MAX = 3_600_000

/**
 * Decides which part of an instruction that takes a subject offline the platform holds by itself. Reverts then count
 * from the end of the hold. An instruction that comes during a hold neither restarts nor shortens it, and its times
 * stay as it states them. The statements of a hold that is over are released: its effect happens now.
 */
export async function holdTakingOffline<Tx>(
  { handlers }: PlatformSetup<Tx>,
  tx: Tx,
  given: {
    subject: Subject
    before: PlatformState
    asked: PlatformState
    receipt: Receipt
    reverts: readonly Revert[]
  },
): Promise<{
  held: HeldEffect | undefined
  begins?: Revert
  reverts: readonly Revert[]
  released?: readonly Statement[]
}> {
  const { before, asked, reverts } = given
  const { seen, now } = given.receipt
  const nothing = { held: undefined, reverts }
  if (!takesOffline(before, asked)) return nothing
  const notifyHeld = async (held: Revert) => {
    const enforcements = given.receipt.grounds?.enforcements.map(({ enforcement }) => enforcement) ?? []
    await handlers.tellHeld?.(tx, { subject: given.subject, notBefore: held.at, desired: held.desired, enforcements })
  }
  if (seen?.held) {
    if (Date.parse(seen.held.at) <= now.getTime()) return { ...nothing, released: seen.held.statements ?? [] }
    const held = { ...seen.held, desired: asked }
    if (!isSameState(seen.held.desired, asked)) await notifyHeld(held)
    return { held, reverts }
  }
  const holdMs = Math.min((await handlers.holdMs?.(tx, given.subject)) ?? 0, HOLD_MS_MAX)
  if (!(holdMs > 0)) return nothing
  const later = (at: number): string => new Date(at + holdMs).toISOString()
  const held = { at: later(now.getTime()), desired: asked }
  await notifyHeld(held)
  return {
    held,
    begins: held,
    reverts: reverts.map(({ at, desired }) => ({ at: later(Date.parse(at)), desired })),
  }
}
