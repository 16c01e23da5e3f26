import type { Queryable } from '../../foundation/database/db.ts'
import type { Caller } from '../../foundation/domain.ts'
import type { Policies } from '../../policy/policies.ts'
import { findToldFrom, listNoticesOf } from './consumer-queries.ts'
import { toNoticeReply } from './consumer-reply.ts'
import { listOffers } from './make-notices.ts'

/** Reads the texts for consumers about an enforcement, and the time from which one that waits is due. */
export async function readConsumers(
  db: Queryable,
  policies: Pick<Policies, 'items' | 'notices' | 'references'>,
  { enforcementId, caller }: { enforcementId: string; caller: Caller },
) {
  const offers = listOffers(policies)
  const from = offers.length === 0 ? undefined : await findToldFrom(db, enforcementId, offers)
  const notices = await listNoticesOf(db, enforcementId)
  return {
    consumersFrom: from ?? null,
    consumers: notices.map((notice) => toNoticeReply(policies, caller, notice)),
  }
}
