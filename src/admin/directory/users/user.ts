import { type Static, Type } from 'typebox'
import type { Role } from '../../../foundation/domain.ts'
import type { Resource, ResourceShape } from '../patch/patch.ts'
import { SCIM_BASE } from '../scim-error.ts'
import type { Unversioned } from '../version.ts'

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User'
/** The desk's own extension: what it did not take from a request. */
export const DESK_SCHEMA = 'urn:ietf:params:scim:schemas:extension:countersign:2.0:User'
export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** The attributes of a directory's person that the desk stores. */
export interface DirectoryUser {
  userName: string
  externalId: string | null
  displayName: string | null
  givenName: string | null
  familyName: string | null
  /** The full name as the directory writes it. */
  formattedName: string | null
  email: string | null
  active: boolean
  roles: readonly Role[]
}

/** The attributes of a person that may be changed, and those that only the desk sets. */
export const USER_SHAPE: ResourceShape = {
  attributes: {
    username: { name: 'userName', is: 'simple' },
    externalid: { name: 'externalId', is: 'simple' },
    displayname: { name: 'displayName', is: 'simple' },
    active: { name: 'active', is: 'simple' },
    name: { name: 'name', is: 'complex', parts: ['givenName', 'familyName', 'formatted'] },
    emails: { name: 'emails', is: 'list', parts: ['value', 'type', 'primary'] },
    roles: { name: 'roles', is: 'list', parts: ['value', 'primary'] },
  },
  readOnly: ['id', 'meta', 'schemas', 'groups'],
}

/** The form of a directory user that a PATCH changes. */
export const toResource = (user: DirectoryUser): Resource => ({
  ...definite({ userName: user.userName, externalId: user.externalId, displayName: user.displayName }),
  active: user.active,
  name: definite({ givenName: user.givenName, familyName: user.familyName, formatted: user.formattedName }),
  emails: user.email === null ? [] : [{ value: user.email, type: 'work', primary: true }],
  // A single role is the primary one: Entra ID replaces it by roles[primary eq "True"].
  roles: user.roles.map((role) => ({ value: role, ...(user.roles.length === 1 ? { primary: true } : {}) })),
})

/** Omits null members, as SCIM does. */
export const definite = <T extends object>(members: T): { [Name in keyof T]?: NonNullable<T[Name]> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as never

export const UserReply = Type.Object({
  schemas: Type.Array(Type.String()),
  id: Type.String(),
  externalId: Type.Optional(Type.String()),
  userName: Type.String(),
  displayName: Type.Optional(Type.String()),
  name: Type.Optional(
    Type.Object({
      givenName: Type.Optional(Type.String()),
      familyName: Type.Optional(Type.String()),
      formatted: Type.Optional(Type.String()),
    }),
  ),
  emails: Type.Optional(
    Type.Array(Type.Object({ value: Type.String(), type: Type.String(), primary: Type.Boolean() })),
  ),
  active: Type.Optional(
    Type.Boolean({
      description: 'True when the directory has the person as active and their access was not ended here.',
    }),
  ),
  roles: Type.Optional(Type.Array(Type.Object({ value: Type.String(), primary: Type.Optional(Type.Boolean()) }))),
  groups: Type.Optional(Type.Array(Type.Object({ value: Type.String(), display: Type.String() }))),
  [DESK_SCHEMA]: Type.Optional(Type.Object({ unknownRoles: Type.Array(Type.String()) })),
  meta: Type.Object({
    resourceType: Type.String(),
    created: Type.String(),
    lastModified: Type.String(),
    location: Type.String(),
    version: Type.String(),
  }),
})

/** A directory user before the version is added. */
type UserResource = Unversioned<Static<typeof UserReply>>

/** A directory user as queries return them. */
export interface FoundUser extends DirectoryUser {
  id: string
  staffId: string | null
  /** True when the directory user's person works here now. */
  here: boolean
  /** True when the person has a role or a clearance. */
  hasRights: boolean
  groups: readonly { value: string; display: string }[]
  createdAt: Date
  modifiedAt: Date
}

/** Returns a directory user as the directory may see them, without what only the desk knows, such as the pseudonym. */
export function toUserReply(user: FoundUser): UserResource {
  const { id, createdAt, modifiedAt } = user
  const resource = toResource(user) as Omit<UserResource, 'schemas' | 'id' | 'meta'>
  return {
    schemas: [USER_SCHEMA],
    id,
    ...resource,
    active: user.active && user.here,
    groups: [...user.groups],
    meta: {
      resourceType: 'User',
      created: createdAt.toISOString(),
      lastModified: modifiedAt.toISOString(),
      location: `${SCIM_BASE}/Users/${id}`,
    },
  }
}
