import type { Receipt } from './apply.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { Revert, Subject, Target } from './protocol.ts'
import { darkens, isSameTarget } from './target.ts'
/** Twin of platform_holds_for in SQL and HOLD_MS_MAX in TypeScript. */
export const HOLD_MS_MAX = 3_600_000

/**
 * What the platform holds by itself of an instruction that would make a subject dark, and when what was to revert does so
 * then: as long after the end of the hold as it was to be after now. An instruction that comes during a hold neither begins
 * it anew nor shortens it, and its times are as it says them.
 */
export async function holdDarkening<Tx>(
  { handlers }: PlatformSetup<Tx>,
  tx: Tx,
  given: { subject: Subject; before: Target; asked: Target; receipt: Receipt; reverts: readonly Revert[] },
): Promise<{ held: Revert | undefined; begins?: Revert; reverts: readonly Revert[] }> {
  const { before, asked, reverts } = given
  const { seen, now } = given.receipt
  const nothing = { held: undefined, reverts }
  if (!darkens(before, asked)) return nothing
  const tell = async (held: Revert) => {
    const orders = given.receipt.grounds?.orders.map(({ order }) => order) ?? []
    await handlers.tellHeld?.(tx, { subject: given.subject, notBefore: held.at, target: held.target, orders })
  }
  if (seen?.held) {
    if (Date.parse(seen.held.at) <= now.getTime()) return nothing
    const held = { ...seen.held, target: asked }
    if (!isSameTarget(seen.held.target, asked)) await tell(held)
    return { held, reverts }
  }
  const holdMs = Math.min((await handlers.holdMs?.(tx, given.subject)) ?? 0, HOLD_MS_MAX)
  if (!(holdMs > 0)) return nothing
  const later = (at: number): string => new Date(at + holdMs).toISOString()
  const held = { at: later(now.getTime()), target: asked }
  await tell(held)
  return {
    held,
    begins: held,
    reverts: reverts.map(({ at, target }) => ({ at: later(Date.parse(at)), target })),
  }
}
