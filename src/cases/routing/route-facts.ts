import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { Tx } from '../../foundation/database/db.ts'
import type { CaseFacts } from './route-case.ts'

export type AccountFacts = Pick<CaseFacts, 'reach' | 'protected'>

/** The facts that routing rules need beyond the report. */
export interface RouteFacts {
  /** The facts of accounts by id; an account that is missing here is unknown. */
  accounts: ReadonlyMap<string, AccountFacts>
  /** The names of API keys by id. */
  keyNames: ReadonlyMap<string, string>
}

/** Reads the facts of accounts and the names of API keys, each only if a routing rule of these policies uses them. */
export async function readRouteFacts(
  tx: Tx,
  policies: Desk['policies'],
  of: { accountIds: readonly string[]; keyIds: readonly string[] },
): Promise<RouteFacts> {
  const { rules } = policies
  const asksAccount = rules.some((rule) => rule.reachAtLeast !== undefined || rule.protected !== undefined)
  const asksSource = rules.some((rule) => rule.sources !== undefined)
  return {
    accounts: asksAccount ? await listAccountFacts(tx, of.accountIds) : new Map(),
    keyNames: asksSource ? await listKeyNames(tx, of.keyIds) : new Map(),
  }
}

async function listAccountFacts(tx: Tx, ids: readonly string[]): Promise<Map<string, AccountFacts>> {
  const { rows } = await tx.query<{ id: string; reach: number | null; absent: boolean; protected: boolean }>(sql`
    select id, reach_counted as reach, 'reach' = any (absent) as absent, protected from account
    where id = any (${[...new Set(ids)]})`)
  return new Map(
    rows.map(({ id, reach, absent, protected: isProtected }) => {
      const known = reach ?? (absent ? ('absent' as const) : undefined)
      return [id, { protected: isProtected, ...(known === undefined ? {} : { reach: known }) }]
    }),
  )
}

async function listKeyNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; name: string }>(sql`
    select id, name from api_key where id = any (${[...new Set(ids)]})`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
