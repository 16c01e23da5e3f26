/** The beginning of ids of a named platform. Twin of platformOfId in the desk: a test compares them. */
const QUALIFIED = /^([a-z][a-z0-9-]{0,29})~/

/** The name of the platform that an id belongs to; undefined: the platform without a name. */
export const platformOfId = (id: string): string | undefined => QUALIFIED.exec(id)?.[1]

/** The id by which the platform itself knows an account or a content. */
export const nativeId = (id: string): string => id.replace(QUALIFIED, '')

const COLLECTION = /^@(list|community|domain):/

/** The kind of collection that an account's id names. Twin of collectionKind in the desk: a test compares them. */
export const collectionKind = (id: string): string | undefined => COLLECTION.exec(nativeId(id))?.[1]

/** True for a list or a community: its reach is the number of its members. */
export const hasMembers = (id: string): boolean => ['list', 'community'].includes(collectionKind(id) ?? '')

/** True when an id belongs to this platform; `default` is the platform without a name. */
export const isAtPlatform = (id: string, platform: string): boolean => (platformOfId(id) ?? 'default') === platform

/** True when a platform may have this name. */
export const isPlatformName = (name: string): boolean => platformOfId(`${name}~`) === name
