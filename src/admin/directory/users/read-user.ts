import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { message } from '../../../foundation/messages/message.ts'
import { readRoles } from '../../../people/staff/said-roles.ts'
import { type AttributeNames, nameAttributes } from '../attribute-names.ts'
import type { Resource } from '../patch/patch.ts'
import { optional } from '../optional.ts'
import { scimRefusal } from '../scim-error.ts'
import { type DirectoryUser, ENTERPRISE_SCHEMA, USER_SHAPE } from './user.ts'

const NAME_LENGTH_MAX = 200
const ID_LENGTH_MAX = 256
const LIST_MAX = 50
/** The schema of a text that may be empty or null, because directories send both for an absent value. */
const text = (maxLength: number) => optional(Type.String({ maxLength }))
const open = { additionalProperties: true }

/** The longest role: Entra ID sends an object as JSON text. */
const ROLE_LENGTH_MAX = 1_000
const FORMATTED_LENGTH_MAX = 2 * NAME_LENGTH_MAX

/** The schema of a boolean, which Entra ID sends as text. */
const Flag = Type.Union([Type.Boolean(), Type.Enum(['True', 'False', 'true', 'false'])])

/** The schema of a directory user. Other attributes are ignored: the desk stores only those that it needs. */
export const UserBody = Type.Object(
  {
    userName: Type.String({ minLength: 1, maxLength: ID_LENGTH_MAX }),
    externalId: text(ID_LENGTH_MAX),
    displayName: text(NAME_LENGTH_MAX),
    name: optional(
      Type.Object(
        {
          givenName: text(NAME_LENGTH_MAX),
          familyName: text(NAME_LENGTH_MAX),
          formatted: text(FORMATTED_LENGTH_MAX),
        },
        open,
      ),
    ),
    emails: optional(
      Type.Array(Type.Object({ value: text(ID_LENGTH_MAX), primary: optional(Flag) }, open), { maxItems: LIST_MAX }),
      'The e-mail addresses. One is stored: the primary, or the first.',
    ),
    active: optional(Flag),
    roles: optional(
      Type.Array(
        Type.Union([Type.String({ maxLength: ROLE_LENGTH_MAX }), Type.Object({ value: text(ROLE_LENGTH_MAX) }, open)]),
        { maxItems: LIST_MAX },
      ),
      'The proposed roles. A role counts when a change grants it.',
    ),
    [ENTERPRISE_SCHEMA]: optional(
      Type.Object({ organization: text(100), department: text(100) }, open),
      'The enterprise extension. Read once, at creation.',
    ),
  },
  open,
)

/** A directory user as a request states them: `unknownRoles` are the role names in it that the desk does not have. */
export interface StatedUser extends DirectoryUser {
  unknownRoles: readonly string[]
}

/** The names of a body's attributes, those of the enterprise extension included. */
const BODY_NAMES: AttributeNames = {
  ...USER_SHAPE.attributes,
  [ENTERPRISE_SCHEMA.toLowerCase()]: { name: ENTERPRISE_SCHEMA, parts: ['organization', 'department'] },
}
export const nameUser = (body: Resource): Resource => nameAttributes(body, BODY_NAMES)

/** The attributes that a request leaves unchanged when it does not state them. */
type Kept = Pick<DirectoryUser, 'active' | 'externalId'>

/** Reads a directory user from a body that was checked. */
export function readUser(body: Static<typeof UserBody>, before: Kept): StatedUser {
  const emails = (body.emails ?? []).filter(({ value }) => value)
  const email = emails.find(({ primary }) => isTrue(primary)) ?? emails[0]
  const stated = (body.roles ?? []).map(nameOfRole).filter((name) => name !== '')
  return {
    userName: body.userName,
    externalId: body.externalId || before.externalId,
    displayName: body.displayName || null,
    givenName: body.name?.givenName || null,
    familyName: body.name?.familyName || null,
    formattedName: body.name?.formatted || null,
    email: email?.value || null,
    active: body.active === undefined || body.active === null ? before.active : isTrue(body.active),
    roles: readRoles(stated),
    unknownRoles: stated.filter((name) => readRoles([name]).length === 0),
  }
}

const RoleText = Type.Object({ value: Type.Optional(Type.String()), displayName: Type.Optional(Type.String()) }, open)

/** Returns a role's name. Entra ID sends the role of an application as an object, or as its JSON text. */
function nameOfRole(role: string | { value?: string | null }): string {
  const text = typeof role === 'string' ? role : (role.value ?? '')
  if (!text.startsWith('{')) return text
  const parsed = parseJson(text)
  return Value.Check(RoleText, parsed) ? (parsed.value ?? parsed.displayName ?? text) : text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isTrue = (flag: boolean | string | null | undefined): boolean => String(flag).toLowerCase() === 'true'

/** Reads a directory user from the result of a PATCH. */
export function readPatched(patched: Resource, before: Kept): StatedUser {
  const resource = nameUser(patched)
  if (!Value.Check(UserBody, resource)) {
    const [error] = Value.Errors(UserBody, resource)
    const field = error?.instancePath.slice(1) || 'the person'
    throw scimRefusal('invalidValue', message('directory.invalid', { field }))
  }
  return readUser(resource, before)
}
