import { createHash } from 'node:crypto'
import type { Thread, ThreadMessage } from '@countersign/platform-kit'
import { queueShown } from '../../cases/claims/shown.ts'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import { FewAtOnce } from '../../foundation/bounds/few-at-once.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { parseSubjectKey, type Subject } from '../../foundation/domain.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { parseTime } from '../../foundation/time/parse-time.ts'
import type { Desk } from '../../policy/desk.ts'
import type { OpenedCase } from '../case/case-queries.ts'
import { openCase } from '../case/read-case.ts'
import { listRestrictedContents } from '../profile/profile-queries.ts'
import { listUndisclosedAuthors, queueShownThread } from './thread-queries.ts'

/** The most messages of one page. The connectors' own limit is the same. */
export const PAGE_MESSAGES_MAX = 25
/** The farthest place of a message from the reported one. Both directions together are 500 messages. */
export const PLACE_MAX = 250
const PAGES_A_MINUTE_MAX = 60
const AT_ONCE_MAX = 8

/**
 * The reasons for which a thread is missing. absent: the platform offers none. gone: it has no such content. unknown:
 * it did not answer. busy: too many reads at a time. account: the case is about an account.
 */
export const THREAD_MISSING = ['absent', 'gone', 'unknown', 'busy', 'account'] as const
type Missing = (typeof THREAD_MISSING)[number]

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

interface ShownThread {
  kind: Thread['kind'] | null
  messages: ShownMessage[]
  hasEarlier: boolean
  hasLater: boolean
  readAt: string | null
  missing: Missing | null
}

export interface CaseThread extends ShownThread {
  case: OpenedCase
  /** The hash of what is shown, in hex: the decision names it. */
  sha256: string
}

interface Asked {
  caseId: string
  staffId: string
  from: number
  count: number
}

/** Reads threads from the platform for reviewers, few at a time and within a limit for each person. */
export class ThreadReads {
  readonly #platform: Connector
  readonly #limit = new AttemptLimit({ max: PAGES_A_MINUTE_MAX, windowMs: MINUTE_MS })
  readonly #few = new FewAtOnce(AT_ONCE_MAX, () => new DeskError('unavailable', message('media.busy')))

  constructor(platform: Connector) {
    this.#platform = platform
  }

  /** Never throws what the platform did: a case is decided without its thread. */
  async read(content: Subject, { staffId, from, count }: Asked): Promise<Thread | Missing> {
    if (content.kind !== 'content') return 'account'
    if (this.#few.isFull || !this.#limit.admit(staffId)) return 'busy'
    const { thread } = this.#platform
    if (thread === undefined) return 'absent'
    try {
      return (await this.#few.run(() => thread(content, { from, count }))) ?? 'gone'
    } catch (error) {
      if (error instanceof ConnectorError) return 'unknown'
      throw error
    }
  }
}

/**
 * Reads a page of the messages around the content of a case, for a person who may open the case. Restricted words are
 * withheld. What the holder of the case is shown is stored, and the decision names its hash.
 */
export async function readCaseThread(desk: Desk, reads: ThreadReads, asked: Asked): Promise<CaseThread> {
  const { caseId, staffId } = asked
  const found = await openCase(desk.db, caseId, staffId)
  const read = await reads.read(parseSubjectKey(found.subject), asked)
  const shown = typeof read === 'string' ? missingFor(read) : await toShown(desk, found, { thread: read, staffId })
  const bytes = Buffer.from(canonicalJson(shown as unknown as Json))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await inTransaction(desk.db, async (tx) => {
    queueShownThread(tx, { caseId, staffId, sha256, bytes })
    queueShown(tx, caseId, staffId, [`thread:${sha256}`])
  })
  return { ...shown, case: found, sha256 }
}

const missingFor = (missing: Missing): ShownThread => ({
  ...{ kind: null, messages: [], hasEarlier: false, hasLater: false, readAt: null, missing },
})

async function toShown(
  { db }: Desk,
  { subject }: OpenedCase,
  { thread, staffId }: { thread: Thread; staffId: string },
): Promise<ShownThread> {
  const { kind, messages, hasEarlier, hasLater, readAt } = thread
  const { id: reportedId } = parseSubjectKey(subject)
  const [restricted, undisclosed] = await Promise.all([
    listRestrictedContents(
      db,
      messages.map(({ id }) => id),
    ),
    listUndisclosedAuthors(
      db,
      staffId,
      messages.flatMap(({ accountId }) => accountId ?? []),
    ),
  ])
  const toMessage = ({ text, createdAt, cut = false, class: of, ...sent }: ThreadMessage): ShownMessage => ({
    ...{ place: sent.place, id: sent.id, accountId: sent.accountId, handle: sent.handle },
    text: of === 'restricted' || restricted.has(sent.id) ? null : text,
    isCut: cut,
    createdAt: createdAt === 'absent' ? null : toMoment(createdAt),
    state: sent.accountId !== null && undisclosed.has(sent.accountId) ? null : sent.state,
    mediaCount: sent.mediaCount,
    isReported: sent.id === reportedId,
  })
  const farther = (place: number | undefined, more: boolean) => more && Math.abs(place ?? 0) < PLACE_MAX
  return {
    ...{ kind, messages: messages.map(toMessage), readAt: toMoment(readAt), missing: null },
    hasEarlier: farther(messages[0]?.place, hasEarlier),
    hasLater: farther(messages.at(-1)?.place, hasLater),
  }
}

const toMoment = (text: string | null): string | null => parseTime(text ?? '')?.toISOString() ?? null
