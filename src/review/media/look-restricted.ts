import { recordViews } from '../../oversight/views/record-views.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { openCase } from '../case/read-case.ts'
import { findRestricted, type RestrictedPiece } from './restricted-queries.ts'
import { queueShown } from '../../cases/claims/shown.ts'

interface RestrictedLook {
  caseId: string
  pieceId: string
  staffId: string
  reason: string
}

/**
 * A restricted piece. `link`: its address at the platform, and the time until which it opens; without one, `why` is the
 * reason.
 */
type Looked = RestrictedPiece & { link: { address: string; until: string } | null; why: string | null }

/**
 * Returns the hash and reference of restricted evidence, and a link that opens at the platform, to a person who may
 * open the case and has the clearance. The look and its reason are recorded first. The desk never has the bytes.
 */
export async function readRestricted(
  desk: Desk,
  { caseId, pieceId, staffId, reason }: RestrictedLook,
): Promise<Looked> {
  const found = await openCase(desk.db, caseId, staffId)
  if (!found.seesRestricted) {
    throw new DeskError('not_allowed', message('media.clearance'))
  }
  const piece = await findRestricted(desk.db, { caseId: found.reportedIn, subject: found.subject, pieceId })
  if (piece === undefined) throw new DeskError('not_found', message('media.noRestricted', { pieceId, caseId }))
  const inCase = found.claimedBy === staffId
  const view = {
    kind: 'restricted',
    subject: found.subject,
    caseId,
    mediaId: pieceId,
    reason,
    inCase,
    staffId,
  } as const
  await recordViews(desk, [{ ...view, accountId: found.accountId ?? undefined, ageMs: 0 }])
  await inTransaction(desk.db, async (tx) => queueShown(tx, caseId, staffId, [`restricted:${pieceId}`]))
  return { ...piece, ...(await findLink(desk, found.subject, piece.reference)) }
}

async function findLink(desk: Desk, subject: string, reference: string): Promise<Pick<Looked, 'link' | 'why'>> {
  try {
    const link = (await desk.platform.restrictedLink?.(parseSubjectKey(subject), reference)) ?? null
    return { link, why: link === null ? 'the platform opens nothing restricted by a link' : null }
  } catch (error) {
    if (error instanceof ConnectorError) return { link: null, why: error.message }
    throw error
  }
}
