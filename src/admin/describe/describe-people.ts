import { REVIEWING_ROLES, type Role } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message, type TextParam } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { fingerprintOf } from '../../people/passkeys/queries.ts'
import type { NewStaff } from '../../people/staff/add-staff.ts'
import { findRoleConflict, type RolePlatforms } from '../../people/staff/role-rules.ts'
import type { Described, Wanted } from '../change/wanted.ts'

/** A person's columns before a change of them. */
export interface Before {
  pseudonym: string
  roles: readonly Role[]
  rolePlatforms: RolePlatforms
  clearances: readonly string[]
  team: string
  endsAt: Date | null
  ended: boolean
  contractor: boolean
  restricted: boolean
}

/** A change of a person who works here. */
type WantedOfPerson = Exclude<Extract<Wanted, { staffId: string }>, { kind: 'action_denial' }>

/** Describes a change of a person. Refuses one that changes nothing. */
export function describePerson(wanted: WantedOfPerson, before: Before): Described {
  const { pseudonym } = before
  if (before.ended) throw new DeskError('conflict', message('change.personEnded', { pseudonym }))
  switch (wanted.kind) {
    case 'role':
      return describeRole(wanted, before)
    case 'clearance':
      return describeGrant(before, wanted.op, 'clearance', wanted.clearance, before.clearances)
    case 'team':
      if (wanted.team === before.team) throw unchanged(message('change.same.team', { pseudonym, team: wanted.team }))
      return {
        says: message('described.person.team', { who: pseudonym, from: before.team, to: wanted.team }),
        direction: 'mixed',
      }
    case 'end_later':
      return describeEnd(wanted.endsAt, before)
    case 'unrestrict':
      if (!before.restricted) throw unchanged(message('change.same.unrestricted', { pseudonym }))
      return {
        says: message('described.person.unrestrict', { who: pseudonym }),
        direction: 'looser',
      }
    case 'unseal':
      return {
        says: message('described.person.unseal', { who: pseudonym }),
        direction: 'looser',
      }
    default:
      return { says: signingInMessage(wanted, pseudonym), direction: 'looser' }
  }
}

type WantedSigningIn = Extract<WantedOfPerson, { kind: 'token' | 'passkey' | 'sign_on' | 'passkey_removal' }>

/** Returns what changes about the ways in which a person signs in. */
function signingInMessage(wanted: WantedSigningIn, who: string): Message {
  switch (wanted.kind) {
    case 'token': {
      const { days, label, fingerprint } = wanted
      return message('described.person.token', { who, days, label, fingerprint })
    }
    case 'passkey': {
      const fingerprint = fingerprintOf(Buffer.from(wanted.publicKey, 'hex'))
      return message('described.person.passkey', { who, label: wanted.label, fingerprint })
    }
    case 'sign_on':
      return message('described.person.signOn', { who, issuer: wanted.issuer, subject: wanted.subject })
    case 'passkey_removal':
      return message('described.person.passkeyRemoval', { who, credentialId: wanted.credentialId })
    default:
      return wanted satisfies never
  }
}

/** Describes a change of a role, and of the platforms at which it counts: two people agree to both. */
function describeRole(wanted: Extract<Wanted, { kind: 'role' }>, before: Before): Described {
  const { op, role, platforms } = wanted
  const { pseudonym, roles, rolePlatforms } = before
  if (platforms !== undefined && (op === 'revoke' || !REVIEWING_ROLES.includes(role))) {
    throw invalidField('change/platforms', message('change.platforms'))
  }
  if (op === 'revoke') return describeGrant(before, op, 'role', role, roles)
  refuseTogether(roles.includes(role) ? roles : [...roles, role], pseudonym)
  const limits = rolePlatforms[role]
  const isSame = [...(limits ?? [])].sort().join(' ') === [...(platforms ?? [])].sort().join(' ')
  if (roles.includes(role) && isSame) {
    throw unchanged(message('change.same.has', { pseudonym, right: `role ${role}` }))
  }
  const has: TextParam =
    roles.length === 0 ? message('described.none') : { as: 'commas', list: nameLimited(roles, rolePlatforms) }
  const told = { who: pseudonym, name: role, has }
  const says =
    platforms === undefined
      ? message('described.person.grant', { ...told, right: 'role' })
      : message('described.person.grantAt', { ...told, platforms: { as: 'commas', list: [...platforms] } })
  return { says, direction: 'looser' }
}

/** Names roles, each limited one with its platforms. */
const nameLimited = (roles: readonly Role[], limits: RolePlatforms): string[] =>
  roles.map((role) => (limits[role] === undefined ? role : `${role} (${limits[role].join(', ')})`))

function describeGrant(
  before: Before,
  op: 'grant' | 'revoke',
  what: 'role' | 'clearance',
  name: string,
  has: readonly string[],
): Described {
  const { pseudonym } = before
  const list: TextParam = has.length === 0 ? message('described.none') : { as: 'commas', list: has }
  const told = { who: pseudonym, right: what, name, has: list }
  if (op === 'grant') {
    if (has.includes(name)) throw unchanged(message('change.same.has', { pseudonym, right: `${what} ${name}` }))
    return { says: message('described.person.grant', told), direction: 'looser' }
  }
  if (!has.includes(name)) throw unchanged(message('change.same.hasNot', { pseudonym, right: `${what} ${name}` }))
  if (what === 'role' && has.length === 1) {
    throw new DeskError('conflict', message('change.onlyRole', { name, pseudonym }))
  }
  return { says: message('described.person.revoke', told), direction: 'stricter' }
}

function refuseTogether(roles: readonly Role[], pseudonym: string): void {
  const why = new Set(roles).size === roles.length ? findRoleConflict(roles) : undefined
  if (why !== undefined) throw new DeskError('conflict', message('change.rolesTogether', { pseudonym, why }))
}

function describeEnd(endsAt: Date | null, before: Before): Described {
  const { pseudonym } = before
  if (before.endsAt === null) throw unchanged(message('change.same.end', { pseudonym }))
  if (endsAt === null && before.contractor) {
    throw new DeskError('conflict', message('change.contractorEnd', { pseudonym }))
  }
  if (endsAt !== null && endsAt <= before.endsAt) {
    throw new DeskError('conflict', message('change.endsLater', { pseudonym, endsAt: before.endsAt }))
  }
  const told = { who: pseudonym, from: before.endsAt }
  const says =
    endsAt === null
      ? message('described.person.endNone', told)
      : message('described.person.endLater', { ...told, endsAt })
  return { says, direction: 'looser' }
}

/** Describes adding a person. Their name is for administrators alone, so it is left out. */
export function describeApprover(person: NewStaff): Described {
  const { pseudonym, roles, clearances, employment, employer, site, team, endsAt } = person
  const cleared =
    clearances.length === 0
      ? message('described.person.uncleared')
      : message('described.person.cleared', { clearances: { as: 'commas', list: clearances } })
  const end = endsAt === undefined ? message('described.person.noEnd') : message('described.person.until', { endsAt })
  const work = { employment: message(`term.employment.${employment}`), employer, site, team, end }
  const told = { who: pseudonym, roles: { as: 'commas', list: roles }, cleared, ...work } as const
  return { says: message('described.person.added', told), direction: 'looser' }
}

const unchanged = (why: Message): DeskError => new DeskError('conflict', message('change.unchanged', { why }))
