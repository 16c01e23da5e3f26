import type { Role } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { NewStaff } from '../../people/staff/add-staff.ts'
import { fingerprintOf } from '../../people/passkeys/queries.ts'
import { findRoleConflict } from '../../people/staff/role-rules.ts'
import type { Described, Wanted } from '../change/wanted.ts'

/** A person's columns before a change of them. */
export interface Before {
  pseudonym: string
  roles: readonly Role[]
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
      if (wanted.op === 'grant') refuseTogether([...before.roles, wanted.role], pseudonym)
      return describeGrant(before, wanted.op, 'role', wanted.role, before.roles)
    case 'clearance':
      return describeGrant(before, wanted.op, 'clearance', wanted.clearance, before.clearances)
    case 'team':
      if (wanted.team === before.team) throw unchanged(message('change.same.team', { pseudonym, team: wanted.team }))
      return {
        says: `${pseudonym} goes from the team ${before.team} to the team ${wanted.team}. What takes people of two teams counts them by it from then on.`,
        direction: 'mixed',
      }
    case 'end_later':
      return describeEnd(wanted.endsAt, before)
    case 'unrestrict':
      if (!before.restricted) throw unchanged(message('change.same.unrestricted', { pseudonym }))
      return {
        says: `${pseudonym} is no longer restricted: what harm they may ask for and agree to is as before.`,
        direction: 'looser',
      }
    case 'unseal':
      return {
        says: `The name behind ${pseudonym} is shown, for a day, to the person who asked. The ledger records that, and ${pseudonym} is told.`,
        direction: 'looser',
      }
    case 'token':
      return {
        says: `${pseudonym} gets a token that counts for ${wanted.days} days, called ${wanted.label}, with the fingerprint ${wanted.fingerprint}. A person or program that has its text acts as ${pseudonym}: ask ${pseudonym} whether they made it.`,
        direction: 'looser',
      }
    case 'passkey':
      return {
        says: `${pseudonym} gets a passkey called ${wanted.label}, with the fingerprint ${fingerprintOf(Buffer.from(wanted.publicKey, 'hex'))}. It signs in at once, and what it signs counts from a day after that. The person who has it acts as ${pseudonym}: ask ${pseudonym} whether it is theirs, and have them read the fingerprint to you.`,
        direction: 'looser',
      }
    case 'sign_on':
      return {
        says: `Whom ${wanted.issuer} calls ${wanted.subject} signs in as ${pseudonym}. Ask ${pseudonym} whether that is them.`,
        direction: 'looser',
      }
    case 'passkey_removal':
      return {
        says: `A passkey of ${pseudonym} is removed (${wanted.credentialId}): it signs in and signs no more.`,
        direction: 'looser',
      }
    default:
      return wanted satisfies never
  }
}

function describeGrant(
  before: Before,
  op: 'grant' | 'revoke',
  what: 'role' | 'clearance',
  name: string,
  has: readonly string[],
): Described {
  const { pseudonym } = before
  const list = has.length === 0 ? 'none' : has.join(', ')
  if (op === 'grant') {
    if (has.includes(name)) throw unchanged(message('change.same.has', { pseudonym, right: `${what} ${name}` }))
    return { says: `${pseudonym} gets the ${what} ${name}. Now: ${list}.`, direction: 'looser' }
  }
  if (!has.includes(name)) throw unchanged(message('change.same.hasNot', { pseudonym, right: `${what} ${name}` }))
  if (what === 'role' && has.length === 1) {
    throw new DeskError('conflict', message('change.onlyRole', { name, pseudonym }))
  }
  return { says: `${pseudonym} loses the ${what} ${name}. Now: ${list}.`, direction: 'stricter' }
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
  const instead = endsAt === null ? 'would have no end any more' : `would end on ${endsAt.toISOString()} instead`
  return {
    says: `${pseudonym} ends on ${before.endsAt.toISOString()}, as it stands, and ${instead}.`,
    direction: 'looser',
  }
}

/** Describes adding a person. Their name is for administrators alone, so it is left out. */
export function describeApprover(person: NewStaff): Described {
  const { pseudonym, roles, clearances, employment, employer, site, team, endsAt } = person
  const cleared = clearances.length === 0 ? 'no clearance' : `the clearances ${clearances.join(', ')}`
  return {
    says: [
      `${pseudonym} is added: ${roles.join(', ')}; ${cleared}; ${employment} of ${employer}, at ${site}, in the team ${team}; ${endsAt === undefined ? 'without an end' : `until ${endsAt.toISOString()}`}.`,
      'Their yes counts from a day after that.',
    ].join(' '),
    direction: 'looser',
  }
}

const unchanged = (why: Message): DeskError => new DeskError('conflict', message('change.unchanged', { why }))
