import type { Profile, SubjectFacts } from '@countersign/platform-kit'
import { Type } from 'typebox'
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
    reach: (await listMembers(network, pds, { at, record, first: 1 }))?.total ?? null,
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

/** The number of members is null when they can't be counted, or are too many to count. */
interface Members {
  total: number | null
  /** The DIDs of the first ones, at most as many as were asked for. */
  dids: string[]
}

/** Returns the list whose members a record has: that which a starter pack names. Undefined: it names none. */
function findListOf(at: AtUri, { value }: FoundRecord): AtUri | undefined {
  if (at.collection !== STARTER_PACK) return at
  return typeof value.list === 'string' ? parseAtUri(value.list) : undefined
}

/**
 * Lists the first members of the list of a record, and counts all. Without an AppView only the author's own lists can be
 * read. Undefined: there is no such list.
 */
export async function listMembers(
  { appView }: Pick<Network, 'appView'>,
  pds: XrpcService,
  { at, record, first }: { at: AtUri; record: FoundRecord; first: number },
): Promise<(Members & { list: AtUri }) | undefined> {
  const list = findListOf(at, record)
  if (list === undefined || (appView === undefined && list.did !== at.did)) return undefined
  const members = appView === undefined ? await listItems(pds, list, first) : await readView(appView, list, first)
  return members && { ...members, list }
}

async function readView(appView: XrpcService, list: AtUri, first: number): Promise<Members | undefined> {
  const uri = formatAtUri(list)
  const answer = await callXrpc(appView, { method: GET_LIST, params: { list: uri, limit: String(first) } }, ViewAnswer)
  if (isRefusal(answer)) return answer.status === 400 ? undefined : failRefused(GET_LIST, answer)
  if (answer.list.uri !== uri) return undefined
  const { items = [], list: view } = answer
  return { total: view.listItemCount ?? null, dids: items.map(({ subject }) => subject.did) }
}

/** Reads the items of one list at its author's PDS, which lists those of all their lists. */
async function listItems(pds: XrpcService, list: AtUri, first: number): Promise<Members | undefined> {
  const uri = formatAtUri(list)
  const dids: unknown[] = []
  let [total, cursor] = [0, '']
  for (let page = 0; page < PAGES_MAX; page++) {
    const asked = { repo: list.did, collection: ITEMS, limit: String(PAGE_ITEMS) }
    const params = { ...asked, ...(cursor !== '' && { cursor }) }
    const answer = await callXrpc(pds, { method: LIST_RECORDS, params }, ItemsAnswer)
    if (isRefusal(answer)) return answer.status === 400 ? undefined : failRefused(LIST_RECORDS, answer)
    const items = answer.records.filter(({ value }) => value.list === uri)
    total += items.length
    dids.push(...items.slice(0, first - dids.length).map(({ value }) => value.subject))
    if (answer.cursor === undefined || answer.records.length === 0) return { total, dids: dids.filter(isText) }
    cursor = answer.cursor
  }
  return { total: null, dids: dids.filter(isText) }
}

const isText = (value: unknown): value is string => typeof value === 'string'

const ViewAnswer = Type.Object({
  list: Type.Object({ uri: Type.String(), listItemCount: Type.Optional(Type.Integer({ minimum: 0 })) }),
  items: Type.Optional(
    Type.Array(Type.Object({ subject: Type.Object({ did: Type.String() }) }), { maxItems: PAGE_ITEMS }),
  ),
})
const ItemsAnswer = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 2_000 })),
  records: Type.Array(Type.Object({ value: Type.Record(Type.String(), Type.Unknown()) }), { maxItems: PAGE_ITEMS }),
})
