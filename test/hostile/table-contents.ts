import type { Pool } from '../../src/foundation/database/db.ts'

/** The contents of every table, one text for each: two are equal only if no row was inserted, changed or deleted. */
export type Stored = Readonly<Record<string, string>>

/** Tables that record views, a little later than the answer: a view is not a change of the data. */
const LEFT_OUT = ['case_shown', 'shown_profile', 'shown_related', 'shown_storage', 'shown_thread', 'staff_view']
const OF_VIEWS = `select leaf_id from ledger_payload where kind = 'views_recorded'`
const BUT_NOT: Readonly<Record<string, string>> = {
  ledger_payload: `row.kind = 'views_recorded'`,
  ledger_leaf: `row.id in (${OF_VIEWS})`,
  leaf_pending: `row.leaf_id in (${OF_VIEWS})`,
}
const LEDGER = /^(ledger_|leaf_)/
/** The text of a row, where that is not all of it: a key's last use is recorded each minute, also when it is refused. */
const TEXT_OF: Readonly<Record<string, string>> = { api_key: `(to_jsonb(row) - 'used_at')::text` }

/** Counts the statements that write to a compared table, whether or not their transaction commits. */
const COUNT_WRITES = `
  create schema stock;
  create sequence stock.writes;
  create function stock.count_write() returns trigger language plpgsql security definer as
    'begin perform nextval(''stock.writes''); return null; end';
  do $$
  declare
    name text;
  begin
    for name in select oid::regclass from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relname not in (LEFT_OUT)
    loop
      execute format('create trigger count_write after insert or update or delete or truncate on %s
        for each statement execute function stock.count_write()', name);
    end loop;
  end $$`.replace('LEFT_OUT', LEFT_OUT.map((name) => `'${name}'`).join())

/**
 * Returns a function that takes stock of a database as its owner. Reading every row of every table is most of what a
 * test of many requests does, so the stock is the one before for as long as no statement has written anything.
 */
export async function tableContentsReader(pool: Pool): Promise<() => Promise<Stored>> {
  await pool.query(COUNT_WRITES)
  const takeWhole = await wholeStockTaker(pool)
  let latest: { writes: string; stored: Stored } | undefined
  return async () => {
    const { rows } = await pool.query<{ writes: string }>('select last_value::text as writes from stock.writes')
    const writes = rows[0]?.writes ?? ''
    if (latest?.writes !== writes) latest = { writes, stored: await takeWhole() }
    return latest.stored
  }
}

async function wholeStockTaker(pool: Pool): Promise<() => Promise<Stored>> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname <> all($1) order by 1`,
    [LEFT_OUT],
  )
  const parts = rows.map(({ name }) => {
    const text = TEXT_OF[name] ?? 'row::text'
    return `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(${text}, '|' order by ${text})), '') as holds
      from "${name}" row where (${BUT_NOT[name] ?? 'false'}) is not true`
  })
  // The statement is prepared once: planning it costs more than running it.
  const query = { name: 'take-stock', text: parts.join(' union all ') }
  return async () => {
    const found = await pool.query<{ name: string; holds: string }>(query)
    return Object.fromEntries(found.rows.map(({ name, holds }) => [name, holds]))
  }
}

/** Lists the tables that differ. A refused request may add an attempt to the ledger only. */
export const changedTables = (before: Stored, after: Stored, { ledgerToo }: { ledgerToo: boolean }): string[] =>
  Object.keys(after).filter((name) => before[name] !== after[name] && (ledgerToo || !LEDGER.test(name)))
