import type { KeyCaller, Subject } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { DEFAULT_PLATFORM, nativeId, platformOfId, qualifyId } from '../../foundation/platforms.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { PLATFORM_ID_LENGTH_MAX } from '../../foundation/schemas/schemas.ts'

/** The platform for which a machine speaks. */
type Speaker = Pick<KeyCaller, 'platform'>

/**
 * Returns the desk's id of what a machine names by its own platform's id. So a machine can name nothing of another
 * platform: ids of the default platform must not look like those of a named one.
 */
export function ownId({ platform = DEFAULT_PLATFORM }: Speaker, id: string, field: string): string {
  if (platform === DEFAULT_PLATFORM && platformOfId(id) !== DEFAULT_PLATFORM) {
    throw invalidField(field, message('field.otherPlatform', { platform: platformOfId(id) }))
  }
  const own = qualifyId(platform, id)
  if (own.length > PLATFORM_ID_LENGTH_MAX) throw invalidField(field, message('field.longId'))
  return own
}

export const ownSubject = (speaker: Speaker, { kind, id }: Subject, field = 'subject/id'): Subject => ({
  kind,
  id: ownId(speaker, id, field),
})

/** True when a subject is of the platform for which a machine speaks. */
export const isOwn = ({ platform = DEFAULT_PLATFORM }: Speaker, { id }: Subject): boolean =>
  platformOfId(id) === platform

/** Returns an id as the machine's own platform knows it. */
export const idFor = ({ platform = DEFAULT_PLATFORM }: Speaker, id: string): string =>
  platform === DEFAULT_PLATFORM ? id : nativeId(id)

/** Returns a content with the desk's ids instead of those of its platform. */
export const nameOwnContent = <Content extends { id: string; accountId: string; parentId?: string }>(
  speaker: Speaker,
  content: Content,
): Content => ({
  ...content,
  id: ownId(speaker, content.id, 'contentId'),
  accountId: ownId(speaker, content.accountId, 'accountId'),
  ...(content.parentId !== undefined && { parentId: ownId(speaker, content.parentId, 'parentId') }),
})
