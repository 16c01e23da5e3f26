import type { RelatedAccount, RelatedSignal } from '@countersign/platform-kit'
import type { Sql } from './demo-store.ts'

/** The accounts that share something, by invented opaque ids. */
const SHARED: Readonly<Record<Exclude<RelatedSignal['kind'], 'members'>, Readonly<Record<string, readonly string[]>>>> =
  {
    device: { '7c1e9b': ['pills', 'coin', 'vale5'], a94f02: ['vale2', 'vale3'] },
    payment: { '51d0aa': ['vale2', 'vale5', 'lindqvist2'] },
    network: { '0be63d': ['rosa', 'theo', 'ruth', 'kofi', 'olga', 'castell'], f3380c: ['coin', 'pills', 'lindqvist3'] },
  }

type Row = Record<string, unknown>

/** Loads what the seeded accounts share. */
export function insertSignals(tx: Sql): void {
  for (const [kind, ids] of Object.entries(SHARED))
    for (const [id, accounts] of Object.entries(ids))
      for (const account of accounts)
        tx.run`insert or ignore into account_signal (account_id, kind, signal_id) values (${account}, ${kind}, ${id})`
}

/** Lists what an account shares with others. */
export function listRelated(sql: Sql, id: string, limit: number): RelatedSignal[] | undefined {
  if (sql.get`select 1 from account where id = ${id}` === undefined) return undefined
  const signals = sql.all`select kind, signal_id from account_signal where account_id = ${id} order by kind, signal_id`
  return signals.map((signal) => toSignal(sql, id, signal, limit)).filter(({ total }) => total > 0)
}

function toSignal(sql: Sql, accountId: string, { kind, signal_id: id }: Row, limit: number): RelatedSignal {
  const count = sql.get`select count(*) as total from account_signal
    where kind = ${String(kind)} and signal_id = ${String(id)} and account_id <> ${accountId}`
  const accounts = sql.all`select account.id, handle, display_name, reach, tags
    from account_signal join account on account.id = account_id
    where kind = ${String(kind)} and signal_id = ${String(id)} and account_id <> ${accountId}
    order by coalesce(reach, 9e15) desc, account.id limit ${limit}`
  return {
    ...{ kind: kind as RelatedSignal['kind'], id: String(id), total: Number(count?.total) },
    accounts: accounts.map(toRelatedAccount),
  }
}

export const toRelatedAccount = (row: Row): RelatedAccount => ({
  ...{ id: String(row.id), handle: String(row.handle), displayName: String(row.display_name) },
  reach: row.reach === null ? null : Number(row.reach),
  tags: JSON.parse(String(row.tags)),
})
