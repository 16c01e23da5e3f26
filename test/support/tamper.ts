import type { TestContext } from 'node:test'
import pg from 'pg'
import { type VerifyOptions, verifyLedger } from '../../src/oversight/ledger/verify.ts'
import { startDeskWithHistory } from './desk-with-history.ts'
import type { TestDesk } from './server.ts'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'

/** An intruder with every right on a desk's database, with rules and triggers disabled. */
export interface Tampering {
  test: TestDesk
  /** Runs any SQL; returns the first column of its result. */
  tamper(sql: string): Promise<string[]>
  /** Returns the problems that verifying finds, each as `table id fault`, in alphabetical order. */
  verify(options?: VerifyOptions): Promise<string[]>
  /** Restores every row of the named tables. */
  undo(): Promise<void>
}

export async function startTampering(t: TestContext): Promise<Tampering> {
  const test = await startDeskWithHistory(t)
  const intruder = new pg.Client({ connectionString: test.database.superUrl })
  await intruder.connect()
  t.after(() => intruder.end())
  await intruder.query(`set session_replication_role = replica`)
  const { rows } = await intruder.query<{ name: string }>(`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`)
  const names = rows.map(({ name }) => name)
  const copies = names.map((name) => `create table kept.${name} as table public.${name}`)
  await intruder.query(`create schema kept; ${copies.join(';')}`)
  const touched = new Set<string>()
  return {
    test,
    tamper: async (sql) => {
      const words = new Set(sql.match(/\w+/g))
      for (const name of names) if (words.has(name)) touched.add(name)
      return (await intruder.query<string[]>({ text: sql, rowMode: 'array' })).rows.map(([id]) => `${id}`)
    },
    verify: async (options) => {
      const { problems } = await verifyLedger(test.desk.db, LEDGER_CHECKS, options)
      return problems.map(({ table, id, fault }) => `${table} ${id} ${fault}`).sort()
    },
    undo: async () => {
      // No trigger runs, so a statement changes the tables that it names and no others.
      const refills = [...touched].map(
        (name) => `delete from public.${name};
          insert into public.${name} overriding system value select * from kept.${name}`,
      )
      await intruder.query(refills.join(';'))
      touched.clear()
    },
  }
}
