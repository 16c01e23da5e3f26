import type { Subject } from './domain.ts'

/**
 * The name of a platform at a desk with several. The desk's id of an account or a content at a named platform is
 * `NAME~ID`; ids of the default platform are its own, unchanged. So everything that names a subject names its platform.
 */
export const PLATFORM_NAME = /^[a-z][a-z0-9-]{0,29}$/
/** The platform of COUNTERSIGN_PLATFORM_URL. No named platform has this name. */
export const DEFAULT_PLATFORM = 'default'

const QUALIFIED = /^([a-z][a-z0-9-]{0,29})~/

/**
 * Returns the origin of a platform's address, in the one form in which two are compared: no two platforms of a desk
 * have the same. Twin of origin_of_address in SQL.
 */
export const originOf = (address: string): string => new URL(address).origin.replace(/\.(?=:\d+$|$)/, '')

/** Returns the name of the platform that an id belongs to. Twin of platform_of_id in SQL. */
export const platformOfId = (id: string): string => QUALIFIED.exec(id)?.[1] ?? DEFAULT_PLATFORM

/** Returns the name of a subject's platform. */
export const platformOf = (subject: Subject): string => platformOfId(subject.id)

/** Returns the id by which the platform itself knows an account or a content. Twin of native_id_of_subject in SQL. */
export const nativeId = (id: string): string => id.replace(QUALIFIED, '')

/** Returns a subject by the id of its platform. */
export const nativeSubject = ({ kind, id }: Subject): Subject => ({ kind, id: nativeId(id) })

/** Returns the desk's id of what a platform knows by this id. */
export const qualifyId = (platform: string, id: string): string =>
  platform === DEFAULT_PLATFORM ? id : `${platform}~${id}`
