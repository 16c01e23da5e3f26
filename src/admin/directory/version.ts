import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { choose } from './choose.ts'

const HASH_LENGTH = 22

/** A resource as SCIM describes it: `meta` says where it is. */
interface Described {
  meta: { location: string }
}

/** A resource before its version is added. */
export type Unversioned<Resource extends { meta: { version: string } }> = Omit<Resource, 'meta'> & {
  meta: Omit<Resource['meta'], 'version'>
}

/** Returns the resource with its version, a weak entity tag that changes with all that the resource says (RFC 7644 §3.14). */
export function withVersion<Resource extends Described>(resource: Resource) {
  const hash = createHash('sha256').update(JSON.stringify(resource)).digest('base64url').slice(0, HASH_LENGTH)
  return { ...resource, meta: { ...resource.meta, version: `W/"${hash}"` } }
}

/**
 * Refuses a change whose If-Match names none of the resource's present versions, so that nothing that the directory has
 * not seen is overwritten. Called with the directory locked.
 */
export function requireVersion({ headers }: Pick<FastifyRequest, 'headers'>, resource: Described): void {
  const wanted = headers['if-match']
  if (wanted === undefined || names(wanted, withVersion(resource).meta.version)) return
  throw new DeskError('changed_since', message('directory.changed'))
}

/** True when the directory has the present version of a resource already, so that the answer is 304 (RFC 9110 §13.1.2). */
export function isKnown({ headers }: Pick<FastifyRequest, 'headers'>, resource: Described): boolean {
  const known = headers['if-none-match']
  return known !== undefined && names(known, withVersion(resource).meta.version)
}

/**
 * Returns a resource with its version, which is also sent as ETag, and its chosen attributes. `more` is added to this answer
 * and is no part of the version.
 */
export function sendResource<Resource extends Described>(
  { query }: Pick<FastifyRequest, 'query'>,
  reply: Pick<FastifyReply, 'header'>,
  resource: Resource,
  more: Partial<Resource> = {},
): ReturnType<typeof withVersion<Resource>> {
  const versioned = withVersion(resource)
  reply.header('etag', versioned.meta.version)
  return choose({ ...versioned, ...more }, query as Parameters<typeof choose>[1])
}

/** True when a list of entity tags names the version. Weak and strong tags count alike: every tag here is weak. */
const names = (tags: string, version: string): boolean =>
  tags.split(',').some((tag) => {
    const plain = tag.trim().replace(/^W\//i, '')
    return plain === '*' || plain === version.slice(2)
  })
