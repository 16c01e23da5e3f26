import type { AccountFacts, Fact } from '@countersign/platform-kit'
import { type Static, Type } from 'typebox'
import { callXrpc, failRefused, isRefusal, type XrpcService } from '../network/call-xrpc.ts'
import type { Network } from '../network/open-network.ts'
import type { ProfileView } from '../network/profile-view.ts'
import { readRecord } from './read-record.ts'
import { nameOf, timeOf } from './record-values.ts'

const HANDLE_CHARS_MAX = 256
const INFO = 'com.atproto.admin.getAccountInfo'

/** Reads the facts of an account. Undefined: there is none. */
export async function readAccount(network: Network, pds: XrpcService, did: string): Promise<AccountFacts | undefined> {
  const [info, [view, name]] = await Promise.all([
    pds.authorization === undefined ? undefined : readInfo(pds, did),
    readView(network, pds, did),
  ])
  const handle = info?.handle ?? view?.handle
  if (handle === undefined) return undefined
  const hasCounts = network.readProfileView !== undefined
  return {
    id: did,
    handle: handle.slice(0, HANDLE_CHARS_MAX),
    displayName: nameOf(name) ?? handle.slice(0, HANDLE_CHARS_MAX),
    reach: hasCounts ? (view?.followersCount ?? null) : 'absent',
    verified: 'absent',
    tags: 'absent',
    createdAt: timeOf(info?.indexedAt ?? view?.createdAt, network.now()),
    items: hasCounts ? (view?.postsCount ?? null) : 'absent',
  }
}

/**
 * Reads an account at the AppView, with the name that people see there. What the AppView doesn't show has the name that
 * stands at its PDS.
 */
async function readView(
  { readProfileView }: Network,
  pds: XrpcService,
  did: string,
): Promise<[view: ProfileView | undefined, name: unknown]> {
  const view = await readProfileView?.(did)
  if (view !== undefined) return [view, view.displayName]
  const record = await readRecord(pds, { did, collection: 'app.bsky.actor.profile', rkey: 'self' })
  return [undefined, record?.value.displayName]
}

async function readInfo(pds: XrpcService, did: string): Promise<Static<typeof InfoAnswer> | undefined> {
  const answer = await callXrpc(pds, { method: INFO, params: { did } }, InfoAnswer)
  if (isRefusal(answer)) return answer.error === 'NotFound' ? undefined : failRefused(INFO, answer)
  return answer
}

/** The number of people that an account reaches, as the AppView counts them. Without an AppView there is no such fact. */
export async function readReach(
  { readProfileView }: Pick<Network, 'readProfileView'>,
  did: string,
): Promise<Fact<number>> {
  return readProfileView === undefined ? 'absent' : ((await readProfileView(did))?.followersCount ?? null)
}

const InfoAnswer = Type.Object({ handle: Type.String(), indexedAt: Type.Optional(Type.String()) })
