import type { Actor } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import type { Tx } from '../../foundation/database/db.ts'
import type { Change } from '../change/change-queries.ts'

/** Records that a list counts, with the hash of all its entries. */
export function queueMatchListEntry(tx: Tx, { id: changeId, body }: Change, by: Actor): void {
  const { listId, name, source, sha256, entries, entriesHash } = JSON.parse(body)
  const content = contentHash({ name, source, sha256 })
  queueEntry(tx, { kind: 'match_list_agreed', listId, changeId, entries, entriesHash, contentHash: content, by })
}
