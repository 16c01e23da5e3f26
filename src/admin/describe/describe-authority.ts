import sql from 'sql-template-tag'
import type { Actor } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { authorityHash } from '../../ledger/entries/law-hash.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Change } from '../change/change-queries.ts'
import type { Described, Wanted } from '../change/wanted.ts'

type WantedAuthority = Extract<Wanted, { kind: 'authority' | 'authority_removal' }>

interface Registered {
  id: string
  name: string
  country: string
  contact: string
}

/**
 * Describes the registration or revocation of an authority. Refuses to register one twice, and to revoke one that is
 * not registered.
 */
export async function describeAuthority(db: Queryable, wanted: WantedAuthority): Promise<Described> {
  if (wanted.kind === 'authority_removal') {
    const { name, country } = await findRegistered(db, wanted.authorityId)
    return {
      says: message('described.authority.revoked', { name, country, authorityId: wanted.authorityId }),
      direction: 'stricter',
    }
  }
  const { name, country, contact } = wanted
  if (!/^[A-Z]{2}$/.test(country)) {
    throw invalidField('change/country', message('field.countryCode'))
  }
  const taken = await db.find<{ id: string }>(sql`
    select id from authority where lower(name) = lower(${name}) and country = ${country} and revoked_at is null`)
  if (taken !== undefined) {
    throw new DeskError('conflict', message('authority.registered', { name, country, authorityId: taken.id }))
  }
  return {
    says: message('described.authority.registered', { name, country, contact }),
    direction: 'looser',
  }
}

/** Finds an authority that is registered and not revoked. Throws where there is none. */
export async function findRegistered(db: Queryable, authorityId: string): Promise<Registered> {
  const found = await db.find<Registered>(sql`
    select id, name, country, contact from authority where id = ${authorityId} and revoked_at is null`)
  if (found !== undefined) return found
  throw new DeskError('not_found', message('authority.unknown', { authorityId }))
}

/** Records in the ledger that a change registered an authority. */
export async function recordAuthority(tx: Tx, { id: changeId }: Change, by: Actor): Promise<void> {
  const { id: authorityId, ...content } = await tx.only<Registered>(sql`
    select id, name, country, contact from authority where registered_by = ${changeId}`)
  queueEntry(tx, { kind: 'authority_registered', authorityId, changeId, contentHash: authorityHash(content), by })
}
