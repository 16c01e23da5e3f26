import { type Exchange, readPages } from '../../connectors/mastodon/api/send-request.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Action } from '../../foundation/domain.ts'
import { AdminAccount } from '../../foundation/mastodon/entities.ts'

/** The length from which a list may be cut off: an account beyond it would look restored. */
const LISTED_MAX = 2_000

/** The lists of restricted accounts, and the action of the desk that each one means. */
const LISTS: readonly [status: string, action: Action][] = [
  ['suspended', 'suspend'],
  ['silenced', 'limit'],
  ['disabled', 'lock'],
]

/** The accounts that a Mastodon server restricts now, by id, with the actions in force. */
export type Restricted = ReadonlyMap<string, { account: AdminAccount; actions: readonly Action[] }>

/** Lists the accounts that moderators of a Mastodon server restrict now. It only reads. */
export async function listRestricted(exchange: Exchange): Promise<Restricted> {
  const found = new Map<string, { account: AdminAccount; actions: Action[] }>()
  for (const [status, action] of LISTS) {
    const path = `/api/v2/admin/accounts?origin=local&status=${status}&limit=200`
    const accounts = await readPages(exchange, path, AdminAccount)
    if (accounts.length >= LISTED_MAX)
      throw new ConnectorError(
        'unreadable',
        `the server lists ${LISTED_MAX} ${status} accounts or more, too many to compare`,
      )
    for (const account of accounts) {
      const known = found.get(account.id) ?? { account, actions: [] }
      known.actions.push(action)
      found.set(account.id, known)
    }
  }
  return found
}
