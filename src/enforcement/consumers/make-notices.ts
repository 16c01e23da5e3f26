import { inTransaction } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { type Item, type ItemType, type ItemTypes, listLeaves, valueAt } from '../../policy/items/item-types.ts'
import type { Policies } from '../../policy/policies.ts'
import { noticeHash } from './consumer-checks.ts'
import { type DueNotice, insertNotice, lookAtDuties, repeatNotice } from './consumer-queries.ts'

/** The most characters of a product's name that a text repeats. */
const PRODUCT_CHARS_MAX = 200
/** The most looks of one run. The next run continues. */
const LOOKS_MAX = 25

/**
 * Makes the texts for consumers that are due, each with its ledger entry, before a platform reads them. A restriction
 * whose buyers would read the words of an earlier text has that listed again. A desk without
 * such templates has no offers, and makes none.
 */
export async function makeConsumerNotices(desk: Pick<Desk, 'db' | 'policies' | 'log'>): Promise<void> {
  const { db, policies, log } = desk
  for (let looks = 1; looks <= LOOKS_MAX; looks++) {
    const { due: found, more } = await lookAtDuties(db, listOffers(policies))
    // One that fails is tried again later, and holds back no other.
    for (const due of found)
      await makeNotice(desk, due).catch((error: unknown) =>
        log.error({ error, enforcementId: due.enforcementId }, 'a text for consumers could not be made'),
      )
    if (!more) return
  }
}

async function makeNotice({ db, policies }: Pick<Desk, 'db' | 'policies'>, due: DueNotice): Promise<void> {
  const { enforcementId, kind } = due
  const product = due.kind === 'correction' ? null : nameOffer(policies.items, due.item)
  if (product === undefined) return
  const noticesHash = policies.notices.hash
  await inTransaction(db, async (tx) => {
    const about = { enforcementId, by: DESK } as const
    const repeated = product === null ? undefined : await repeatNotice(tx, enforcementId, product)
    if (repeated !== undefined)
      return queueEntry(tx, { kind: 'consumer_notice_repeated', noticeId: repeated, ...about })
    const made = await insertNotice(tx, { enforcementId, kind, product, noticesHash })
    const entry = { kind: 'consumer_notice_made', noticeId: made.id, of: kind, noticesHash } as const
    queueEntry(tx, { ...entry, contentHash: noticeHash(made), ...about })
  })
}

/** Lists the types of items whose buyers are told: offers with a title. None: there are no texts for them. Pure. */
export const listOffers = ({ items, notices }: Pick<Policies, 'items' | 'notices'>): string[] =>
  notices.templates.has('consumers')
    ? [...items.types.values()].flatMap((type) => (type.isOffer && findTitle(type) !== undefined ? [type.id] : []))
    : []

const findTitle = ({ fields }: ItemType) => listLeaves(fields).find(({ field }) => field.role === 'title')

/** Returns the title of an item. Undefined: it has none. */
function nameOffer({ types }: ItemTypes, { type, fields }: Item): string | undefined {
  const known = types.get(type)
  const titled = known && findTitle(known)
  const name = titled && valueAt(fields, titled.path)
  return typeof name === 'string' ? [...name].slice(0, PRODUCT_CHARS_MAX).join('') : undefined
}
