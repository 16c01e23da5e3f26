import type { Thread, ThreadMessage } from '@countersign/platform-kit'
import { parseTime } from '../../foundation/time/parse-time.ts'

/** The farthest place of a message from the reported one. Both directions together are 500 messages. */
export const PLACE_MAX = 250

/**
 * The reasons for which a thread is missing. absent: the platform offers none. gone: it has no such content. unknown:
 * it did not answer. busy: too many reads at a time. account: the case is about an account.
 */
export const THREAD_MISSING = ['absent', 'gone', 'unknown', 'busy', 'account'] as const
export type Missing = (typeof THREAD_MISSING)[number]

/** A message as it is shown. */
interface ShownMessage {
  place: number
  id: string
  accountId: string | null
  handle: string | null
  /** The text. Null: it is restricted. */
  text: string | null
  isCut: boolean
  createdAt: string | null
  /** Null: the reader may still have to review what could have caused it. */
  state: ThreadMessage['state'] | null
  mediaCount: number
  isReported: boolean
}

export interface ShownThread {
  kind: Thread['kind'] | null
  messages: ShownMessage[]
  hasEarlier: boolean
  hasLater: boolean
  readAt: string | null
  missing: Missing | null
}

export interface ThreadFacts {
  read: Thread | Missing
  reportedId: string
  /** The contents whose words are restricted. */
  restricted: ReadonlySet<string>
  /** The accounts about which the reader still owes an independent review. */
  undisclosed: ReadonlySet<string>
}

/**
 * Returns what a person is shown of the platform's answer. Before their independent review they must not learn what
 * became of an account's messages: one of which nothing is left is left out, and why a thread is missing is not said.
 */
export function showThread(facts: ThreadFacts): ShownThread {
  const { read, reportedId, undisclosed } = facts
  if (typeof read === 'string') return missingFor(read === 'gone' && undisclosed.size > 0 ? 'unknown' : read)
  const { kind, messages, hasEarlier, hasLater, readAt } = read
  const shown = messages.filter((sent) => !tellsItsEnd(sent, facts))
  if (messages.some(({ id }) => id === reportedId) && !shown.some(({ id }) => id === reportedId))
    return missingFor('unknown')
  const farther = (place: number | undefined, more: boolean) => more && Math.abs(place ?? 0) < PLACE_MAX
  return {
    ...{ kind, messages: shown.map((sent) => toMessage(sent, facts)), readAt: toMoment(readAt), missing: null },
    hasEarlier: farther(messages[0]?.place, hasEarlier),
    hasLater: farther(messages.at(-1)?.place, hasLater),
  }
}

export const missingFor = (missing: Missing): ShownThread => ({
  ...{ kind: null, messages: [], hasEarlier: false, hasLater: false, readAt: null, missing },
})

/** True when a message shows by itself that visitors don't see it, and the reader must not learn that. */
function tellsItsEnd(sent: ThreadMessage, facts: ThreadFacts): boolean {
  const isEmpty = sent.text === '' && sent.mediaCount === 0 && !isRestricted(sent, facts)
  return isEmpty && sent.state !== 'shown' && isUndisclosed(sent, facts)
}

function toMessage(sent: ThreadMessage, facts: ThreadFacts): ShownMessage {
  const { place, id, accountId, handle, text, cut = false, createdAt, state, mediaCount } = sent
  return {
    ...{ place, id, accountId, handle, mediaCount },
    text: isRestricted(sent, facts) ? null : text,
    isCut: cut,
    createdAt: createdAt === 'absent' ? null : toMoment(createdAt),
    state: isUndisclosed(sent, facts) ? null : state,
    isReported: id === facts.reportedId,
  }
}

const isRestricted = (sent: ThreadMessage, { restricted }: ThreadFacts): boolean =>
  sent.class === 'restricted' || restricted.has(sent.id)

/** A message without an author may be one of these accounts'. */
const isUndisclosed = ({ accountId }: ThreadMessage, { undisclosed }: ThreadFacts): boolean =>
  accountId === null ? undisclosed.size > 0 : undisclosed.has(accountId)

const toMoment = (text: string | null): string | null => parseTime(text ?? '')?.toISOString() ?? null
