import { isDeepStrictEqual } from 'node:util'
import sql from 'sql-template-tag'
import type { Effect } from '../../demo/subject-state.ts'
import { isStricter } from '../../src/enforcement/desired-state/desired-state.ts'
import { subjectKey, type PlatformState } from '../../src/foundation/domain.ts'
import type { Queryable } from '../../src/foundation/database/db.ts'

interface Said {
  at: Date
  desired: PlatformState
}

/**
 * Compares the platform's own record with the ledger. Returns a line for each effect of the desk that no ledger entry
 * preceded, or that had no released enforcement.
 */
export async function listUnordered(db: Queryable, effects: readonly Effect[]): Promise<string[]> {
  const unordered: string[] = []
  for (const effect of effects.filter(({ cause }) => cause === 'desk')) {
    const line = `${subjectKey(effect.subject)} under generation ${effect.generation}`
    const at = new Date(effect.at)
    const said = await findDesiredState(db, effect)
    if (said === undefined || said.at > at || !isDeepStrictEqual(said.desired, effect.to)) {
      unordered.push(`${line}: nobody had said so`)
    }
    const stricter = isStricter(effect.to, effect.from)
    if (stricter && !(await wasOrdered(db, subjectKey(effect.subject), at)))
      unordered.push(`${line}: nobody had ordered it`)
  }
  return unordered
}

async function findDesiredState(db: Queryable, effect: Effect): Promise<Said | undefined> {
  const { rows } = await db.query<Said>(sql`
    select (said ->> 'at')::timestamptz as at, said -> 'desired' as desired
    from ledger_payload, lateral (select convert_from(payload, 'UTF8')::jsonb as said) entry
    where kind = 'desired_state_set' and subject = ${subjectKey(effect.subject)}
      and (said ->> 'generation')::bigint = ${effect.generation}`)
  return rows[0]
}

/** True when the ledger recorded, before that time, the release of an enforcement that has a verdict. */
async function wasOrdered(db: Queryable, subject: string, before: Date): Promise<boolean> {
  const { rows } = await db.query(sql`
    select from ledger_payload proposed
    join verdict on verdict.enforcement_id = proposed.enforcement_id
    join ledger_payload moved on moved.enforcement_id = proposed.enforcement_id and moved.kind = 'enforcement_moved'
    cross join lateral (select convert_from(moved.payload, 'UTF8')::jsonb as said) move
    where proposed.kind = 'enforcement_proposed' and proposed.subject = ${subject}
      and move.said ->> 'to' = 'releasing' and (move.said ->> 'at')::timestamptz <= ${before}`)
  return rows.length > 0
}
