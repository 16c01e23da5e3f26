import { givenStaff } from '../../../test/support/people.ts'
import type { Result } from '../../bench.ts'
import { type DeskClient, read } from '../../desk-client.ts'
import { queueEnforcements, waitForQueue } from '../../queue-enforcements.ts'
import { nameAtDesk, type PdsDesk } from './desk-side.ts'
import { type OzoneClient, openOzoneClient } from './ozone-client.ts'
import { openVisitor, type Visitor } from './pds-visitor.ts'
import type { Account, Network, Ozone } from './start-network.ts'

/** The requests that a moderator's program has in flight. */
const AT_ONCE = 10
/** A time before the first of the enforcements, within the day that one person may undo. */
const SINCE_MS = 3_600_000
const SETTLED_WITHIN_MS = 60_000

interface Sides {
  accounts: readonly Account[]
  network: Network
  ozone: Ozone
  desk: PdsDesk
  say: (line: string) => void
}

/** Accounts go down and come back together, half of them by each tool. Each rate counts until a visitor has seen the last one. */
export async function measureBulk({ accounts: all, network, ozone, desk, say }: Sides): Promise<Result[]> {
  const half = all.length / 2
  const [accounts, others] = [all.slice(0, half), all.slice(half)]
  say(`taking ${half} accounts down together and restoring them, by Ozone …`)
  const visitor = await openVisitor(network)
  const moderators = await Promise.all(Array.from({ length: AT_ONCE }, () => openOzoneClient(ozone)))
  const emit = (act: 'takeDown' | 'restore') => async () => {
    const waiting = [...accounts]
    const work = async (moderator: OzoneClient) => {
      for (let account = waiting.pop(); account; account = waiting.pop()) await moderator[act](account)
    }
    await Promise.all(moderators.map(work))
  }
  const theirs = {
    down: await rateOf(visitor, accounts, 'not shown', emit('takeDown')),
    back: await rateOf(visitor, accounts, 'shown', emit('restore')),
  }
  say('and by the desk …')
  const ours = await measureDesk(desk, visitor, others)
  for (const each of [...moderators, visitor]) each.close()
  const rate = { unit: 'accounts/s', p50Ms: null, p99Ms: null }
  return [
    { name: 'ozone-bulk', value: ours.down, ...rate, limit: theirs.down },
    { name: 'ozone-bulk-restore', value: ours.back, ...rate, limit: theirs.back },
  ]
}

/** The enforcements of one person who decided wrongly, and their restore by another one. */
async function measureDesk({ database, client }: PdsDesk, visitor: Visitor, accounts: readonly Account[]) {
  const { owner, db } = database
  const proposer = (await givenStaff(db)).id
  const names = accounts.map(({ did }) => nameAtDesk(did))
  const down = await rateOf(visitor, accounts, 'not shown', () =>
    queueEnforcements(owner, { accounts: names, proposers: [proposer] }),
  )
  await waitForQueue(owner, SETTLED_WITHIN_MS)
  const back = await rateOf(visitor, accounts, 'shown', () => restoreAll(client, proposer))
  return { down, back }
}

async function restoreAll(client: DeskClient, staffId: string): Promise<void> {
  const since = new Date(Date.now() - SINCE_MS).toISOString()
  const scope = { by: { kind: 'staff', id: staffId }, since }
  const { id } = read<{ id: string }>(await client.ask('POST', '/v1/restores', scope), 201, 'the preview')
  read(await client.ask('POST', `/v1/restores/${id}/start`, { reason: 'measured' }), 202, 'the start')
}

/** Begins an act on all accounts. Returns how many a second a visitor has seen until the last one. */
async function rateOf(
  visitor: Visitor,
  accounts: readonly Account[],
  wanted: 'shown' | 'not shown',
  act: () => Promise<void>,
): Promise<number> {
  const begun = performance.now()
  const acting = act()
  let seenAt = begun
  for (const account of accounts) seenAt = await visitor.lookUntil('account', account, wanted)
  await acting
  return accounts.length / ((seenAt - begun) / 1_000)
}
