import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { Fact, Subject } from './protocol.ts'
import { cut, NAME_CHARS_MAX, TEXT_CHARS_MAX } from './read-profile.ts'

/** The most messages of one page. Twin of MESSAGES_MAX in TypeScript. */
export const MESSAGES_MAX = 25
/** The farthest place of a message from the content, in both directions. Twin of PLACES_MAX in TypeScript. */
export const PLACES_MAX = 250

/** A page of a thread: so many messages, from this place on. */
export interface ThreadPage {
  /** The place of the first message: 0 is the content itself, -1 the message before it, 1 the one after it. */
  from: number
  count: number
}

/** One message of a thread, a transcript or a session log. */
export interface ThreadMessage {
  /** Its place: 0 is the content itself, -1 the message before it, 1 the one after it. */
  place: number
  id: string
  /** The author. Null: the platform names none. */
  accountId: string | null
  handle: string | null
  /** The desk receives at most 2,000 characters, and none of a restricted message. */
  text: string
  createdAt: Fact<string>
  /** hidden: visitors don't see it. deleted: its author or another person deleted it. */
  state: 'shown' | 'hidden' | 'deleted'
  mediaCount: number
  /** `restricted`: its words must not be shown or copied. Left out: ordinary. */
  class?: 'ordinary' | 'restricted'
  /** True where platform-kit shortened the text. */
  cut?: boolean
}

/** A page of the messages around a content, by place, and whether there are more in each direction. */
export interface ReadThread {
  kind: 'thread' | 'transcript' | 'session_log'
  messages: readonly ThreadMessage[]
  hasEarlier: boolean
  hasLater: boolean
}

export interface Thread extends ReadThread {
  readAt: string
}

/** Returns a page of the messages around a content, with every text within its limit. */
export async function readThread<Tx>(
  { store, handlers, clock }: PlatformSetup<Tx>,
  { subject, from, count }: ThreadPage & { subject: Subject },
): Promise<Answer> {
  if (handlers.thread === undefined) return refuse('refused', 'This platform hands out no threads.')
  const found = await store.atomically(subject, async (tx) => handlers.thread?.(tx, subject, { from, count }))
  if (!found) return refuse('no_such_subject', NO_SUCH_SUBJECT)
  const { kind, messages, hasEarlier, hasLater } = found
  const sent = messages.filter(({ place }) => place >= from && place < from + count).map(toSent)
  return answer({ kind, messages: sent, hasEarlier, hasLater, readAt: clock.now().toISOString() } satisfies Thread)
}

function toSent({ text, handle, ...message }: ThreadMessage): ThreadMessage {
  const named = { ...message, handle: handle === null ? null : cut(handle, NAME_CHARS_MAX) }
  if (message.class === 'restricted') return { ...named, text: '' }
  const shown = cut(text, TEXT_CHARS_MAX)
  return { ...named, text: shown, ...(shown.length < text.length && { cut: true }) }
}
