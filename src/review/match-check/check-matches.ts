import { ConnectorError, type HashedMedia } from '../../foundation/connector/connector.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey, type Subject } from '../../foundation/domain.ts'
import { gatherFacts } from '../../enforcement/facts/read-platform.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { FewAtOnce } from '../../foundation/bounds/few-at-once.ts'
import { DeskError } from '../../foundation/errors.ts'
import { openCase } from '../case/read-case.ts'
import {
  type ComparedMedia,
  type FoundMatch,
  listComparedMedia,
  readGoodUntil,
  recordMatches,
} from './match-queries.ts'

/** The most checks at a time: each holds a connection to the platform while media are hashed. */
const CHECKS_AT_ONCE_MAX = 4
/** The time after which no further comparison begins. */
const CHECK_MAX_MS = 20_000

/**
 * not_offered: the platform releases it to no caller, not even for a comparison. unavailable: it could not be read in
 * time.
 */
export const COMPARISONS = ['matches', 'no_match', 'not_offered', 'unavailable'] as const

export interface CheckedMedia {
  mediaId: string
  result: (typeof COMPARISONS)[number]
  /** The hash in hex, for people with the clearance for restricted evidence. */
  sha256?: string
  matches: readonly FoundMatch[]
}

const checks = new FewAtOnce(CHECKS_AT_ONCE_MAX, () => new DeskError('unavailable', message('match.busy')))

/**
 * Compares the media of a case's content with the lists of verified material. The bytes come from the platform now and
 * are hashed as they arrive. A match is recorded, and the caller may act on it within five minutes.
 */
export async function checkMatches(
  desk: Desk,
  { caseId, staffId }: { caseId: string; staffId: string },
): Promise<{ media: CheckedMedia[]; goodUntil: Date }> {
  const { subject, claimedBy, seesRestricted } = await openCase(desk.db, caseId, staffId)
  if (claimedBy !== staffId) {
    throw new DeskError('conflict', message('match.notHeld', { caseId }))
  }
  const content = parseSubjectKey(subject)
  if (content.kind !== 'content') {
    throw new DeskError('refused', message('match.account', { caseId }))
  }
  return checks.run(async () => {
    if ((await gatherFacts(desk, subject)) === 'unknown') {
      throw new DeskError('unavailable', message('match.noMedia'))
    }
    const compared = await compareAll(desk, content, await listComparedMedia(desk.db, content.id))
    const media = await insertMatches(desk, compared, { caseId, subject, staffId, seesRestricted })
    return { media, goodUntil: await readGoodUntil(desk.db) }
  })
}

interface Compared {
  mediaId: string
  hashed: HashedMedia | 'not_offered' | 'unavailable'
}

async function compareAll(desk: Desk, content: Subject, media: readonly ComparedMedia[]): Promise<Compared[]> {
  const compared: Compared[] = []
  const late = AbortSignal.timeout(CHECK_MAX_MS)
  for (const one of media) {
    const hashed = late.aborted ? 'unavailable' : await hash(desk, content, one)
    compared.push({ mediaId: one.id, hashed })
  }
  return compared
}

async function hash({ platform, log }: Desk, content: Subject, { reference, restricted }: ComparedMedia) {
  try {
    return (await platform.hashMedia?.(content, reference, { restricted })) ?? 'not_offered'
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    log.warn({ failure: error.failure }, 'media could not be compared with the lists')
    return 'unavailable'
  }
}

async function insertMatches(
  desk: Desk,
  compared: readonly Compared[],
  {
    caseId,
    subject,
    staffId,
    seesRestricted,
  }: { caseId: string; subject: string; staffId: string; seesRestricted: boolean },
): Promise<CheckedMedia[]> {
  return inTransaction(desk.db, async (tx) => {
    const checked: CheckedMedia[] = []
    for (const { mediaId, hashed } of compared) {
      if (typeof hashed === 'string') {
        checked.push({ mediaId, result: hashed, matches: [] })
        continue
      }
      const matches = await recordMatches(tx, { caseId, mediaId, sha256: hashed.sha256, staffId })
      const sha256 = hashed.sha256.toString('hex')
      for (const { id: matchId, listId } of matches) {
        const by = { kind: 'staff', id: staffId } as const
        const content = contentHash({ sha256 })
        queueEntry(tx, { kind: 'content_matched', matchId, caseId, mediaId, listId, contentHash: content, by, subject })
      }
      const result = matches.length > 0 ? 'matches' : 'no_match'
      checked.push({ mediaId, result, matches, ...(seesRestricted && { sha256 }) })
    }
    return checked
  })
}
