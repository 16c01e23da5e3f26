import type { ContentFacts, SubjectFacts } from '@countersign/platform-kit'
import {
  type AtUri,
  didOf,
  formatAtUri,
  isListAsContent,
  parseAtUri,
  recordOf,
} from '../../../foundation/atproto/at-uri.ts'
import type { Subject } from '../../../foundation/domain.ts'
import type { XrpcService } from '../network/call-xrpc.ts'
import type { Network } from '../network/open-network.ts'
import { readAccount } from './read-account.ts'
import { readList } from './read-list.ts'
import { type FoundRecord, requireShown } from './read-record.ts'
import { listMedia } from './record-media.ts'
import { readParent, textOf, timeOf, versionOf } from './record-values.ts'

const TEXT_CHARS_MAX = 100_000
const KIND_CHARS_MAX = 64

/** Reads the facts of an account, a list or another record. Undefined: there is no such subject. */
export async function readFacts(network: Network, subject: Subject): Promise<SubjectFacts | undefined> {
  const did = didOf(subject)
  const pds = did === undefined ? undefined : await network.findPds(did)
  if (did === undefined || pds === undefined || isListAsContent(subject)) return undefined
  const list = subject.kind === 'account' ? recordOf(subject) : undefined
  if (list !== undefined) return (await readList(network, pds, list))?.facts
  const [account, content] = await Promise.all([
    readAccount(network, pds, did),
    subject.kind === 'content' ? readContent(network, pds, subject) : undefined,
  ])
  if (account === undefined || (subject.kind === 'content' && content === undefined)) return undefined
  return { account, ...(content && { content }), readAt: network.now().toISOString() }
}

async function readContent(network: Network, pds: XrpcService, subject: Subject): Promise<ContentFacts | undefined> {
  const at = parseAtUri(subject.id)
  if (at === undefined) return undefined
  const record = await requireShown(pds, subject, at)
  return record && toContent(network, at, record)
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
