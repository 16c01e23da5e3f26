import { canonicalId } from '../../foundation/connector/collections.ts'
import type { KeyCaller, Subject } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { DEFAULT_PLATFORM, nativeId, platformOfId, qualifyId } from '../../foundation/platforms.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { PLATFORM_ID_LENGTH_MAX } from '../../foundation/schemas/schemas.ts'

/** The platform of an API key. */
type KeyPlatform = Pick<KeyCaller, 'platform'>

/**
 * Returns the desk's id for an id that an API key sends, which is its platform's own. Refuses one that is too long, and
 * from a key of the default platform one that has the form of another platform's id.
 */
export function qualifyForKey({ platform = DEFAULT_PLATFORM }: KeyPlatform, id: string, field: string): string {
  if (platform === DEFAULT_PLATFORM && platformOfId(id) !== DEFAULT_PLATFORM) {
    throw invalidField(field, message('field.otherPlatform', { platform: platformOfId(id) }))
  }
  requireCanonical(id, field)
  const own = qualifyId(platform, id)
  if (own.length > PLATFORM_ID_LENGTH_MAX) throw invalidField(field, message('field.longId'))
  return own
}

/** Refuses an id of a domain in another spelling than its one name. */
export function requireCanonical(id: string, field: string): void {
  const canonical = canonicalId(id)
  if (canonical !== id) throw invalidField(field, message('field.otherSpelling', { id: canonical }))
}

export const qualifySubjectForKey = (key: KeyPlatform, { kind, id }: Subject, field = 'subject/id'): Subject => ({
  kind,
  id: qualifyForKey(key, id, field),
})

/** True when a subject is of the key's platform. */
export const isOfKeyPlatform = ({ platform = DEFAULT_PLATFORM }: KeyPlatform, { id }: Subject): boolean =>
  platformOfId(id) === platform

/** Returns an id as the key's platform knows it. */
export const nativeIdForKey = ({ platform = DEFAULT_PLATFORM }: KeyPlatform, id: string): string =>
  platform === DEFAULT_PLATFORM ? id : nativeId(id)

/** Returns a content with the desk's ids instead of those of its platform. */
export const qualifyContentForKey = <Content extends { id: string; accountId: string; parentId?: string }>(
  key: KeyPlatform,
  content: Content,
): Content => ({
  ...content,
  id: qualifyForKey(key, content.id, 'contentId'),
  accountId: qualifyForKey(key, content.accountId, 'accountId'),
  ...(content.parentId !== undefined && { parentId: qualifyForKey(key, content.parentId, 'parentId') }),
})
