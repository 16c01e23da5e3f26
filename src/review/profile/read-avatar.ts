import { createHash } from 'node:crypto'
import { queueShown } from '../../cases/claims/shown.ts'
import { ConnectorError, type MediaBytes } from '../../foundation/connector/connector.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { accountKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import type { OpenedCase } from '../case/case-queries.ts'
import { openCase } from '../case/read-case.ts'
import { isShown } from '../media/media.ts'
import { mediaReads } from '../media/read-media.ts'
import { isRestricted, isRestrictedHash } from '../media/restricted-queries.ts'
import type { AccountReads } from './account-reads.ts'
import { judgeAvatar } from './read-profile.ts'

const AVATAR_BYTES_MAX = 2 * 1_048_576

interface ShownAvatar extends MediaBytes {
  case: OpenedCase
}

/**
 * Returns the picture of a case's account through the connector, so that no browser visits the reported party's server.
 * Restricted pictures and bytes with another hash than stated are refused. The hash of what is shown is recorded.
 */
export async function readAvatar(
  desk: Desk,
  reads: AccountReads,
  { caseId, staffId }: { caseId: string; staffId: string },
): Promise<ShownAvatar> {
  const found = await openCase(desk.db, caseId, staffId)
  const { accountId } = found
  if (accountId === null) throw notFound()
  const { profile } = await reads.read(accountId, staffId)
  if (profile === 'unknown') throw unavailable(message('media.unanswered'))
  if (profile === 'busy') throw unavailable(message('media.busy'))
  if (typeof profile === 'string') throw notFound()
  const isWithheld = await isRestricted(desk.db, accountKey(accountId))
  const avatar = await judgeAvatar(desk.db, profile, isWithheld)
  if (avatar === 'restricted') throw new DeskError('not_allowed', message('media.restricted'))
  if (avatar !== 'shown' || profile.avatar === null || profile.avatar === 'absent') throw notFound()
  const { reference } = profile.avatar
  if (!reads.countPicture(staffId)) throw unavailable(message('media.busy'))
  const read = await mediaReads.run(() => readBytes(desk, accountId, reference))
  const sha256 = createHash('sha256').update(read.bytes).digest('hex')
  await refuseOther(desk, read, { sha256, stated: profile.avatar.sha256 })
  await inTransaction(desk.db, async (tx) => queueShown(tx, caseId, staffId, [`avatar:${sha256}`]))
  return { case: found, ...read }
}

async function readBytes(desk: Desk, accountId: string, reference: string): Promise<MediaBytes> {
  try {
    const read = await desk.platform.media({ kind: 'account', id: accountId }, reference, {
      bytesMax: AVATAR_BYTES_MAX,
    })
    if (read === undefined) throw notFound()
    return read
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    if (error.failure === 'refused') throw notFound()
    throw unavailable(message('media.failed', { why: error.message.replace(/\.$/, '') }))
  }
}

/** Refuses bytes that differ from the stated ones, are too large, are known to be restricted, or can't be shown. */
async function refuseOther(
  desk: Desk,
  { mediaType, bytes }: MediaBytes,
  { sha256, stated = sha256 }: { sha256: string; stated: string | undefined },
): Promise<void> {
  if (sha256 !== stated) throw new DeskError('conflict', message('media.otherHash'))
  if (bytes.length > AVATAR_BYTES_MAX)
    throw new DeskError('refused', message('media.tooLarge', { limit: AVATAR_BYTES_MAX }))
  if (await isRestrictedHash(desk.db, sha256)) throw new DeskError('not_allowed', message('media.restricted'))
  if (!isShown('image', mediaType)) throw new DeskError('refused', message('media.typeOfPlatform'))
}

const notFound = (): DeskError => new DeskError('not_found', message('media.gone'))
const unavailable = (why: Message): DeskError => new DeskError('unavailable', why)
