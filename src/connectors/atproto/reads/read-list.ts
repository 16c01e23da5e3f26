import type { Profile, SubjectFacts } from '@countersign/platform-kit'
import { type Static, Type } from 'typebox'
import {
  type AtUri,
  formatAtUri,
  parseAtUri,
  STARTER_PACK,
  subjectOfRecord,
} from '../../../foundation/atproto/at-uri.ts'
import { toStorable } from '../../../foundation/messages/stored-text.ts'
import { TEXT_CHARS_MAX } from '../../webhook/read-account.ts'
import { callXrpc, failRefused, isRefusal, type XrpcService } from '../network/call-xrpc.ts'
import type { Network } from '../network/open-network.ts'
import { readAccount } from './read-account.ts'
import { type FoundRecord, requireShown } from './read-record.ts'
import { findAvatar } from './record-media.ts'
import { nameOf, timeOf } from './record-values.ts'

const HANDLE_CHARS_MAX = 256
const ITEMS = 'app.bsky.graph.listitem'
const LIST_RECORDS = 'com.atproto.repo.listRecords'
const GET_LIST = 'app.bsky.graph.getList'
const PAGE_ITEMS = 100
/** The most pages of an author's list items that are counted without an AppView: all their lists share them. */
const PAGES_MAX = 20

interface FoundList {
  record: FoundRecord
  facts: SubjectFacts
}

/**
 * Reads a list of accounts, or a starter pack, with its members as its reach. Its author owns it, so their protection
 * counts for it. Undefined: there is none.
 */
export async function readList(network: Network, pds: XrpcService, at: AtUri): Promise<FoundList | undefined> {
  const subject = subjectOfRecord(at)
  const [author, record] = await Promise.all([readAccount(network, pds, at.did), requireShown(pds, subject, at)])
  if (author === undefined || record === undefined) return undefined
  const now = network.now()
  const handle = `${author.handle}/lists/${at.rkey}`.slice(0, HANDLE_CHARS_MAX)
  const account: SubjectFacts['account'] = {
    ...{ id: subject.id, handle, displayName: nameOf(record.value.name) ?? handle },
    reach: await countMembers(network, pds, { at, record }),
    ...{ verified: 'absent', tags: 'absent', items: 'absent', covers: [at.did] },
    createdAt: timeOf(record.value.createdAt, now),
  }
  return { record, facts: { account, readAt: now.toISOString() } }
}

/** Returns a list as its visitors see it. */
export function toListProfile({ record, facts }: FoundList): Profile {
  const { handle, displayName, reach, createdAt } = facts.account
  const { description, avatar } = record.value
  return {
    ...{ handle, displayName, reach, createdAt, readAt: facts.readAt },
    bio: typeof description === 'string' ? toStorable(description, TEXT_CHARS_MAX) : 'absent',
    avatar: findAvatar(avatar) ?? 'absent',
  }
}

/**
 * Counts the members of a list. Those of a starter pack are on the list that it names. Null: they can't be counted, or
 * are too many to count.
 */
async function countMembers(
  { appView }: Pick<Network, 'appView'>,
  pds: XrpcService,
  { at, record }: { at: AtUri; record: FoundRecord },
): Promise<number | null> {
  const isPack = at.collection === STARTER_PACK
  const named = isPack ? record.value.list : formatAtUri(at)
  const list = typeof named === 'string' ? parseAtUri(named) : undefined
  if (list === undefined) return null
  if (appView !== undefined) return (await readView(appView, formatAtUri(list)))?.list.listItemCount ?? null
  return list.did === at.did ? countItems(pds, list) : null
}

async function readView(appView: XrpcService, list: string): Promise<Static<typeof ViewAnswer> | undefined> {
  const answer = await callXrpc(appView, { method: GET_LIST, params: { list, limit: '1' } }, ViewAnswer)
  if (isRefusal(answer)) return answer.status === 400 ? undefined : failRefused(GET_LIST, answer)
  return answer.list.uri === list ? answer : undefined
}

/** Counts the items of one list at its author's PDS, which lists the items of all their lists. */
async function countItems(pds: XrpcService, list: AtUri): Promise<number | null> {
  const uri = formatAtUri(list)
  let [count, cursor] = [0, '']
  for (let page = 0; page < PAGES_MAX; page++) {
    const asked = { repo: list.did, collection: ITEMS, limit: String(PAGE_ITEMS) }
    const params = { ...asked, ...(cursor !== '' && { cursor }) }
    const answer = await callXrpc(pds, { method: LIST_RECORDS, params }, ItemsAnswer)
    if (isRefusal(answer)) return answer.status === 400 ? null : failRefused(LIST_RECORDS, answer)
    count += answer.records.filter(({ value }) => value.list === uri).length
    if (answer.cursor === undefined || answer.records.length === 0) return count
    cursor = answer.cursor
  }
  return null
}

const ViewAnswer = Type.Object({
  list: Type.Object({ uri: Type.String(), listItemCount: Type.Optional(Type.Integer({ minimum: 0 })) }),
})
const ItemsAnswer = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 2_000 })),
  records: Type.Array(Type.Object({ value: Type.Record(Type.String(), Type.Unknown()) }), { maxItems: PAGE_ITEMS }),
})
