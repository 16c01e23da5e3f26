import { createHash } from 'node:crypto'
import type { RelatedAccount, RelatedAccounts } from '@countersign/platform-kit'
import { Type } from 'typebox'
import { type AtUri, formatAtUri, isDid, recordOf } from '../../../foundation/atproto/at-uri.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { RELATED_MAX } from '../../webhook/read-related.ts'
import { callXrpc, failRefused, isRefusal, type XrpcService } from '../network/call-xrpc.ts'
import type { Network } from '../network/open-network.ts'
import { listMembers } from './read-list.ts'
import { requireShown } from './read-record.ts'
import { nameOf } from './record-values.ts'

const HANDLE_CHARS_MAX = 256
const HASH_CHARS = 16
const GET_PROFILES = 'app.bsky.actor.getProfiles'
const GET_INFOS = 'com.atproto.admin.getAccountInfos'

/**
 * Lists the first members of a list or a starter pack, with their number. `absent`: the subject is an account, which
 * relates to no others here. Undefined: there is no such list.
 */
export async function readMembers(network: Network, subject: Subject): Promise<RelatedAccounts | 'absent' | undefined> {
  const at = recordOf(subject)
  if (at === undefined) return 'absent'
  const pds = await network.findPds(at.did)
  const record = pds && (await requireShown(pds, subject, at))
  const members = record && (await listMembers(network, pds, { at, record, first: RELATED_MAX }))
  if (members === undefined) return undefined
  const dids = [...new Set(members.dids.filter(isDid))].slice(0, RELATED_MAX)
  const total = Math.max(members.total ?? 0, dids.length)
  const accounts = await nameAccounts(network, dids)
  return {
    signals: [{ kind: 'members', id: hashOf(members.list), total, accounts }],
    readAt: network.now().toISOString(),
  }
}

/** The same list has the same id, also as the list of a starter pack. */
const hashOf = (list: AtUri): string =>
  createHash('sha256').update(formatAtUri(list)).digest('hex').slice(0, HASH_CHARS)

/**
 * Names accounts by the AppView, or by the PDS that the desk administers. Those that neither knows are named by their
 * DID: an AppView leaves out who was taken down.
 */
async function nameAccounts({ appView, administered }: Network, dids: readonly string[]): Promise<RelatedAccount[]> {
  if (dids.length === 0) return []
  const found = await (appView !== undefined ? readViews(appView, dids) : readNames(administered, dids))
  const byDid = new Map(found.map((account) => [account.id, account]))
  const reach = appView === undefined ? 'absent' : null
  return dids.map((did) => byDid.get(did) ?? { id: did, handle: did, displayName: did, reach, tags: 'absent' })
}

async function readViews(appView: XrpcService, actors: readonly string[]): Promise<RelatedAccount[]> {
  const answer = await callXrpc(appView, { method: GET_PROFILES, params: { actors } }, ViewsAnswer)
  if (isRefusal(answer)) return failRefused(GET_PROFILES, answer)
  return answer.profiles.map(({ did, handle, displayName, followersCount }) => ({
    ...toNamed(did, handle, displayName),
    reach: followersCount ?? null,
  }))
}

/** A PDS knows the handles of its own accounts. */
async function readNames(pds: XrpcService | undefined, dids: readonly string[]): Promise<RelatedAccount[]> {
  if (pds?.authorization === undefined) return []
  const answer = await callXrpc(pds, { method: GET_INFOS, params: { dids } }, InfosAnswer)
  if (isRefusal(answer)) return [] // An older PDS lists no accounts. Its members have their DIDs.
  return answer.infos.map(({ did, handle }) => ({ ...toNamed(did, handle), reach: 'absent' }))
}

function toNamed(id: string, name: string, shown?: string): Omit<RelatedAccount, 'reach'> {
  const handle = name.slice(0, HANDLE_CHARS_MAX)
  return { id, handle, displayName: nameOf(shown) ?? handle, tags: 'absent' }
}

const ViewsAnswer = Type.Object({
  profiles: Type.Array(
    Type.Object({
      did: Type.String(),
      handle: Type.String(),
      displayName: Type.Optional(Type.String()),
      followersCount: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    { maxItems: RELATED_MAX },
  ),
})
const InfosAnswer = Type.Object({
  infos: Type.Array(Type.Object({ did: Type.String(), handle: Type.String() }), { maxItems: RELATED_MAX }),
})
