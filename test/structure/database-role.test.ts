import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK_ROLE } from '../../src/foundation/store/embedded/initialise-cluster.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { freshDatabase } from '../support/fresh-database.ts'

/** The functions of the schema, without those of an extension. */
const OWN = `p.pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend where objid = p.oid and deptype = 'e')`

const listNames = async (db: Pool, query: string): Promise<string[]> =>
  (await db.query<{ name: string }>(query)).rows.map(({ name }) => name)

test('every SQL function looks up names in pg_catalog and public first', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  // A SQL-standard body is bound when it is made. Any other resolves names at each call, and without pg_temp at the end of
  // the path a temporary table of the caller comes before the schema's.
  const names = await listNames(
    ownerPool,
    `select p.oid::regprocedure::text as name from pg_proc p
     where ${OWN} and p.prosqlbody is null
       and 'search_path=pg_catalog, public, pg_temp' <> all (coalesce(p.proconfig, '{}'))`,
  )
  assert.deepEqual(names, [])
})

test('no SQL function keeps rows in a temporary table', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const names = await listNames(
    ownerPool,
    `select p.oid::regprocedure::text as name from pg_proc p where ${OWN} and p.prosrc ~* 'create\\s+temp'`,
  )
  assert.deepEqual(names, [])
})

test('the application role may call no trigger function', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const triggers = await listNames(
    ownerPool,
    `select p.oid::regprocedure::text as name from pg_proc p
     where ${OWN} and p.prorettype = 'trigger'::regtype and has_function_privilege('${DESK_ROLE}', p.oid, 'execute')`,
  )
  assert.deepEqual(triggers, [], 'attached to a table of the caller it would run with rows of the caller')
  const open = await listNames(
    ownerPool,
    `select p.oid::regprocedure::text as name from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) acl
     where ${OWN} and acl.grantee = 0`,
  )
  assert.deepEqual(open, [], 'PUBLIC may call it')
})

test('the application role may create no object in any schema', async (t) => {
  const { pool } = await freshDatabase(t)
  const places = await listNames(
    pool,
    `select 'schema ' || nspname as name from pg_namespace
       where nspname !~ '^pg_(toast|temp)' and has_schema_privilege(oid, 'create')
     union all select right_name from unnest(array['create', 'temporary']) right_name
       where has_database_privilege(current_database(), right_name)
     union all select rolname from pg_roles where pg_has_role(oid, 'member') and rolname <> current_user`,
  )
  assert.deepEqual(places, [])
})

test('the application role may not truncate tables or add triggers', async (t) => {
  const { pool } = await freshDatabase(t)
  const tables = await listNames(
    pool,
    `select oid::regclass::text as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
       and has_table_privilege(oid, 'truncate, trigger, references')`,
  )
  assert.deepEqual(tables, [])
})

test('the application role may not delete rows that justify moves', async (t) => {
  const { pool } = await freshDatabase(t)
  const kept = `'verdict', 'approval', 'enforcement_move', 'enforcement_party', 'assessment', 'signature', 'signature_use', 'decision', 'desk_change',
    'change_answer', 'rule_set_version', 'protection', 'ledger_leaf', 'ledger_payload', 'ledger_entry', 'leaf_pending', 'ledger_check',
    'shift_event', 'staff_shift', 'staff', 'setup_end', 'database_mark', 'driven_clock', 'enforcement_restore', 'restore_ask'`
  const tables = await listNames(
    pool,
    `select oid::regclass::text as name from pg_class
     where relnamespace = 'public'::regnamespace and relname in (${kept})
       and (has_table_privilege(oid, 'delete') or has_table_privilege(oid, 'update'))`,
  )
  assert.deepEqual(tables, [])
})
