import { type Static, Type } from 'typebox'
import { type AtUri, formatAtUri } from '../../../foundation/atproto/at-uri.ts'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { callXrpc, failRefused, isRefusal, type XrpcService } from '../network/call-xrpc.ts'
import { readStatus } from '../subject-status.ts'

const GET = 'com.atproto.repo.getRecord'
const LIST = 'com.atproto.repo.listRecords'
export const POSTS = 'app.bsky.feed.post'
const FoundRecord = Type.Object({
  uri: Type.String({ maxLength: 900 }),
  cid: Type.Optional(Type.String({ maxLength: 200 })),
  value: Type.Record(Type.String(), Type.Unknown()),
})
export type FoundRecord = Static<typeof FoundRecord>

/** Reads a record as any visitor. Undefined: its PDS shows none there. */
export async function readRecord(pds: XrpcService, at: AtUri): Promise<FoundRecord | undefined> {
  const params = { repo: at.did, collection: at.collection, rkey: at.rkey }
  const answer = await callXrpc(pds, { method: GET, params }, FoundRecord)
  if (!isRefusal(answer)) return answer.uri === formatAtUri(at) ? answer : undefined
  // A PDS asks its AppView about an account that it doesn't show, and passes on that there is none.
  const isNotShown = answer.status === 400 || answer.status === 404 || answer.error === 'UpstreamFailure'
  if (isNotShown) return undefined
  return failRefused(GET, answer)
}

/**
 * Reads a record as any visitor. Undefined: there is none. Throws a `ConnectorError` when it is taken down: its PDS shows
 * its text to no caller.
 */
export async function requireShown(pds: XrpcService, subject: Subject, at: AtUri): Promise<FoundRecord | undefined> {
  const record = await readRecord(pds, at)
  const isKnown = record === undefined && pds.authorization !== undefined && (await readStatus(pds, subject))
  if (!isKnown) return record
  throw new ConnectorError('unavailable', 'the record is taken down, and its PDS shows its text to no caller')
}

/** Lists the newest posts of an account. Undefined: its PDS shows no such account. */
export async function listPosts(pds: XrpcService, did: string, limit: number): Promise<FoundRecord[] | undefined> {
  const params = { repo: did, collection: POSTS, limit: String(limit) }
  const answer = await callXrpc(pds, { method: LIST, params }, Listed)
  if (!isRefusal(answer)) return answer.records
  return answer.status === 400 ? undefined : failRefused(LIST, answer)
}

const Listed = Type.Object({ records: Type.Array(FoundRecord, { maxItems: 100 }) })
