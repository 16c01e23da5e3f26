import type { Thread, ThreadPage } from '@countersign/platform-kit'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { parseAtUri } from '../../../foundation/atproto/at-uri.ts'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { toStorable } from '../../../foundation/messages/stored-text.ts'
import { type Placeless, pageThread } from '../../page-thread.ts'
import { NAME_CHARS_MAX, TEXT_CHARS_MAX } from '../../webhook/read-account.ts'
import { PLACES_MAX } from '../../webhook/read-thread.ts'
import { callXrpc, failRefused, isRefusal } from '../network/call-xrpc.ts'
import type { Network } from '../network/open-network.ts'
import { POSTS } from './read-record.ts'
import { listMedia } from './record-media.ts'
import { textOf, timeOf } from './record-values.ts'

const METHOD = 'app.bsky.feed.getPostThread'
/** The depth of replies to replies that is read. */
const DEPTH = 10
const ANSWER_BYTES_MAX = 4 * 1_048_576

/**
 * Reads the thread around a post at the AppView: the posts that it answers, and its replies in the order of reading.
 * `absent`: there is no AppView, or the record is no post.
 */
export async function readThread(
  { appView, now }: Pick<Network, 'appView' | 'now'>,
  { id }: Subject,
  page: ThreadPage,
): Promise<Thread | 'absent' | undefined> {
  if (appView === undefined || parseAtUri(id)?.collection !== POSTS) return 'absent'
  const params = { uri: id, depth: String(DEPTH), parentHeight: String(PLACES_MAX) }
  const answer = await callXrpc(appView, { method: METHOD, params, bytesMax: ANSWER_BYTES_MAX }, Answer)
  if (isRefusal(answer)) return answer.error === 'NotFound' ? undefined : failRefused(METHOD, answer)
  const { thread } = answer
  if (!isView(thread)) return undefined
  const at = now()
  const whole = {
    before: listParents(thread, at),
    content: toMessage(thread, at),
    after: listReplies(thread, at),
  }
  return pageThread(whole, page, at.toISOString())
}

/** Lists the posts above, the first of the thread first. */
function listParents({ parent }: View, now: Date): Placeless[] {
  const parents: Placeless[] = []
  for (let above = parent; above !== undefined && parents.length < PLACES_MAX; ) {
    const node = readNode(above)
    parents.unshift(toMessage(node, now))
    above = isView(node) ? node.parent : undefined
  }
  return parents
}

/** Lists the replies to a post, each before the replies to it, no deeper than was asked for. */
function listReplies(node: Node, now: Date, depth = 0): Placeless[] {
  if (!isView(node) || depth === DEPTH) return []
  return (node.replies ?? [])
    .map(readNode)
    .flatMap((reply) => [toMessage(reply, now), ...listReplies(reply, now, depth + 1)])
}

/** Returns a message of a post, or of one that the AppView doesn't show. */
function toMessage(node: Node, now: Date): Placeless {
  if (!isView(node)) {
    const state = 'notFound' in node ? ('deleted' as const) : ('hidden' as const)
    const accountId = parseAtUri(node.uri)?.did ?? null
    return { id: node.uri, accountId, handle: null, text: '', createdAt: null, state, mediaCount: 0 }
  }
  const { uri, author, record } = node.post
  const text = textOf(record, TEXT_CHARS_MAX)
  return {
    ...{ id: uri, accountId: author.did, handle: toStorable(author.handle, NAME_CHARS_MAX), text, state: 'shown' },
    ...{ createdAt: timeOf(record.createdAt, now), mediaCount: listMedia(record).length },
  }
}

function readNode(value: unknown): Node {
  if (Value.Check(View, value) || Value.Check(Missing, value)) return value
  throw new ConnectorError('unreadable', `the answer to ${METHOD} is not as agreed`)
}

const Uri = Type.String({ minLength: 1, maxLength: 512 })
const View = Type.Object({
  post: Type.Object({
    uri: Uri,
    author: Type.Object({ did: Type.String({ minLength: 1, maxLength: 512 }), handle: Type.String() }),
    record: Type.Record(Type.String(), Type.Unknown()),
  }),
  parent: Type.Optional(Type.Unknown()),
  replies: Type.Optional(Type.Array(Type.Unknown())),
})
type View = Static<typeof View>
/** A post that was not found, or whose author and the reader block each other. */
const Missing = Type.Union([
  Type.Object({ uri: Uri, notFound: Type.Literal(true) }),
  Type.Object({ uri: Uri, blocked: Type.Literal(true) }),
])
type Node = View | Static<typeof Missing>
const Answer = Type.Object({ thread: Type.Union([View, Missing]) })

const isView = (node: Node): node is View => 'post' in node
