import { proposeOrder } from '../approval/propose-order.ts'
import { inByteOrder, lockSubjects } from '../approval/target/subject-state.ts'
import type { Desk } from '../desk.ts'
import { type Asked, askPlatformOfAll, asksPlatform, NOT_ASKED } from '../guard/ask-platform.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { type Campaign, lockCampaign } from './campaign-queries.ts'
import { type Item, listStillOpen, mayTryAgain, type Outcome, putItemsOff, updateOutcomes } from './item-queries.ts'
import { judgeOne, toJudge } from './judge-item.ts'

type Seen = { ordinal: number; outcome: Outcome | null; orderId: string | null }

/** What the platform says just now of a few of the set, by their ordinals, where that is what counts. */
export type AskedOf = ReadonlyMap<number, Asked>

export async function askAboutSome(desk: Desk, { action }: Campaign, items: readonly Item[]): Promise<AskedOf> {
  const subjects = items.map(({ subject }) => subject)
  const told = asksPlatform(action) ? await askPlatformOfAll(desk, subjects) : []
  return new Map(items.map(({ ordinal }, place) => [ordinal, told[place] ?? NOT_ASKED]))
}

/**
 * Asks for the orders of a few of the set, each through the gate that every order goes through, on facts read just now. What
 * turns out to be no ordinary one falls out, to be asked for by itself; what the platform doesn't answer about now comes later.
 * Nothing is done once the campaign was stopped.
 */
export async function orderSome(desk: Desk, campaign: Campaign, items: readonly Item[], asked: AskedOf): Promise<void> {
  const mustAsk = asksPlatform(campaign.action)
  const isUnknown = (item: Item) => mustAsk && asked.get(item.ordinal)?.gathered === 'unknown'
  const later = items.filter((item) => isUnknown(item) && mayTryAgain(item))
  await putItemsOff(desk.db, campaign.id, later)
  const now = items.filter((item) => !later.includes(item))
  try {
    await orderAll(desk, campaign, now, asked)
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    // One of them is refused: each by itself, so that the others go on.
    for (const item of now) await orderAlone(desk, campaign, item, asked)
  }
}

async function orderAlone(desk: Desk, campaign: Campaign, item: Item, asked: AskedOf): Promise<void> {
  try {
    await orderAll(desk, campaign, [item], asked)
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    await inTransaction(desk.db, async (tx) =>
      updateOutcomes(tx, campaign.id, [{ ordinal: item.ordinal, outcome: null, orderId: null }]),
    )
  }
}

/** All of them, or none. */
async function orderAll(desk: Desk, campaign: Campaign, items: readonly Item[], asked: AskedOf): Promise<void> {
  const bySubject = new Map(items.map((item) => [item.subject, item]))
  await inTransaction(desk.db, async (tx) => {
    await lockSubjects(tx, bySubject.keys())
    const held = await lockCampaign(tx, campaign.id, 'to move')
    if (held?.state !== 'running') return
    const open = await listStillOpen(tx, held.id, 'ordinary', items)
    const seen: Seen[] = []
    for (const subject of inByteOrder(bySubject.keys())) {
      const item = bySubject.get(subject)
      const known = item && asked.get(item.ordinal)
      if (item && known && open.has(item.ordinal))
        seen.push({ ordinal: item.ordinal, ...(await orderOne(tx, desk, held, { item, known })) })
    }
    updateOutcomes(tx, campaign.id, seen)
  })
}

async function orderOne(
  tx: Tx,
  desk: Desk,
  campaign: Campaign,
  { item, known }: { item: Item; known: Asked },
): Promise<Omit<Seen, 'ordinal'>> {
  const ask = toJudge(campaign, item, known.gathered)
  const { judgedBy, guarded } = await judgeOne(tx, desk, ask)
  if (guarded) return { outcome: null, orderId: null }
  const proposed = await proposeOrder(tx, { ...proposalOf(desk, campaign, known), ...ask, judgedBy })
  if (proposed.kind === 'ordered') return { outcome: 'ordered', orderId: proposed.order.id }
  return { outcome: proposed.kind, orderId: null }
}

/** What every order of a campaign has in common. */
export const proposalOf = ({ policies }: Desk, campaign: Campaign, { reading }: Asked) => ({
  guards: policies.guards,
  policyHash: Buffer.from(policies.hash, 'hex'),
  label: campaign.label,
  durationMs: campaign.durationMs,
  policyId: campaign.policyId,
  caseId: null,
  decisionId: null,
  campaignId: campaign.id,
  ...(reading ? { reading } : {}),
})
