import sql from 'sql-template-tag'
import { contentHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'

const people: CrossCheck = {
  table: 'directory_person',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'directory_person') {
      const { personId: id, staffId, active, first, contentHash: content } = leaf
      return [{ id, begins: first, row: { staffId, active, content } }]
    }
    return leaf.kind === 'directory_person_removed'
      ? [{ id: leaf.personId, row: { active: false, removed: true } }]
      : []
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", active, removed_at is not null as removed, encode(salt, 'hex') as salt,
      user_name as "userName", external_id as "externalId", display_name as "displayName", given_name as "givenName",
      family_name as "familyName", email
    from directory_person`,
  // The content of a removed person is deleted, so it can't be compared.
  shows: ({ id: _id, turn: _turn, staffId, active, removed, ...content }) => ({
    staffId,
    active,
    removed,
    ...(removed ? {} : { content: contentHash(content) }),
  }),
}

const roles: CrossCheck = {
  table: 'directory_role',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'directory_role') return []
    const { personId, role, source, said, first, at } = leaf
    return [{ id: `${personId}/${role}/${source}`, begins: first, row: { said, at } }]
  },
  rows: sql`select person_id || '/' || role || '/' || source as id, 0 as turn, said, at from directory_role`,
  shows: ({ said, at }) => ({ said, at }),
}

const links: CrossCheck = {
  table: 'sign_on_link',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'sign_on_linked') return []
    const { changeId: id, staffId, contentHash: content, at } = leaf
    return [{ id, begins: true, row: { staffId, content, at } }]
  },
  rows: sql`
    select change_id as id, 0 as turn, staff_id as "staffId", issuer, subject, linked_at as at from sign_on_link`,
  shows: ({ staffId, issuer, subject, at }) => ({ staffId, content: contentHash({ issuer, subject }), at }),
}

/** The checks of the people that a directory names, and of the roles it proposes for them. */
export const DIRECTORY_CHECKS: readonly CrossCheck[] = [people, roles, links]
