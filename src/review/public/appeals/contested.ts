import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import type { EnforcementState } from '../../../foundation/domain.ts'
import { type AppealSide, type Contestable, findAppealed, lockAppealed } from '../../appeals/appeal-queries.ts'
import { findContestedDecision } from '../../appeals/complaint-queries.ts'
import { type AppealRefusal, refusalOf } from '../../appeals/receive-appeal.ts'

/** The kinds of links whose holder can appeal: of the statement that a person got, and of the notice that one sent. */
export const APPEAL_LINKS = ['statement', 'status'] as const
export type AppealLink = (typeof APPEAL_LINKS)[number]

/** An enforcement or a decision that the holder of a link can contest. */
export interface Contested {
  side: AppealSide
  statementId: string | null
  noticeId: string | null
  against: Contestable
  state?: EnforcementState
  /** True where files may come with an appeal. */
  takesFiles: boolean
}

/** Finds what the holder of a link about this row can appeal against. Undefined: nothing. */
export async function findContested(db: Queryable, link: AppealLink, about: string): Promise<Contested | undefined> {
  if (link === 'statement') {
    const found = await findEnforcementOf(db, about)
    const against = found === undefined ? undefined : await findAppealed(db, found)
    return against && { ...(await toContested(db, 'affected', about)), against, state: against.state }
  }
  const against = await findContestedDecision(db, about)
  return against && { ...(await toContested(db, 'reporter', about)), against }
}

/** Finds the same as it is once no other transaction changes it. */
export async function lockContested(tx: Tx, link: AppealLink, about: string): Promise<Contested | undefined> {
  if (link === 'statement')
    await lockAppealed(tx, { enforcementId: await findEnforcementOf(tx, about), subject: undefined })
  else
    await tx.query(sql`
      select from review_case where id = (select case_id from notice where id = ${about}) for no key update`)
  return findContested(tx, link, about)
}

/** Returns the reason for which an appeal is not received now. New evidence is a field of the form. */
export const refusalNow = ({ against, state }: Contested, hasNewEvidence: boolean): AppealRefusal | undefined =>
  refusalOf(against, { ...(state !== undefined && { state }), hasNewEvidence })

/** Finds the enforcement about which a statement is. */
export const findEnforcementOf = (db: Queryable, statementId: string): Promise<string | undefined> =>
  db.findValue<string>(sql`
    select enforcement_id from statement where id = ${statementId} and kind in ('restriction', 'warning')`)

async function toContested(
  db: Queryable,
  side: AppealSide,
  about: string,
): Promise<Pick<Contested, 'side' | 'statementId' | 'noticeId' | 'takesFiles'>> {
  const ids = side === 'affected' ? { statementId: about, noticeId: null } : { statementId: null, noticeId: about }
  const takesFiles = await db.onlyValue<boolean>(sql`select appeal_takes_files(${ids.statementId}, ${ids.noticeId})`)
  return { side, ...ids, takesFiles }
}
