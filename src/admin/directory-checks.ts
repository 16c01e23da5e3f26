import sql from 'sql-template-tag'
import { contentHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'

const people: CrossCheck = {
  table: 'directory_person',
  rowsById: 'one',
  says: {
    directory_person: ({ personId: id, staffId, active, first: begins, contentHash: content }) => ({
      id,
      begins,
      row: { staffId, active, content },
    }),
    directory_person_removed: ({ personId: id }) => ({ id, row: { active: false, removed: true } }),
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", active, removed_at is not null as removed, encode(salt, 'hex') as salt,
      user_name as "userName", external_id as "externalId", display_name as "displayName", given_name as "givenName",
      family_name as "familyName", formatted_name as "formattedName", email
    from directory_person`,
  // The content of a removed person is deleted, so it can't be compared.
  shows: ({ id: _id, turn: _turn, staffId, active, removed, formattedName, ...content }) => ({
    staffId,
    active,
    removed,
    ...(removed ? {} : { content: contentHash(formattedName === null ? content : { ...content, formattedName }) }),
  }),
}

const roles: CrossCheck = {
  table: 'directory_role',
  rowsById: 'one',
  says: {
    directory_role: ({ personId, role, source, said, first: begins, at }) => ({
      id: `${personId}/${role}/${source}`,
      begins,
      row: { said, at },
    }),
  },
  rows: sql`select person_id || '/' || role || '/' || source as id, 0 as turn, said, at from directory_role`,
}

const links: CrossCheck = {
  table: 'sign_on_link',
  rowsById: 'one',
  says: {
    sign_on_linked: ({ changeId: id, staffId, contentHash: content, at }) => ({
      id,
      begins: true,
      row: { staffId, content, at },
    }),
  },
  rows: sql`
    select change_id as id, 0 as turn, staff_id as "staffId", issuer, subject, linked_at as at from sign_on_link`,
  shows: ({ issuer, subject, ...row }) => ({ ...row, content: contentHash({ issuer, subject }) }),
}

/** The ledger checks of directory users, and of the roles that the directory proposes for them. */
export const DIRECTORY_CHECKS: readonly CrossCheck[] = [people, roles, links]
