import { createHash } from 'node:crypto'
import type { RelatedAccounts } from '@countersign/platform-kit'
import { queueShown } from '../../cases/claims/shown.ts'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import { FewAtOnce } from '../../foundation/bounds/few-at-once.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { inTransaction, type Queryable } from '../../foundation/database/db.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { findAccountAccess } from '../account-history/account-history-queries.ts'
import type { OpenedCase } from '../case/case-queries.ts'
import { openCase } from '../case/read-case.ts'
import type { Missing } from '../profile/account-reads.ts'
import { hasRoomForEvidence, queueShownEvidence, STORED_BYTES_MAX } from '../profile/shown-evidence.ts'
import { listKnownRelated } from './related-queries.ts'
import { missingRelated, type ShownRelated, showRelated } from './show-related.ts'

const READS_A_MINUTE_MAX = 20
const AT_ONCE_MAX = 4

export interface CaseRelated extends ShownRelated {
  case: OpenedCase
  /** The hash of what is shown, in hex: the decision names it. */
  sha256: string
}

/** Reads related accounts from the platform for reviewers, few at a time and within a limit for each person. */
export class RelatedReads {
  readonly #platform: Connector
  readonly #limit = new AttemptLimit({ max: READS_A_MINUTE_MAX, windowMs: MINUTE_MS })
  readonly #few = new FewAtOnce(AT_ONCE_MAX, () => new DeskError('unavailable', message('media.busy')))

  constructor(platform: Connector) {
    this.#platform = platform
  }

  /** Never throws what the platform did: a case is decided without its related accounts. */
  async read(accountId: string, staffId: string): Promise<RelatedAccounts | Missing> {
    if (this.#few.isFull || !this.#limit.admit(staffId)) return 'busy'
    const { relatedAccounts } = this.#platform
    if (relatedAccounts === undefined) return 'absent'
    try {
      return (await this.#few.run(() => relatedAccounts({ kind: 'account', id: accountId }))) ?? 'gone'
    } catch (error) {
      if (error instanceof ConnectorError) return 'unknown'
      throw error
    }
  }
}

/**
 * Reads which accounts share signals with the one of a case, for a person who may open the case. What the holder of the
 * case is shown is stored, and the decision names its hash.
 */
export async function readRelated(
  desk: Desk,
  reads: RelatedReads,
  { caseId, staffId }: { caseId: string; staffId: string },
): Promise<CaseRelated> {
  const found = await openCase(desk.db, caseId, staffId)
  const whole = await gatherRelated(desk.db, reads, found, staffId)
  const shown = toBytes(whole).length <= STORED_BYTES_MAX ? whole : missingRelated('unknown')
  const bytes = toBytes(shown)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await inTransaction(desk.db, async (tx) => {
    queueShownEvidence(tx, 'shown_related', { caseId, staffId, sha256, bytes })
    queueShown(tx, caseId, staffId, [`related:${sha256}`])
  })
  return { ...shown, case: found, sha256 }
}

async function gatherRelated(
  db: Queryable,
  reads: RelatedReads,
  { accountId }: OpenedCase,
  staffId: string,
): Promise<ShownRelated> {
  if (accountId === null) return missingRelated('unauthored')
  const read = (await hasRoomForEvidence(db, staffId)) ? await reads.read(accountId, staffId) : 'busy'
  if (typeof read === 'string') return missingRelated(read)
  const accountIds = [...new Set(read.signals.flatMap(({ accounts }) => accounts.map(({ id }) => id)))]
  const [known, reader] = await Promise.all([
    listKnownRelated(db, { accountIds, staffId }),
    findAccountAccess(db, accountId, staffId),
  ])
  return showRelated({ read, known: new Map(known.map((each) => [each.id, each])), reader })
}

/** Returns what is stored. The time of the reading is not part of it: the same answer is stored once. */
function toBytes({ readAt: _, ...stored }: ShownRelated): Buffer {
  return Buffer.from(canonicalJson(stored as unknown as Json))
}
