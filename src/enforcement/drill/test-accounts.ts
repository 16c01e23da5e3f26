import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

interface TestAccount {
  id: string
  handle: string | null
}

/** Lists the accounts on which a drill may run: two people marked them as tests, and they are not protected by now. */
export async function listTestAccounts(db: Queryable): Promise<TestAccount[]> {
  const marked = await listMarked(db)
  return marked.filter(({ isProtected }) => !isProtected).map(({ id, handle }) => ({ id, handle }))
}

/** Returns the reason for which no drill may run on an account. Null: a drill may run. */
export async function findTestRefusal(db: Queryable, accountId: string): Promise<'unmarked' | 'protected' | null> {
  const account = (await listMarked(db)).find(({ id }) => id === accountId)
  if (account === undefined) return 'unmarked'
  return account.isProtected ? 'protected' : null
}

/** Two people marked each test account, so there are few. */
async function listMarked(db: Queryable): Promise<(TestAccount & { isProtected: boolean })[]> {
  return db.list<TestAccount & { isProtected: boolean }>(sql`
    select id, handle, account.protected as "isProtected" from drill_account join account on account.id = account_id order by id`)
}
