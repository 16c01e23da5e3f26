import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshDatabase } from '../support/fresh-database.ts'

type SchemaFunction = {
  id: string
  call: string
  language: string
  trigger_table: string | null
  new_rows: string | null
  old_rows: string | null
}

/** Own functions of the schema; of a trigger function with one of the tables whose trigger calls it. */
const FUNCTIONS = `
  select p.oid::text as id, l.lanname as language, t.tgrelid::regclass::text as trigger_table, t.tgnewtable as new_rows,
    t.tgoldtable as old_rows,
    format('select %s(%s)', p.oid::regproc, (select string_agg('null::' || format_type(argument, null), ', ' order by place)
      from unnest(p.proargtypes) with ordinality as arguments (argument, place))) as call
  from pg_proc p join pg_language l on l.oid = p.prolang
  left join lateral (select tgrelid, tgnewtable, tgoldtable from pg_trigger where tgfoid = p.oid order by oid limit 1) t on true
  where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
    and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
  order by p.oid::regprocedure::text`

test('every table has a primary key', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows } = await ownerPool.query<{ name: string }>(`
    select oid::regclass::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not exists (select from pg_index where indrelid = pg_class.oid and indisprimary) order by 1`)
  assert.deepEqual(rows, [], 'a publication for all tables stops updates of a table without a primary key')
})

test('every PL/pgSQL body compiles on this server', async (t) => {
  const { ownerPool, superUrl } = await freshDatabase(t)
  if (!(await createChecker(superUrl))) return t.diagnostic('This server has no plpgsql_check.')
  const found: string[] = []
  for (const { id, call, language, trigger_table, new_rows, old_rows } of await listFunctions(ownerPool)) {
    if (language !== 'plpgsql') continue
    const { rows } = await ownerPool.query<{ line: string }>(
      `select line from plpgsql_check_function($1::oid, coalesce($2::regclass, 0), newtable => $3, oldtable => $4,
         other_warnings => false, performance_warnings => false, extra_warnings => false) as line`,
      [id, trigger_table, new_rows, old_rows],
    )
    const lines = rows.map(({ line }) => line).filter((line) => line.startsWith('error:'))
    found.push(...lines.map((line) => `${call}: ${line}`))
  }
  assert.deepEqual(found, [])
})

test('calling every SQL function once finds no body that fails', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const client = await ownerPool.connect()
  const found: string[] = []
  try {
    await client.query('begin')
    for (const { call, trigger_table } of await listFunctions(client)) {
      if (trigger_table !== null || /::trigger/.test(call)) continue
      const failure = await tryCall(client, call)
      if (failure !== undefined) found.push(`${call}: ${failure}`)
    }
    await client.query('rollback')
  } finally {
    client.release()
  }
  assert.deepEqual(found, [])
})

const SYNTAX_OR_MEANING = /^42(?!501)/
const NOT_SUPPORTED = '0A000'

/** Calls once and undoes it. Returns the message when the server does not understand the body; a refusal by a rule is fine. */
async function tryCall(client: pg.PoolClient, call: string): Promise<string | undefined> {
  await client.query('savepoint before_call')
  try {
    await client.query(call)
    return undefined
  } catch (error) {
    const { code = '', message } = error as pg.DatabaseError
    return SYNTAX_OR_MEANING.test(code) || code === NOT_SUPPORTED ? `${code} ${message}` : undefined
  } finally {
    await client.query('rollback to savepoint before_call')
  }
}

async function listFunctions(db: Pick<pg.Pool, 'query'> | pg.PoolClient): Promise<SchemaFunction[]> {
  const { rows } = await db.query<SchemaFunction>(FUNCTIONS)
  assert.ok(rows.length > 100, 'the schema has its functions')
  return rows
}

/** Creates the extension where the server has it. */
async function createChecker(superUrl: string): Promise<boolean> {
  const admin = new pg.Client({ connectionString: superUrl })
  await admin.connect()
  try {
    const { rowCount } = await admin.query(`select from pg_available_extensions where name = 'plpgsql_check'`)
    if (rowCount) await admin.query('create extension plpgsql_check')
    return Boolean(rowCount)
  } finally {
    await admin.end()
  }
}
