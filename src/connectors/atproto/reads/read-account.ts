import type { AccountFacts, Fact } from '@countersign/platform-kit'
import { type Static, Type } from 'typebox'
import { callXrpc, failRefused, isRefusal, type XrpcService } from '../network/call-xrpc.ts'
import type { Network } from '../network/open-network.ts'
import { readRecord } from './read-record.ts'
import { nameOf, timeOf } from './record-values.ts'

const HANDLE_CHARS_MAX = 256
const INFO = 'com.atproto.admin.getAccountInfo'
const PROFILE = 'app.bsky.actor.getProfile'

/** Reads the facts of an account. Undefined: there is none. */
export async function readAccount(network: Network, pds: XrpcService, did: string): Promise<AccountFacts | undefined> {
  const [info, view, profile] = await Promise.all([
    pds.authorization === undefined ? undefined : readInfo(pds, did),
    network.appView && readView(network.appView, did),
    readRecord(pds, { did, collection: 'app.bsky.actor.profile', rkey: 'self' }),
  ])
  const handle = info?.handle ?? view?.handle
  if (handle === undefined) return undefined
  const hasCounts = network.appView !== undefined
  return {
    id: did,
    handle: handle.slice(0, HANDLE_CHARS_MAX),
    displayName: nameOf(profile?.value.displayName) ?? handle.slice(0, HANDLE_CHARS_MAX),
    reach: hasCounts ? (view?.followersCount ?? null) : 'absent',
    verified: 'absent',
    tags: 'absent',
    createdAt: timeOf(info?.indexedAt ?? view?.createdAt, network.now()),
    items: hasCounts ? (view?.postsCount ?? null) : 'absent',
  }
}

async function readInfo(pds: XrpcService, did: string): Promise<Static<typeof InfoAnswer> | undefined> {
  const answer = await callXrpc(pds, { method: INFO, params: { did } }, InfoAnswer)
  if (isRefusal(answer)) return answer.error === 'NotFound' ? undefined : failRefused(INFO, answer)
  return answer
}

/** Reads the profile at the AppView. Undefined: it shows none, as for an account that was taken down. */
async function readView(appView: XrpcService, did: string): Promise<Static<typeof ViewAnswer> | undefined> {
  const answer = await callXrpc(appView, { method: PROFILE, params: { actor: did } }, ViewAnswer)
  if (isRefusal(answer)) return answer.status === 400 ? undefined : failRefused(PROFILE, answer)
  return answer.did === did ? answer : undefined
}

/** The number of people that an account reaches, as the AppView counts them. Without an AppView there is no such fact. */
export async function readReach({ appView }: Pick<Network, 'appView'>, did: string): Promise<Fact<number>> {
  return appView === undefined ? 'absent' : ((await readView(appView, did))?.followersCount ?? null)
}

const Count = Type.Optional(Type.Integer({ minimum: 0 }))
const InfoAnswer = Type.Object({ handle: Type.String(), indexedAt: Type.Optional(Type.String()) })
const ViewAnswer = Type.Object({
  did: Type.String(),
  handle: Type.String(),
  followersCount: Count,
  postsCount: Count,
  createdAt: Type.Optional(Type.String()),
})
