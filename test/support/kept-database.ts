import pg from 'pg'
import { holdOpen } from './kept-client.ts'

/** So many tests may use one database: what they deleted stays in its tables. */
const USES_MAX = 40
const LOCKED_WITHIN_MS = 5_000

/** Everything that a change of the schema, of its rights or of its rules is written to. */
const CATALOGUES = [
  ...['pg_class', 'pg_attribute', 'pg_attrdef', 'pg_constraint', 'pg_index', 'pg_inherits', 'pg_rewrite', 'pg_trigger'],
  ...[
    'pg_proc',
    'pg_type',
    'pg_enum',
    'pg_namespace',
    'pg_policy',
    'pg_default_acl',
    'pg_event_trigger',
    'pg_sequence',
  ],
  ...[
    'pg_extension',
    'pg_language',
    'pg_operator',
    'pg_collation',
    'pg_description',
    'pg_statistic_ext',
    'pg_publication',
  ],
  'pg_largeobject_metadata',
]
const OWN_SCHEMAS = `relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'pg_toast')
  and relpersistence <> 't'`

/** A template has these: all that a test may write, with its rows. */
interface Contents {
  tables: readonly { name: string; columns: string; rows: string | null }[]
  sequences: readonly { name: string; last: string; called: boolean }[]
}

const described = new Map<string, Promise<Contents>>()

/** A database of the run that one test after the other uses. Between two of them it gets the contents of its template again. */
export class KeptDatabase {
  readonly name: string
  readonly #admin: pg.Client
  readonly #catalogues: readonly string[]
  readonly #since: string
  #uses = 0
  #isBroken = false

  private constructor(name: string, admin: pg.Client, { counts, since }: Looked) {
    this.name = name
    this.#admin = admin
    this.#catalogues = counts
    this.#since = since
    admin.on('error', () => {
      this.#isBroken = true
    })
  }

  /** Of a database that was just cloned from this template; `superUrl` is its address. */
  static async of(name: string, template: string, superUrl: string): Promise<KeptDatabase> {
    const admin = new pg.Client({ connectionString: superUrl, lock_timeout: LOCKED_WITHIN_MS })
    await admin.connect()
    holdOpen(admin, false)
    const contents = described.get(template) ?? describe(admin)
    described.set(template, contents)
    // Neither a trigger nor a foreign key refuses what empties a table.
    await admin.query(`set session_replication_role = replica; ${LOOK}; ${emptying(await contents)}`)
    const { rows } = await admin.query<{ since: string }>('select pg_current_xact_id()::xid::text as since')
    const since = rows[0]?.since ?? ''
    return new KeptDatabase(name, admin, { since, counts: await look(admin, since) })
  }

  /** The server's process of the connection that cleans it. */
  get backendPid(): number | undefined {
    return (this.#admin as { processID?: number }).processID
  }

  /** Returns its contents to those of the template; false when it can't, or when its schema is no longer the template's. */
  async clean(): Promise<boolean> {
    this.#uses += 1
    if (this.#isBroken || this.#uses >= USES_MAX) return false
    try {
      const counts = await look(this.#admin, this.#since)
      if (counts.some((count, place) => count !== this.#catalogues[place])) return false
      await this.#admin.query('select pg_temp.empty_all()')
      return true
    } catch {
      return false
    }
  }

  async close(): Promise<void> {
    await this.#admin.end().catch(() => undefined)
  }
}

interface Looked {
  since: string
  /** For each catalogue, the number of its rows, and of those written since. */
  counts: readonly string[]
}

/** A row that was changed is written anew; one that was deleted is missing. */
const LOOK = `create function pg_temp.look(since xid) returns text[] language sql as $$ select array[
  ${CATALOGUES.map((each) => `(select count(*) || ' ' || count(*) filter (where age(xmin) < age(since)) from ${each})`).join(', ')},
  (select age(xmin) < age(since) from pg_database where datname = current_database())::text,
  (select count(*)::text from pg_db_role_setting join pg_database on pg_database.oid = setdatabase
    where datname = current_database())] $$`

async function look(admin: pg.Client, since: string): Promise<string[]> {
  const { rows } = await admin.query<{ counts: string[] }>('select pg_temp.look($1) as counts', [since])
  return rows[0]?.counts ?? []
}

async function describe(admin: pg.Client): Promise<Contents> {
  const { rows: tables } = await admin.query<{ name: string; columns: string }>(`
    select pg_class.oid::regclass::text as name, (select string_agg(quote_ident(attname), ', ' order by attnum)
      from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns
    from pg_class where relkind in ('r', 'p') and not relispartition and ${OWN_SCHEMAS} order by 1`)
  const { rows: sequences } = await admin.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind = 'S' and ${OWN_SCHEMAS} order by 1`,
  )
  const found: { name: string; rows: string | null }[] = await ask(
    admin,
    tables.map(
      ({ name }) => `select '${name}' as name, (select jsonb_agg(whole_row)::text from ${name} as whole_row) as rows`,
    ),
  )
  const rows = new Map(found.map((each) => [each.name, each.rows]))
  return {
    tables: tables.map((each) => ({ ...each, rows: rows.get(each.name) ?? null })),
    sequences: await ask(
      admin,
      sequences.map(
        ({ name }) => `select '${name}' as name, last_value::text as last, is_called as called from ${name}`,
      ),
    ),
  }
}

async function ask<R extends pg.QueryResultRow>(admin: pg.Client, parts: readonly string[]): Promise<R[]> {
  return (await admin.query<R>(parts.join(' union all '))).rows
}

/** A function, because the session keeps the plans of its statements. */
function emptying({ tables, sequences }: Contents): string {
  const steps = [
    ...tables.flatMap(({ name, columns, rows }) => [
      `delete from ${name};`,
      ...(rows === null
        ? []
        : [
            `insert into ${name} (${columns}) overriding system value
              select ${columns} from jsonb_populate_recordset(null::${name}, ${pg.escapeLiteral(rows)});`,
          ]),
    ]),
    ...sequences.map(({ name, last, called }) => `perform setval('${name}', ${last}, ${called});`),
  ]
  return `create function pg_temp.empty_all() returns void language plpgsql as $empty$ begin ${steps.join('\n')} end $empty$`
}
