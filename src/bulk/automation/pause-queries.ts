import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

/** A pause of a signal source or of one of its automation rules. */
export interface Pause {
  id: number
  source: string
  /** The paused rule. Null: the whole source. */
  ruleId: string | null
  reason: string
  /** The pseudonym of the person who paused it. */
  by: string
  at: Date
  liftedAt: Date | null
  /** The change that ended the pause, or the proposed change that would end it. */
  changeId: string | null
}

const PAUSE = sql`pause.id, pause.source, pause.rule_id as "ruleId", pause.reason, member.pseudonym as by, pause.at,
  pause.lifted_at as "liftedAt", coalesce(pause.change_id, (select id from desk_change
    where kind = 'automation_resume' and state = 'proposed' and (body::jsonb ->> 'pauseId')::bigint = pause.id limit 1)) as "changeId"`

export async function findPause(db: Queryable, pauseId: number): Promise<Pause | undefined> {
  return db.find<Pause>(sql`
    select ${PAUSE} from automation_pause pause join staff member on member.id = pause.by where pause.id = ${pauseId}`)
}

/** Lists the pauses in effect. */
export async function listPauses(db: Queryable): Promise<Pause[]> {
  return db.list<Pause>(sql`
    select ${PAUSE} from automation_pause pause join staff member on member.id = pause.by
    where pause.lifted_at is null order by pause.id`)
}

/** Inserts a pause. Undefined: an equal one is in effect. */
export async function insertPause(
  tx: Tx,
  pause: { source: string; ruleId: string | null; reason: string; by: string },
): Promise<number | undefined> {
  return tx.findValue<number>(sql`
    insert into automation_pause (source, rule_id, reason, by)
    values (${pause.source}, ${pause.ruleId}, ${pause.reason}, ${pause.by}) on conflict do nothing returning id`)
}

/** True when this rule, or its whole source, is paused. */
export async function isPaused(db: Queryable, source: string, ruleId: string): Promise<boolean> {
  return db.onlyValue<boolean>(sql`select is_paused(${source}, ${ruleId}) as paused`)
}
