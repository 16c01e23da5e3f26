import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../support/fresh-database.ts'
import { isRefusal, type RoleThief, stealRole } from '../support/role-thief.ts'

/** The writes that a desk after its setup accepts only as a change by two people. */
const NEEDS_TWO = [
  `insert into staff (pseudonym, name, roles, clearances, employer, site, team)
   values ('Mallory', 'Mallory', '{lead}', '{protected}', 'x', 'x', 'x')`,
  `insert into api_key (name, scopes, secret_hash) values ('mine', '{facts}', sha256('mine'))`,
  `insert into rule_set_version (name, text, hash) values ('guards', '', sha256(''))`,
  `insert into desk_profile (organisation, shadow, person_metrics) values ('solo', true, true)`,
  `insert into software_key (credential_id, private_key) values ('mine', sha256('mine'))`,
] as const

const SHADOWS = {
  'an empty setup_end': 'create temporary table setup_end (at timestamptz)',
  'a pg_class of their own': `create temporary view pg_class as
    select oid, (select oid from pg_catalog.pg_roles where rolname = current_user) as relowner from pg_catalog.pg_class`,
  'a database mark': `create temporary table database_mark (kind text);
    insert into database_mark values ('demo'), ('driven')`,
  'a clock': 'create temporary table driven_clock (at timestamptz)',
} as const

async function startSetUp(t: Parameters<typeof freshDatabase>[0]): Promise<RoleThief> {
  const database = await freshDatabase(t, { marked: false })
  await database.ownerPool.query('insert into setup_end default values')
  return stealRole(t, database, { creates: true })
}

for (const [shadow, create] of Object.entries(SHADOWS)) {
  test(`${shadow} in pg_temp loosens no rule`, async (t) => {
    const thief = await startSetUp(t)
    await thief.run(create)
    for (const path of ['default', 'pg_temp, public', 'pg_temp, pg_catalog, public', "''"]) {
      await thief.run(`set search_path = ${path}`)
      for (const attempt of NEEDS_TWO) {
        const qualified = attempt.replace(/(insert into )/, '$1public.')
        await assert.rejects(thief.run(qualified), isRefusal, `${path}: ${attempt}`)
      }
    }
  })
}

test('a role without the TEMP right creates no object', async (t) => {
  const thief = await stealRole(t, await freshDatabase(t))
  for (const create of [...Object.values(SHADOWS), 'create table mine (a int)', 'create schema mine'])
    await assert.rejects(thief.run(create), { code: '42501' })
})
