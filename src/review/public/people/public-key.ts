import sql from 'sql-template-tag'
import type { KeyCaller } from '../../../foundation/domain.ts'
import { isDemo } from '../../../foundation/is-demo.ts'
import { findKeyById } from '../../../people/staff/queries.ts'
import type { Desk } from '../../../policy/desk.ts'

/**
 * Finds the API key under which notices (`report`) or appeals (`appeals`) of people outside are stored. Two people make
 * it, and one revokes it, which closes the forms at once. Undefined: the form is closed. A demo uses the key of its
 * platform.
 */
export async function findPublicKey(
  { db, publicPages }: Desk,
  scope: 'report' | 'appeals',
): Promise<KeyCaller | undefined> {
  const id = publicPages?.keyId ?? ((await isDemo(db)) ? await findDemoKey(db, scope) : undefined)
  const key = id === undefined ? undefined : await findKeyById(db, id)
  return key?.scopes.includes(scope) ? key : undefined
}

const findDemoKey = (db: Desk['db'], scope: string): Promise<string | undefined> =>
  db.findValue<string>(sql`
    select id from api_key where revoked_at is null and ${scope} = any (scopes) order by created_at, id limit 1`)
