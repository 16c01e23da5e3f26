import sql from 'sql-template-tag'
import { parseSubjectKey } from '../../src/foundation/domain.ts'
import type { Queryable } from '../../src/foundation/database/db.ts'

/** An account as the platform answered: tags and reach are known. */
export interface ReadAccount {
  id: string
  reach?: number
  tags?: readonly string[]
}

/** Makes stored accounts known: their tags and reach were read just now. */
export async function readAccounts(db: Queryable, accounts: readonly ReadAccount[]): Promise<void> {
  const readings = accounts.map(({ id, reach = 31, tags = [] }) => ({ id, reach, tags, at: null }))
  await db.query(sql`
    select raise_account_facts((select json_agg(reading::jsonb || jsonb_build_object('at', desk_now()))
      from json_array_elements(${JSON.stringify(readings)}::json) reading))`)
}

/** The facts of a verdict about an account of which nothing could be read: the strictest there are. */
export const unknownFacts = (id: string | null): string =>
  JSON.stringify({ account: { id, tags: [], reach: null, protected: true }, facts: {} })

/** The facts of a verdict about an ordinary account that is known. */
export const ordinaryFacts = (id: string, reach = 31): string =>
  JSON.stringify({ account: { id, tags: [], reach, protected: false }, facts: {} })

/** Has the account behind a subject be on record as it is judged, and the subject as its own. What is on record already stays. */
export async function knowSubject(
  db: Queryable,
  subject: string,
  { id, reach }: { id: string | null; reach: number | null | 'absent' },
): Promise<void> {
  if (reach === null) return
  const { kind, id: subjectId } = parseSubjectKey(subject)
  const author = id ?? (kind === 'account' ? subjectId : `author of ${subjectId}`)
  await db.query(sql`
    insert into account (id, reach_counted, protected, source, facts_at)
    values (${author}, ${reach === 'absent' ? null : reach}, false, 'test', '-infinity') on conflict do nothing`)
  if (kind === 'content') {
    await db.query(sql`
      insert into content (id, account_id, kind, source, facts_at) values (${subjectId}, ${author}, 'post', 'test', '-infinity')
      on conflict do nothing`)
  }
  const { rows } = await db.query<{ id: string }>(sql`
    select of_it as id from list_affected_accounts(${subject}, ${author}) of_it join account on account.id = of_it
    where counted_reach(of_it) is null`)
  await readAccounts(
    db,
    rows.map((account) => ({ ...account, reach: reach === 'absent' ? 0 : reach })),
  )
}
