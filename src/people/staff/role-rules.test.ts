import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { ROLES } from '../../foundation/domain.ts'
import { findRoleConflict } from './role-rules.ts'

test('the roles auditor and admin exclude roles that act on users', () => {
  for (const roles of [
    ['reviewer', 'auditor'],
    ['policy', 'auditor'],
    ['admin', 'auditor'],
  ] as const) {
    assert.equal(findRoleConflict(roles)?.key, 'person.auditorAlone')
  }
  for (const roles of [
    ['admin', 'reviewer'],
    ['lead', 'admin'],
    ['senior', 'policy', 'admin'],
  ] as const) {
    assert.equal(findRoleConflict(roles)?.key, 'person.adminEnforces')
  }
  for (const roles of [
    ['auditor'],
    ['admin'],
    ['admin', 'policy'],
    ['reviewer', 'senior'],
    ['lead', 'policy'],
  ] as const) {
    assert.equal(findRoleConflict(roles), undefined, roles.join(' '))
  }
})

test('PostgreSQL refuses the same pairs of roles on every path', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  const all = Array.from({ length: 2 ** ROLES.length }, (_, bits) =>
    ROLES.filter((_role, at) => (bits >> at) % 2 === 1),
  )
  await ownerPool.query(
    `insert into staff (pseudonym, name, roles, employer, site, team) values ('plain', 'N', '{}', 'E', 'S', 'T')`,
  )
  for (const [index, roles] of all.entries()) {
    const allowed = findRoleConflict(roles) === undefined
    const ways = [
      () =>
        pool.query(sql`
        insert into staff (pseudonym, name, roles, employer, site, team) values (${`p${index}`}, 'N', ${roles}, 'E', 'S', 'T')`),
      () => ownerPool.query(sql`update staff set roles = ${roles} where pseudonym = 'plain'`),
    ]
    for (const way of ways) {
      const refused = await way().then(
        () => false,
        (error: Error) => /roles_fit_together/.test(error.message),
      )
      assert.equal(refused, !allowed, roles.join(' '))
    }
  }
})
