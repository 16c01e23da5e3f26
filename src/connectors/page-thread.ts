import type { Thread, ThreadMessage, ThreadPage } from '@countersign/platform-kit'

/** A message without its place. */
export type Placeless = Omit<ThreadMessage, 'place'>

/** A whole thread as a platform answers it, in order: what is before the content, the content, and what is after it. */
interface WholeThread {
  before: readonly Placeless[]
  content: Placeless
  after: readonly Placeless[]
}

/** Cuts a page out of a whole thread. */
export function pageThread(
  { before, content, after }: WholeThread,
  { from, count }: ThreadPage,
  readAt: string,
): Thread {
  const all = [...before, content, ...after].map((message, index) => ({ ...message, place: index - before.length }))
  const messages = all.filter(({ place }) => place >= from && place < from + count)
  return {
    kind: 'thread',
    messages,
    hasEarlier: -before.length < from,
    hasLater: after.length >= from + count,
    readAt,
  }
}
