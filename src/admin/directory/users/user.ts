import { message } from '../../../foundation/messages/message.ts'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Role } from '../../../foundation/domain.ts'
import { readRoles } from '../../../people/staff/said-roles.ts'
import type { Resource, ResourceShape } from '../patch.ts'
import { SCIM_BASE, scimRefusal } from '../scim-error.ts'

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const NAME_LENGTH_MAX = 200
const ID_LENGTH_MAX = 256
const LIST_MAX = 50
/** The schema of a text that may be empty or null, because directories send both for an absent value. */
const text = (maxLength: number) => Type.Optional(Type.Union([Type.String({ maxLength }), Type.Null()]))
const open = { additionalProperties: true }

/** The schema of a boolean, which Entra ID sends as text. */
const Flag = Type.Union([Type.Boolean(), Type.Enum(['True', 'False', 'true', 'false'])])

/** The schema of a directory user. Other attributes are ignored: the desk stores only those that it needs. */
export const UserBody = Type.Object(
  {
    userName: Type.String({ minLength: 1, maxLength: ID_LENGTH_MAX }),
    externalId: text(ID_LENGTH_MAX),
    displayName: text(NAME_LENGTH_MAX),
    name: Type.Optional(Type.Object({ givenName: text(NAME_LENGTH_MAX), familyName: text(NAME_LENGTH_MAX) }, open)),
    emails: Type.Optional(
      Type.Array(Type.Object({ value: text(ID_LENGTH_MAX), primary: Type.Optional(Flag) }, open), {
        maxItems: LIST_MAX,
        description: 'The e-mail addresses. One is stored: the primary, or the first.',
      }),
    ),
    active: Type.Optional(Flag),
    roles: Type.Optional(
      Type.Array(
        Type.Union([Type.String({ maxLength: ID_LENGTH_MAX }), Type.Object({ value: text(ID_LENGTH_MAX) }, open)]),
        {
          maxItems: LIST_MAX,
          description: 'The proposed roles. A role counts when a change grants it.',
        },
      ),
    ),
    [ENTERPRISE_SCHEMA]: Type.Optional(
      Type.Object(
        { organization: text(100), department: text(100) },
        { ...open, description: 'The enterprise extension. Read once, at creation.' },
      ),
    ),
  },
  open,
)

/** The attributes of a directory's person that the desk stores. */
export interface DirectoryUser {
  userName: string
  externalId: string | null
  displayName: string | null
  givenName: string | null
  familyName: string | null
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
    name: { name: 'name', is: 'complex', parts: ['givenName', 'familyName'] },
    emails: { name: 'emails', is: 'list', parts: ['value', 'type', 'primary'] },
    roles: { name: 'roles', is: 'list', parts: ['value', 'primary'] },
  },
  readOnly: ['id', 'meta', 'schemas', 'groups'],
}

/** Reads a directory user from a body that was checked. A missing `active` stays unchanged. */
export function readUser(body: Static<typeof UserBody>, wasActive: boolean): DirectoryUser {
  const emails = (body.emails ?? []).filter(({ value }) => value)
  const email = emails.find(({ primary }) => isTrue(primary)) ?? emails[0]
  return {
    userName: body.userName,
    externalId: body.externalId || null,
    displayName: body.displayName || null,
    givenName: body.name?.givenName || null,
    familyName: body.name?.familyName || null,
    email: email?.value || null,
    active: body.active === undefined ? wasActive : isTrue(body.active),
    roles: readRoles((body.roles ?? []).map((role) => (typeof role === 'string' ? role : (role.value ?? '')))),
  }
}

const isTrue = (flag: boolean | string | undefined): boolean => String(flag).toLowerCase() === 'true'

/** Reads a directory user from the result of a PATCH. */
export function readPatched(resource: Resource, wasActive: boolean): DirectoryUser {
  if (!Value.Check(UserBody, resource)) {
    const [error] = Value.Errors(UserBody, resource)
    const field = error?.instancePath.slice(1) || 'the person'
    throw scimRefusal('invalidValue', message('directory.invalid', { field }))
  }
  return readUser(resource, wasActive)
}

/** The form of a directory user that a PATCH changes. */
export const toResource = (user: DirectoryUser): Resource => ({
  ...definite({ userName: user.userName, externalId: user.externalId, displayName: user.displayName }),
  active: user.active,
  name: definite({ givenName: user.givenName, familyName: user.familyName }),
  emails: user.email === null ? [] : [{ value: user.email, type: 'work', primary: true }],
  roles: user.roles.map((role) => ({ value: role })),
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
    Type.Object({ givenName: Type.Optional(Type.String()), familyName: Type.Optional(Type.String()) }),
  ),
  emails: Type.Optional(
    Type.Array(Type.Object({ value: Type.String(), type: Type.String(), primary: Type.Boolean() })),
  ),
  active: Type.Optional(
    Type.Boolean({
      description: 'True when the directory has the person as active and their access was not ended here.',
    }),
  ),
  roles: Type.Optional(Type.Array(Type.Object({ value: Type.String() }))),
  groups: Type.Optional(Type.Array(Type.Object({ value: Type.String(), display: Type.String() }))),
  meta: Type.Object({
    resourceType: Type.String(),
    created: Type.String(),
    lastModified: Type.String(),
    location: Type.String(),
  }),
})

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
export function toUserReply(user: FoundUser): Static<typeof UserReply> {
  const { id, createdAt, modifiedAt } = user
  const resource = toResource(user) as Omit<Static<typeof UserReply>, 'schemas' | 'id' | 'meta'>
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
