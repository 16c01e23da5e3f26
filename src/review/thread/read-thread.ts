import { createHash } from 'node:crypto'
import type { Thread } from '@countersign/platform-kit'
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
import type { Desk } from '../../policy/desk.ts'
import type { OpenedCase } from '../case/case-queries.ts'
import { openCase } from '../case/read-case.ts'
import { listRestrictedContents } from '../profile/profile-queries.ts'
import { hasRoomForEvidence, queueShownEvidence, STORED_BYTES_MAX } from '../profile/shown-evidence.ts'
import { type Missing, missingFor, type ShownThread, showThread, type ThreadFacts } from './show-thread.ts'
import { listUndisclosedAuthors } from './thread-queries.ts'

/** The most messages of one page. The connectors' own limit is the same. */
export const PAGE_MESSAGES_MAX = 25
const PAGES_A_MINUTE_MAX = 60
const AT_ONCE_MAX = 8

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
  const hasRoom = await hasRoomForEvidence(desk.db, staffId)
  const read = hasRoom ? await reads.read(parseSubjectKey(found.subject), asked) : 'busy'
  const whole = showThread(await gatherFacts(desk, found, { read, staffId }))
  const shown = toBytes(whole).length <= STORED_BYTES_MAX ? whole : missingFor('unknown')
  const bytes = toBytes(shown)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await inTransaction(desk.db, async (tx) => {
    queueShownEvidence(tx, 'shown_thread', { caseId, staffId, sha256, bytes })
    queueShown(tx, caseId, staffId, [`thread:${sha256}`])
  })
  return { ...shown, case: found, sha256 }
}

/** Returns what is stored. The time of the reading is not part of it: the same page is stored once. */
function toBytes({ readAt: _, ...stored }: ShownThread): Buffer {
  return Buffer.from(canonicalJson(stored as unknown as Json))
}

/** Gathers what decides which of the platform's messages a person is shown. */
export async function gatherFacts(
  { db }: Desk,
  { subject, accountId }: OpenedCase,
  { read, staffId }: { read: Thread | Missing; staffId: string },
): Promise<ThreadFacts> {
  const messages = typeof read === 'string' ? [] : read.messages
  const named = [accountId, ...messages.map((sent) => sent.accountId)].filter((id) => id !== null)
  const accountIds = read === 'gone' && accountId === null ? 'all' : named
  const [restricted, undisclosed] = await Promise.all([
    listRestrictedContents(
      db,
      messages.map(({ id }) => id),
    ),
    listUndisclosedAuthors(db, staffId, accountIds),
  ])
  return { read, reportedId: parseSubjectKey(subject).id, restricted, undisclosed }
}
