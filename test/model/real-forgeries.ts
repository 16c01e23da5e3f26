import type { Pool } from 'pg'
import sql, { type Sql } from 'sql-template-tag'
import { isRefused } from './attempt.ts'
import type { ForgedRow, Outcome } from './gate.ts'

/** The statements of each forgery about one person. The last one answers true where it took effect. */
const FORGERIES: Record<ForgedRow, (staffId: string) => readonly Sql[]> = {
  'a break of three hours ago': (staffId) => [
    sql`insert into shift_event (staff_id, kind, at) values (${staffId}, 'break', desk_now() - interval '3 hours')
      returning at < desk_now() - interval '1 hour' as done`,
  ],
  'a restriction by no person': (staffId) => [
    sql`insert into staff_restriction (staff_id, cause, reason, by) values (${staffId}, 'many', 'so', 'desk') returning true as done`,
  ],
  'the end of sessions by a guess': (staffId) => [
    sql`insert into staff_session (staff_id, secret_hash, ends_at) values (${staffId}, sha256('true'), desk_now() + interval '1 hour')`,
    sql`select count(*) > 0 as done from revoke_sessions(${staffId}, null, ${`staff:${staffId}`}, 'guessed')`,
  ],
  'the end of eleven tokens': (staffId) => [
    sql`insert into staff_token (staff_id, label, secret_hash, expires_at)
      select ${staffId}, 'forged', sha256(convert_to('token ' || n, 'UTF8')), desk_now() + interval '1 day' from generate_series(0, 10) n`,
    sql`select count(*) > 10 as done from staff_token token cross join lateral revoke_token(token.id) where token.label = 'forged'`,
  ],
}

/** Forged rows that the desk limits only after the end of its set-up. */
const LIMITED_AFTER_SETUP: readonly ForgedRow[] = ['the end of eleven tokens']

/** Writes rows as a thief of the application role and rolls them back. */
export async function forgeRow(db: Pool, owner: Pool, what: ForgedRow, staffId: string): Promise<Outcome> {
  const isSetUp = LIMITED_AFTER_SETUP.includes(what)
  if (isSetUp) await owner.query('insert into setup_end default values')
  const client = await db.connect()
  try {
    await client.query('begin')
    let done = false
    for (const statement of FORGERIES[what](staffId)) {
      const { rows } = await client.query<{ done?: boolean }>(statement)
      done = rows[0]?.done === true
    }
    return done ? { done, enforcementId: undefined, how: 'written' } : { done, why: 'it says something else' }
  } catch (error) {
    if (!isRefused(error)) throw error
    return { done: false, why: (error as Error).message }
  } finally {
    await client.query('rollback')
    client.release()
    if (isSetUp) await owner.query('delete from setup_end')
  }
}
