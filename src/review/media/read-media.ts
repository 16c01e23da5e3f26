import { createHash } from 'node:crypto'
import { ConnectorError, type MediaBytes } from '../../foundation/connector/connector.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { FewAtOnce } from '../../foundation/bounds/few-at-once.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { OpenedCase } from '../case/case-queries.ts'
import { isShown, type Withheld, withheld } from './media.ts'
import { type CaseMedia, findEvidenceBytes, findMedia } from './media-queries.ts'
import { openCase } from '../case/read-case.ts'
import { isRestrictedHash, isRestrictedReference } from './restricted-queries.ts'
import { queueShown } from '../../cases/claims/shown.ts'

const MEDIA_BYTES_MAX = 8 * 1_048_576
/** The most reads at a time: each takes some thirty megabytes of memory. */
const READ_AT_ONCE_MAX = 8

interface MediaRequest {
  caseId: string
  mediaId: string
  staffId: string
}

interface ShownMedia extends MediaBytes {
  case: OpenedCase
}

/** Bounds the reads of media at a time by the memory of the process. */
export const mediaReads = new FewAtOnce(READ_AT_ONCE_MAX, () => new DeskError('unavailable', message('media.busy')))

/**
 * Returns the bytes of one medium of a case, to a person who may open the case. They come from the evidence, or from
 * the platform through its own connector, so no browser visits an address that a reported account chose. Restricted
 * media, and bytes with another hash than reported, are refused. The holder's look is recorded first.
 */
export async function readMedia(desk: Desk, request: MediaRequest): Promise<ShownMedia> {
  const { case: found, media } = await openCaseMedia(desk, request)
  const read = await mediaReads.run(() => readBytes(desk, found, media))
  refuseOther(media, read)
  await inTransaction(desk.db, async (tx) => queueShown(tx, found.id, request.staffId, [`media:${media.id}`]))
  return { case: found, ...read }
}

/** Finds a medium of a case for a person who may open the case. Throws for one that is withheld. */
export async function openCaseMedia(
  desk: Desk,
  { caseId, mediaId, staffId }: MediaRequest,
): Promise<{ case: OpenedCase; media: CaseMedia }> {
  const found = await openCase(desk.db, caseId, staffId)
  const media = await findMedia(desk.db, {
    mediaId,
    caseId: found.reportedIn,
    subject: found.subject,
    appealId: found.appealId,
  })
  if (media === undefined) throw notFound(message('media.unknown', { mediaId, caseId }))
  const why = withheld(media)
  if (why !== null) throw refusalOf(why, media)
  return { case: found, media }
}

/**
 * Returns the bytes of the picture of a streamed medium. The platform may state any reference as that of the picture, so
 * a restricted medium, by its reference or its bytes, is refused.
 */
export async function readPoster(desk: Desk, request: MediaRequest): Promise<ShownMedia> {
  const { case: found, media } = await openCaseMedia(desk, request)
  const { poster } = media
  if (poster === null) throw notFound(message('media.noBytes'))
  if (await isRestrictedReference(desk.db, { subject: found.subject, reference: poster })) throw restricted()
  const picture = { ...media, kind: 'image', reference: poster, reportId: null, sha256: null } as const
  const read = await mediaReads.run(() => readBytes(desk, found, picture))
  refuseOther(picture, read)
  if (await isRestrictedHash(desk.db, sha256Of(read.bytes))) throw restricted()
  return { case: found, ...read }
}

async function readBytes(desk: Desk, found: OpenedCase, media: CaseMedia): Promise<MediaBytes> {
  if (media.reportId !== null) {
    const bytes = await findEvidenceBytes(desk.db, media.id)
    if (bytes === undefined) throw notFound(message('media.noBytes'))
    return { mediaType: media.mediaType, bytes }
  }
  try {
    const read = await desk.platform.media(parseSubjectKey(found.subject), media.reference ?? '')
    if (read === undefined) throw notFound(message('media.gone'))
    return read
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    const code = error.failure === 'refused' ? 'refused' : 'unavailable'
    throw new DeskError(code, message('media.failed', { why: error.message.replace(/\.$/, '') }))
  }
}

/** Refuses bytes that differ from the reported ones, are too large, or are of a type that can't be shown. */
function refuseOther({ kind, sha256 }: CaseMedia, { mediaType, bytes }: MediaBytes): void {
  if (sha256 !== null && sha256Of(bytes) !== sha256) {
    throw new DeskError('conflict', message('media.otherHash'))
  }
  if (bytes.length > MEDIA_BYTES_MAX) {
    throw new DeskError('refused', message('media.tooLarge', { limit: MEDIA_BYTES_MAX }))
  }
  if (!isShown(kind, mediaType)) throw new DeskError('refused', message('media.typeOfPlatform'))
}

function refusalOf(why: Withheld, { mediaType }: Pick<CaseMedia, 'mediaType'>): DeskError {
  return why === 'restricted' ? restricted() : new DeskError('refused', message('media.type', { mediaType }))
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const restricted = (): DeskError => new DeskError('not_allowed', message('media.restricted'))
const notFound = (text: Message): DeskError => new DeskError('not_found', text)
