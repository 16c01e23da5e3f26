import type { CoopTypes } from '../../foundation/coop/coop-item.ts'
import { accountFacts, contentFacts } from '../../foundation/coop/to-facts.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { actorKey, type KeyCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidFields } from '../../foundation/schemas/invalid-field.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { qualifyContentForKey, qualifyForKey } from '../../people/access/ids-of-key.ts'
import { findItemFaults } from '../../policy/items/check-item.ts'
import type { Desk } from '../../policy/desk.ts'
import { OTHER_AUTHOR, recordAccountFacts, recordContentFacts } from '../accounts/record-facts.ts'
import type { ItemSubmission } from './coop-body.ts'
import { itemOf } from './to-report.ts'

/**
 * Stores the facts in submitted items as an API key's: what a key says can only tighten what protects an account. All or
 * nothing. A content that names no author is left out, because every content of the desk has one.
 */
export async function recordItems(
  desk: Pick<Desk, 'db' | 'policies'>,
  key: KeyCaller,
  types: CoopTypes,
  items: readonly ItemSubmission[],
): Promise<void> {
  refuseFaults(desk, types, items)
  const factsAt = (await readDeskTime(desk.db)).toISOString()
  const reading = { source: actorKey({ kind: 'key', id: key.id }), factsAt }
  const isUser = ({ typeId }: ItemSubmission) => types.accounts.includes(typeId)
  const accounts = items.filter(isUser).map((item) => {
    const { id, ...facts } = accountFacts(types, item)
    return { ...reading, account: { id: qualifyForKey(key, id, 'items/id'), ...facts } }
  })
  const contents = items
    .filter((item) => !isUser(item))
    .flatMap((item) => contentFacts(types, item) ?? [])
    .map((content) => ({ ...reading, content: qualifyContentForKey(key, content) }))
  await inTransaction(desk.db, async (tx) => {
    await recordAccountFacts(tx, key, accounts)
    const outcomes = await recordContentFacts(tx, contents)
    if (outcomes.includes('other_author'))
      throw new DeskError('conflict', message('facts.notStored', { why: OTHER_AUTHOR }))
  })
}

/** Refuses items that do not fit their types, naming each field as the sender knows it. */
function refuseFaults({ policies }: Pick<Desk, 'policies'>, types: CoopTypes, items: readonly ItemSubmission[]): void {
  const faults = items.flatMap((submission, place) => {
    const item = itemOf(types, submission)
    if (item === undefined) return []
    return findItemFaults(policies.items, item, `items/${place}`).map(({ field, detail }) => ({
      detail,
      field: field.replace(/^(items\/\d+)\/fields/, '$1/data'),
    }))
  })
  if (faults.length > 0) throw invalidFields(faults)
}
