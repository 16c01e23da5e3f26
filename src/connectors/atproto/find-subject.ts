import { Type } from 'typebox'
import { isDid, LIST, STARTER_PACK, subjectOfRecord } from '../../foundation/atproto/at-uri.ts'
import type { Subject } from '../../foundation/domain.ts'
import { callXrpc, isRefusal } from './network/call-xrpc.ts'
import type { Network } from './network/open-network.ts'
import { POSTS } from './reads/read-record.ts'

/** The public pages of the network's largest AppView. */
const PAGES = 'https://bsky.app'
/** at://AUTHORITY, and the collection and the key of a record behind it. */
const AT_ADDRESS = /^at:\/\/([^/]+)(?:\/([a-zA-Z][a-zA-Z0-9.-]{2,316})\/([a-zA-Z0-9._:~-]{1,512}))?\/?$/
const PAGE = /^\/profile\/([^/]+)(?:\/(post|lists)\/([a-zA-Z0-9._:~-]{1,512}))?\/?$/
const PACK = /^\/starter-pack\/([^/]+)\/([a-zA-Z0-9._:~-]{1,512})\/?$/
const HANDLE = /^(?:[a-zA-Z0-9-]{1,63}\.)+[a-zA-Z]{2,63}$/

/** Lists the origins whose addresses name subjects of this network. */
export const listOrigins = ({ administered, appView }: Network): string[] => [
  ...['at:', PAGES],
  ...[administered, appView].flatMap((service) => (service === undefined ? [] : [new URL(service.url).origin])),
]

/** Finds the account, the list or the other record that a handle, a DID or an address names. Undefined: it names none. */
export async function findSubject(network: Network, name: string): Promise<Subject | undefined> {
  const { authority, collection, rkey } = parseName(name)
  const did = await findDid(network, authority)
  if (did === undefined) return undefined
  if (collection === undefined || rkey === undefined) return { kind: 'account', id: did }
  return subjectOfRecord({ did, collection, rkey })
}

function parseName(name: string): { authority: string; collection?: string | undefined; rkey?: string | undefined } {
  const [, authority, collection, rkey] = AT_ADDRESS.exec(name.replace(/^@list:/, '')) ?? []
  if (authority !== undefined) return { authority, collection, rkey }
  const path = name.startsWith(`${PAGES}/`) ? (URL.parse(name)?.pathname ?? '') : ''
  const pack = PACK.exec(path)
  if (pack !== null) return { authority: pack[1] ?? '', collection: STARTER_PACK, rkey: pack[2] }
  const [, owner, kind, key] = PAGE.exec(path) ?? []
  if (owner === undefined) return { authority: name.replace(/^@/, '') }
  if (kind === undefined) return { authority: owner }
  return { authority: owner, collection: kind === 'post' ? POSTS : LIST, rkey: key }
}

async function findDid({ administered, appView }: Network, authority: string): Promise<string | undefined> {
  if (isDid(authority)) return authority
  const service = administered ?? appView
  if (service === undefined || !HANDLE.test(authority)) return undefined
  const call = { method: 'com.atproto.identity.resolveHandle', params: { handle: authority } }
  const answer = await callXrpc(service, call, Type.Object({ did: Type.String() }))
  return isRefusal(answer) || !isDid(answer.did) ? undefined : answer.did
}
