import sql from 'sql-template-tag'
import { type InterimMeasure, parseSubjectKey, type SubjectKind, accountKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { ACTION_RULES } from '../../policy/requirements/action-order.ts'

/** Returns the subject of an interim measure: the case's own, or the account of its content. */
export function subjectOf(
  action: InterimMeasure,
  on: SubjectKind | undefined,
  opened: { subject: string; accountId: string | null },
): string {
  const own = parseSubjectKey(opened.subject)
  const kinds = ACTION_RULES[action].on
  const kind = on ?? (kinds.includes(own.kind) ? own.kind : 'account')
  if (!kinds.includes(kind)) throw invalidField('on', message('draft.kinds', { values: { as: 'or', list: kinds } }))
  if (kind === own.kind) return opened.subject
  if (kind === 'content') throw invalidField('action', message('draft.accountCase', { action }))
  if (opened.accountId === null) throw new DeskError('conflict', message('interim.unknownAuthor'))
  return accountKey(opened.accountId)
}

/** Refuses a hijack measure other than a lock of an account. */
export function checkHijack(hijack: boolean, action: InterimMeasure): void {
  if (hijack && action !== 'lock') throw invalidField('hijack', message('interim.lockOnly'))
}

/** Returns the time for which the measure may last. Throws, with the alternative, where it may not be taken at all. */
export async function readBounds(
  tx: Tx,
  about: { subject: string; action: string; accountId: string | null; isProtected: boolean; proposer: string },
): Promise<{ maxMs: number }> {
  const { subject, action, accountId, isProtected, proposer } = about
  const row = await tx.find<{ maxMs: number; waits: boolean }>(sql`
    select interim_max_ms(${subject}, ${action}, ${accountId}, ${isProtected}, ${proposer}) as "maxMs",
      frozen_until() is not null or exists (select from enforcement
        where (subject = ${subject} or account_id = ${accountId}) and is_waiting(state)) as waits`)
  if (row === undefined) throw new Error('PostgreSQL answered nothing about a subject')
  if (row.maxMs === 0) {
    throw new DeskError('conflict', message('interim.bound'))
  }
  if (!isProtected && !row.waits) {
    throw new DeskError('conflict', message('interim.notNeeded'))
  }
  return row
}
