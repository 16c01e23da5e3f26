import sql from 'sql-template-tag'
import type { Signable } from '../../foundation/acts.ts'
import { canonicalJson } from '../../foundation/canonical.ts'
import { only, type Queryable, type Tx } from '../../foundation/database/db.ts'
import type { Action } from '../../foundation/domain.ts'
import type { LesserAction } from '../../foundation/schemas/lesser-body.ts'
import { showEnforcement } from '../present/show-enforcement.ts'
import type { Enforcement } from '../queries.ts'
import { type TwoPeopleBecause, twoPeopleMessage } from './restore-rule.ts'

/** The lesser action as both of two judges ask for it, with each member. Two requests are the same when all are equal. */
export interface LesserTerms {
  policyId: string
  action: Action
  durationMs: number | null
  label: string | null
}

/** Returns the terms of a lesser action that replaces an enforcement. Null: nothing replaces it. */
export const toLesserTerms = (
  { policyId }: Pick<Enforcement, 'policyId'>,
  lesser: LesserAction | undefined,
): LesserTerms | null =>
  lesser === undefined ? null : { policyId, ...{ action: lesser.action, durationMs: null, label: null }, ...lesser }

/** Returns the reason for which restoring it takes two people. Undefined: one is enough. */
export async function findTwoPeopleReason(tx: Tx, { id }: Enforcement): Promise<TwoPeopleBecause | undefined> {
  const { rows } = await tx.query<{ because: TwoPeopleBecause | null }>(sql`
    select two_person_restore_reason(enforcement) as because from enforcement where id = ${id}`)
  return only(rows).because ?? undefined
}

/** The act that the second of two people signs: what is undone, and the lesser action that takes its place. */
export interface SharedRestore {
  enforcement: Enforcement
  because: TwoPeopleBecause
  lesser: LesserTerms | null
}

export async function signableRestore(
  db: Queryable,
  { enforcement, because, lesser }: SharedRestore,
): Promise<Signable> {
  const { subject, action, label, durationMs } = enforcement
  const { handle, tags, reach } = await showEnforcement(db, enforcement)
  const core = { enforcement: enforcement.id, subject, handle, action, label, durationMs, because }
  return {
    about: enforcement.id,
    core: { ...core, ...(lesser !== null && { lesser: { ...lesser } }) },
    asShown: { handle, tags, reach, because: twoPeopleMessage(because) },
  }
}

/**
 * Finds another person whose request for the same restore still counts: one that wants the same lesser action in its
 * place, or none. Without a second person it is the same person, if their request is a day old. Under legal duty only
 * signed requests count, because the platform needs the signatures of both people.
 */
export async function findAsker(
  tx: Queryable,
  { enforcementId, lesser, butNot }: { enforcementId: string; lesser: LesserTerms | null; butNot: string },
): Promise<string | undefined> {
  return tx.findValue<string>(sql`
    select asked.staff_id as id from restore_ask asked cross join lateral staff_standing(asked.staff_id) standing
      join enforcement on enforcement.id = asked.enforcement_id
    where asked.enforcement_id = ${enforcementId} and standing.active
      and (asked.staff_id <> ${butNot} or asked.at <= desk_now() - own_review_after())
      and asks_for(asked, ${lesser && canonicalJson({ ...lesser })}::jsonb)
      and (not needs_two_restorers(enforcement) or exists (select from signature
        where about = enforcement.id and act = 'restore_second' and signature.staff_id = asked.staff_id
          and asks_for(asked, core::jsonb -> 'lesser')))
    order by asked.at desc limit 1`)
}
