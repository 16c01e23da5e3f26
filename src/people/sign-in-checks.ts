import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { contentHash, type PasskeyContent, passkeyHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'

const keys: CrossCheck = {
  table: 'api_key',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'key_added') {
      return [
        {
          id: leaf.keyId,
          begins: true,
          row: {
            scopes: leaf.scopes,
            source: leaf.source ?? null,
            authorityId: leaf.authorityId ?? null,
            revoked: false,
            at: leaf.at,
          },
        },
      ]
    }
    return leaf.kind === 'key_revoked' ? [{ id: leaf.keyId, row: { revoked: true } }] : []
  },
  rows: sql`select id, 0 as turn, scopes, source, authority_id as "authorityId", revoked_at is not null as revoked, created_at from api_key`,
  shows: ({ scopes, source, authorityId, revoked, created_at }) => ({
    scopes,
    source: source ?? null,
    authorityId: authorityId ?? null,
    revoked,
    at: created_at,
  }),
}

const tokens: CrossCheck = {
  table: 'staff_token',
  rowsById: 'one',
  says: (leaf) => {
    const { kind } = leaf
    if (kind === 'staff_token_added') {
      return [{ id: leaf.tokenId, begins: true, row: { staffId: leaf.staffId, revoked: false, at: leaf.at } }]
    }
    return kind === 'staff_token_revoked' ? [{ id: leaf.tokenId, row: { revoked: true } }] : []
  },
  // The ledger entry of a person's end covers all their tokens: a token revoked then or later has no entry of its own.
  rows: sql`
    select token.id, 0 as turn, staff_id, token.created_at, token.revoked_at is not null as revoked,
      coalesce(token.revoked_at >= member.ended_at, false) as with_its_owner
    from staff_token token left join staff member on member.id = token.staff_id`,
  shows: ({ staff_id, created_at, revoked, with_its_owner }) => ({
    staffId: staff_id,
    at: created_at,
    ...(with_its_owner ? {} : { revoked }),
  }),
}

const passkeys: CrossCheck = {
  table: 'passkey',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'passkey_removed') return [{ id: leaf.credentialId, row: { removed: true } }]
    if (leaf.kind !== 'passkey_added') return []
    const { credentialId: id, staffId, countsFrom, software, contentHash: content, at } = leaf
    return [{ id, begins: true, row: { staffId, countsFrom, software, content, at, removed: false } }]
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", counts_from, software, added_at as at, removed_at is not null as removed,
      encode(public_key, 'hex') as "publicKey", aaguid, label, backup_eligible as "backupEligible"
    from passkey`,
  shows: ({ id: _id, turn: _turn, staffId, counts_from, software, at, removed, ...content }) => ({
    ...{ staffId, software, at, removed },
    countsFrom: new Date(String(counts_from)).toISOString(),
    content: passkeyHash(content as unknown as PasskeyContent),
  }),
}

const sessions: CrossCheck = {
  table: 'staff_session',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'session_began') {
      const { sessionId: id, staffId, credentialId, at } = leaf
      return [{ id, begins: true, row: { staffId, credentialId, at, revoked: false } }]
    }
    return leaf.kind === 'session_revoked' ? [{ id: leaf.sessionId, row: { revoked: true } }] : []
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", credential_id as "credentialId", began_at as at,
      revoked_at is not null as revoked
    from staff_session`,
  shows: ({ staffId, credentialId, at, revoked }) => ({ staffId, credentialId, at, revoked }),
}

const invitations: CrossCheck = {
  table: 'invitation',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'invitation_made') {
      const { invitationId: id, staffId, expiresAt, by: madeBy, at } = leaf
      return [{ id, begins: true, row: { staffId, expiresAt, madeBy, at, used: false, revoked: false } }]
    }
    return leaf.kind === 'invitation_ended' ? [{ id: leaf.invitationId, row: { [leaf.how]: true } }] : []
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", expires_at, made_by as "madeBy", made_at as at,
      used_at is not null as used, revoked_at is not null as revoked
    from invitation`,
  shows: ({ staffId, expires_at, madeBy, at, used, revoked }) => ({
    ...{ staffId, madeBy, at, used, revoked },
    expiresAt: new Date(String(expires_at)).toISOString(),
  }),
}

const keyWindow: CrossCheck = {
  table: 'key_window',
  rowsById: 'one',
  says: (leaf) =>
    leaf.kind === 'key_window_closed' ? [{ id: 'closed', begins: true, row: { why: leaf.why, at: leaf.at } }] : [],
  rows: sql`select 'closed' as id, 0 as turn, why, closed_at as at from key_window where closed_at is not null`,
  shows: ({ why, at }) => ({ why, at }),
}

const keyRecoveries: CrossCheck = {
  table: 'key_recovery',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'key_recovery_begun') {
      const { recoveryId: id, contentHash: content, at } = leaf
      return [{ id, begins: true, row: { content, at, how: null } }]
    }
    return leaf.kind === 'key_recovery_ended' ? [{ id: leaf.recoveryId, row: { how: leaf.how } }] : []
  },
  rows: sql`
    select id::text as id, 0 as turn, first_id as first, second_id as second, reason, opens_at, begun_at as at, how
    from key_recovery`,
  shows: ({ first, second, reason, opens_at, at, how }) => ({
    content: contentHash({ first, second, reason, opensAt: new Date(String(opens_at)).toISOString() } as Record<
      string,
      string
    >),
    at,
    how: how ?? null,
  }),
}

const keyLists: CrossCheck = {
  table: 'key_list',
  rowsById: 'one',
  says: (leaf) =>
    leaf.kind === 'key_list_made'
      ? [{ id: String(leaf.version), begins: true, row: { hash: leaf.hash, at: leaf.at } }]
      : [],
  rows: sql`select version::text as id, 0 as turn, body, made_at as at from key_list`,
  shows: ({ body, at }) => ({ hash: createHash('sha256').update(String(body)).digest('base64url'), at }),
}

/** The ledger checks of the credentials of people and machines. */
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
