import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { contentHash, passkeyHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'

const keys: CrossCheck = {
  table: 'api_key',
  rowsById: 'one',
  says: {
    key_added: ({
      keyId: id,
      scopes,
      source = null,
      authorityId = null,
      flaggerId = null,
      platform = 'default',
      at,
    }) => ({
      id,
      begins: true,
      row: { scopes, source, authorityId, flaggerId, platform, revoked: false, at },
    }),
    key_revoked: ({ keyId: id }) => ({ id, row: { revoked: true } }),
  },
  rows: sql`
    select id, 0 as turn, scopes, source, authority_id as "authorityId", flagger_id as "flaggerId", platform, revoked_at is not null as revoked, created_at as at
    from api_key`,
}

const tokens: CrossCheck = {
  table: 'staff_token',
  rowsById: 'one',
  says: {
    staff_token_added: ({ tokenId: id, staffId, at }) => ({ id, begins: true, row: { staffId, revoked: false, at } }),
    staff_token_revoked: ({ tokenId: id }) => ({ id, row: { revoked: true } }),
  },
  // The ledger entry of a person's end covers all of their tokens: a token that is revoked then or later has no entry
  // of its own.
  rows: sql`
    select token.id, 0 as turn, staff_id as "staffId", token.created_at as at, token.revoked_at is not null as revoked,
      coalesce(token.revoked_at >= member.ended_at, false) as with_its_owner
    from staff_token token left join staff member on member.id = token.staff_id`,
  shows: ({ revoked, with_its_owner, ...row }) => ({ ...row, ...(with_its_owner ? {} : { revoked }) }),
}

const passkeys: CrossCheck = {
  table: 'passkey',
  rowsById: 'one',
  says: {
    passkey_added: ({ credentialId: id, staffId, countsFrom, software, contentHash: content, at }) => ({
      id,
      begins: true,
      row: { staffId, countsFrom, software, content, at, removed: false },
    }),
    passkey_removed: ({ credentialId: id }) => ({ id, row: { removed: true } }),
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", counts_from as "countsFrom", software, added_at as at, removed_at is not null as removed,
      encode(public_key, 'hex') as "publicKey", aaguid, label, backup_eligible as "backupEligible"
    from passkey`,
  shows: (row) => ({ ...row, content: passkeyHash(row) }),
}

const sessions: CrossCheck = {
  table: 'staff_session',
  rowsById: 'one',
  says: {
    session_began: ({ sessionId: id, staffId, credentialId, at }) => ({
      id,
      begins: true,
      row: { staffId, credentialId, at, revoked: false },
    }),
    session_revoked: ({ sessionId: id }) => ({ id, row: { revoked: true } }),
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", credential_id as "credentialId", began_at as at,
      revoked_at is not null as revoked
    from staff_session`,
}

const invitations: CrossCheck = {
  table: 'invitation',
  rowsById: 'one',
  says: {
    invitation_made: ({ invitationId: id, staffId, expiresAt, by: madeBy, at }) => ({
      id,
      begins: true,
      row: { staffId, expiresAt, madeBy, at, used: false, revoked: false },
    }),
    invitation_ended: ({ invitationId: id, how }) => ({ id, row: { [how]: true } }),
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", expires_at as "expiresAt", made_by as "madeBy", made_at as at,
      used_at is not null as used, revoked_at is not null as revoked
    from invitation`,
}

const keyWindow: CrossCheck = {
  table: 'key_window',
  rowsById: 'one',
  says: { key_window_closed: ({ why, at }) => ({ id: 'closed', begins: true, row: { why, at } }) },
  rows: sql`select 'closed' as id, 0 as turn, why, closed_at as at from key_window where closed_at is not null`,
}

const keyRecoveries: CrossCheck = {
  table: 'key_recovery',
  rowsById: 'one',
  says: {
    key_recovery_begun: ({ recoveryId: id, contentHash: content, at }) => ({
      id,
      begins: true,
      row: { content, at, how: null },
    }),
    key_recovery_ended: ({ recoveryId: id, how }) => ({ id, row: { how } }),
  },
  rows: sql`
    select id::text as id, 0 as turn, first_id as first, second_id as second, reason, opens_at, begun_at as at, how
    from key_recovery`,
  shows: ({ first, second, reason, opens_at, ...row }) => {
    const opensAt = new Date(String(opens_at)).toISOString()
    return { ...row, content: contentHash({ first, second, reason, opensAt }) }
  },
}

const keyLists: CrossCheck = {
  table: 'key_list',
  rowsById: 'one',
  says: { key_list_made: ({ version, hash, at }) => ({ id: String(version), begins: true, row: { hash, at } }) },
  rows: sql`select version::text as id, 0 as turn, body, made_at as at from key_list`,
  shows: ({ body, at }) => ({ hash: createHash('sha256').update(String(body)).digest('base64url'), at }),
}

/** The ledger checks of people's tokens, sessions and passkeys, and of API keys. */
export const SIGN_IN_CHECKS: readonly CrossCheck[] = [
  keys,
  tokens,
  passkeys,
  sessions,
  invitations,
  keyWindow,
  keyRecoveries,
  keyLists,
]
