import sql from 'sql-template-tag'
import type { KeyCaller } from '../../../foundation/domain.ts'
import { isDemo } from '../../../foundation/is-demo.ts'
import { findKeyById } from '../../../people/staff/queries.ts'
import type { Desk } from '../../../policy/desk.ts'

/**
 * Finds the API key under which notices are stored. Two people make it, and one revokes it, which closes the form at
 * once. Undefined: the form is closed. A demo uses the key of its platform.
 */
export async function findNoticeKey({ db, publicPages }: Desk): Promise<KeyCaller | undefined> {
  const id = publicPages?.keyId ?? ((await isDemo(db)) ? await findDemoKey(db) : undefined)
  const key = id === undefined ? undefined : await findKeyById(db, id)
  return key?.scopes.includes('report') ? key : undefined
}

const findDemoKey = (db: Desk['db']): Promise<string | undefined> =>
  db.findValue<string>(sql`
    select id from api_key where revoked_at is null and 'report' = any (scopes) order by created_at, id limit 1`)
