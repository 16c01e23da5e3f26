import type { AccountFacts, ContentFacts, Fact, SubjectFacts } from '@countersign/platform-kit'
import { type Static, Type } from 'typebox'
import { ConnectorError, VERSION_CHARS_MAX } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { PLATFORM_ID_LENGTH_MAX } from '../../foundation/schemas/schemas.ts'
import { toStorable } from '../../foundation/messages/stored-text.ts'
import { type AtUri, didOf, formatAtUri, parseAtUri } from '../../foundation/atproto/at-uri.ts'
import { callXrpc, failRefused, isRefusal, type XrpcService } from './network/call-xrpc.ts'
import type { Network } from './network/open-network.ts'
import { listMedia } from './record-media.ts'
import { type FoundRecord, readRecord } from './read-record.ts'
import { readStatus } from './subject-status.ts'

const NAME_CHARS_MAX = 1_024
const HANDLE_CHARS_MAX = 256
const TEXT_CHARS_MAX = 100_000
const KIND_CHARS_MAX = 64
/** The longest name of a platform, with the sign after it. */
const PLATFORM_CHARS_MAX = 31
/** The longest id of another content. The desk puts the name of the platform before it. */
const PARENT_CHARS_MAX = PLATFORM_ID_LENGTH_MAX - PLATFORM_CHARS_MAX
const INFO = 'com.atproto.admin.getAccountInfo'
const PROFILE = 'app.bsky.actor.getProfile'

/** Reads the facts of an account or a record. Undefined: there is no such subject. */
export async function readFacts(network: Network, subject: Subject): Promise<SubjectFacts | undefined> {
  const did = didOf(subject)
  const pds = did === undefined ? undefined : await network.findPds(did)
  if (did === undefined || pds === undefined) return undefined
  const [account, content] = await Promise.all([
    readAccount(network, pds, did),
    subject.kind === 'content' ? readContent(network, pds, subject) : undefined,
  ])
  if (account === undefined || (subject.kind === 'content' && content === undefined)) return undefined
  return { account, ...(content && { content }), readAt: network.now().toISOString() }
}

/** The number of people that an account reaches, as the AppView counts them. Without an AppView there is no such fact. */
export async function readReach({ appView }: Pick<Network, 'appView'>, did: string): Promise<Fact<number>> {
  return appView === undefined ? 'absent' : ((await readView(appView, did))?.followersCount ?? null)
}

async function readAccount(network: Network, pds: XrpcService, did: string): Promise<AccountFacts | undefined> {
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
    displayName: nameOf(profile) ?? handle.slice(0, HANDLE_CHARS_MAX),
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

async function readContent(network: Network, pds: XrpcService, subject: Subject): Promise<ContentFacts | undefined> {
  const at = parseAtUri(subject.id)
  if (at === undefined) return undefined
  const record = await readRecord(pds, at)
  if (record !== undefined) return toContent(network, at, record)
  const status = pds.authorization === undefined ? undefined : await readStatus(pds, subject)
  if (status === undefined) return undefined
  throw new ConnectorError('unavailable', 'the record is taken down, and its PDS shows its text to no caller')
}

function toContent({ now }: Network, at: AtUri, { cid, value }: FoundRecord): ContentFacts {
  const { did: accountId, collection } = at
  const kind = collection.slice(0, KIND_CHARS_MAX)
  const [id, createdAt] = [formatAtUri(at), timeOf(value.createdAt, now())]
  const parent = readParent(value)
  return {
    ...{ id, accountId, kind, text: textOf(value, TEXT_CHARS_MAX), createdAt },
    ...(parent !== undefined && { parentId: parent }),
    ...versionOf(cid),
    media: listMedia(value),
  }
}

/** Returns the version of a record: its CID in a text form of it. Any other text is no version. */
export const versionOf = (cid: string | undefined): { version?: string } =>
  cid !== undefined && CID_TEXT.test(cid) ? { version: cid } : {}

const CID_TEXT = new RegExp(`^[a-zA-Z0-9]{1,${VERSION_CHARS_MAX}}$`)

/** Returns the text of a record, at most so many characters: that of a post, or the name and description of a list. */
export function textOf(value: FoundRecord['value'], charsMax: number): string {
  const parts = [value.text, value.name, value.displayName, value.description]
  return toStorable(parts.filter((part) => typeof part === 'string').join('\n'), charsMax)
}

/** Returns the record to which a record replies. An address that the desk can't store is none. */
export function readParent({ reply }: FoundRecord['value']): string | undefined {
  const { parent } = (reply ?? {}) as { parent?: { uri?: unknown } }
  const at = typeof parent?.uri === 'string' ? parseAtUri(parent.uri) : undefined
  const id = at && formatAtUri(at)
  return id === undefined || id.length > PARENT_CHARS_MAX ? undefined : id
}

/** Returns a time that the author's own program wrote. Null: it is none, or has not come yet. */
export function timeOf(text: unknown, now: Date): string | null {
  const time = typeof text === 'string' ? new Date(text) : undefined
  if (time === undefined || !(time.getTime() >= 0 && time <= now)) return null
  return time.toISOString()
}

const nameOf = (profile: FoundRecord | undefined): string | undefined =>
  typeof profile?.value.displayName === 'string' && profile.value.displayName !== ''
    ? toStorable(profile.value.displayName, NAME_CHARS_MAX)
    : undefined

const Count = Type.Optional(Type.Integer({ minimum: 0 }))
const InfoAnswer = Type.Object({ handle: Type.String(), indexedAt: Type.Optional(Type.String()) })
const ViewAnswer = Type.Object({
  did: Type.String(),
  handle: Type.String(),
  followersCount: Count,
  postsCount: Count,
  createdAt: Type.Optional(Type.String()),
})
